import { repairImportRows } from "@tandem/contract/imports/imports";
import type { ImportKind } from "@tandem/domain/imports/mapping";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenInvariants, readInvariants } from "../../platform/invariants.ts";
import { ensureFoundingAgreement } from "../../spine/founding.ts";
import { importsApp, type Given, type ImportsApp } from "./imports.fixture.ts";

let t: ImportsApp;
beforeAll(async () => {
  t = await importsApp();
  await ensureFoundingAgreement(t.app);
  await t.db.query("insert into exchange_rate (currency, day, rate) values ('EUR', '2025-01-01', 0.95)");
  await t.bring("contacts", "id,email,created at\nC1,ida@deal.example,2025-01-10\nC2,jan@deal.example,2025-06-10\n", { targets: { id: "id", email: "contact.email", "created at": "createdAt" }, options: { system: "crm" } });
});

afterAll(async () => expect(await brokenInvariants(t.db, await readInvariants())).toEqual([]));

describe("companies", () => {
  test("are found by id, domain or their one name; the same file twice changes nothing", async () => {
    const csv = "Account ID;Name;Website;Employees;Land;Segment\n1;Alpen Stahl;https://www.alpenstahl.example/de;1.200;at;A\n2;Nur Name;;15;DE;B\n3;;;;;\n4;Deal;deal.example;7;CH;A\n";
    const given = { targets: { "Account ID": "company.id", Name: "company.name", Website: "company.domain", Employees: "company.employees", Land: "company.country", Segment: { to: "company.custom.segment", name: "Segment", type: "choice" as const } }, options: { system: "crm", decimal: "," as const } };
    const done = await t.bring("companies", csv, given);
    // deal.example is known from its people's addresses.
    expect([done.created, done.updated, done.refused]).toEqual([3, 1, 0]);
    expect(await t.db.query("select name, domain, employees, country, custom->>'segment' as segment from company where domain like '%stahl%' or name = 'Nur Name' order by name")).toEqual([
      { name: "Alpen Stahl", domain: "alpenstahl.example", employees: 1200, country: "AT", segment: "A" },
      { name: "Nur Name", domain: null, employees: 15, country: "DE", segment: "B" },
    ]);
    const before = await t.counts();
    expect((await t.bring("companies", csv, given)).unchanged).toBe(4);
    expect(await t.counts()).toEqual(before);
  });

  test("a trial says of a row that can't be written what the import would", async () => {
    const before = await t.counts();
    const given = { targets: { Name: "company.name", Employees: "company.employees" } };
    const tooLarge = await t.prepare("companies", "Name,Employees\nHuge,3000000000\n", given);
    expect((await t.run(tooLarge, true)).refused).toBe(1);
    expect((await t.refusals(tooLarge))[0]).toMatchObject({ code: "number-too-large" });
    await t.asSuperuser("alter table tandem.company add constraint planted check (name is distinct from 'Unwritable')");
    const unwritable = await t.prepare("companies", "Name,Employees\nFine,1\nUnwritable,2\n", given);
    expect(await t.run(unwritable, true)).toMatchObject({ created: 1, refused: 1 });
    await t.asSuperuser("alter table tandem.company drop constraint planted");
    expect(await t.counts()).toEqual(before);
  });
});

const codesOf = (row: { code: string; also: readonly { code: string }[] }) => [row.code, ...row.also.map((one) => one.code)];

describe("deals", () => {
  const csv = [
    "Deal,Contact,Mail,Name,Amount,Cur,Status,Stage,Opened,Closed,Owner,SDR",
    'D1,C1,,Furnace,"1,250.50",EUR,Closed Won,,2025-02-01,2025-04-01,rhea.revops@example.com,Sam',
    "D2,,jan@deal.example,,900,CHF,,Offer,2025-07-01,,Nobody Known,",
    "D3,C1,,Late,100,USD,lost,,2025-05-01,2025-06-01,,",
    "D4,C9,,Ghost,1,CHF,open,,2025-05-01,,,",
    "D5,C1,,No end,1,CHF,won,,2025-05-01,,,",
    ",C1,,No id,1,CHF,open,,2025-05-01,,,",
    "D6,C2,,Odd,x,CHF,open,,2025-05-01,,,",
    "D7,C2,,Old,5,CHF,won,,,2025-01-01,,",
  ].join("\n");
  const given = {
    targets: { Deal: "id", Contact: "contact.id", Mail: "contact.email", Name: "name", Amount: "amount", Cur: "currency", Status: "state", Stage: "stage", Opened: "createdAt", Closed: "closedAt", Owner: "owner", SDR: "deal.custom.sdr" },
    options: { system: "crm" },
  };

  test("keep amounts and their rates, dates and contradictions; stages move only as the file says", async () => {
    const done = await t.bring("opportunities", csv, given);
    expect([done.created, done.refused]).toEqual([4, 4]);
    expect((await t.refusals(done.id)).map((row) => [row.rowNumber, row.code, row.column])).toEqual([[5, "no-such-contact", "Contact"], [6, "closed-missing", "Closed"], [7, "no-key", "Deal"], [8, "bad-amount", "Amount"]]);
    expect(Object.fromEntries(done.notes.map(({ code, count }) => [code, count]))).toEqual({ "amount-without-rate": 1, "unknown-owner": 1, "creation-unknown": 1, "won-before-first-contact": 1 });
    const deals = await t.db.query<Record<string, unknown>>(
      "select x.external_id as id, o.name, o.stage, o.state, o.amount, o.amount_company, o.flag, o.history, u.name as owner, o.custom from opportunity o join external_ref x on x.entity_id = o.id left join app_user u on u.id = o.owner_id order by 1",
    );
    expect(deals).toMatchObject([
      { id: "D1", name: "Furnace", state: "won", amount: 125_050, amount_company: 118_798, flag: null, owner: "Rhea Revops", custom: { sdr: "Sam" }, history: true },
      { id: "D2", name: "Deal D2", stage: "offer", state: "open", amount: 90_000, amount_company: 90_000, owner: null, custom: { imported_owner: "Nobody Known" } },
      { id: "D3", state: "lost", amount: 10_000, amount_company: null },
      { id: "D7", state: "won", flag: "won-before-first-contact" },
    ]);
    const stages = await t.db.query<{ who: string; stages: string[] }>("select x.external_id as who, array_agg(e.stage order by e.applied, e.id) as stages from episode e join external_ref x on x.entity_id = e.contact_id where x.kind = 'contact' group by 1 order by 1");
    expect(stages).toEqual([{ who: "C1", stages: ["visitor", "lead", "opportunity", "customer"] }, { who: "C2", stages: ["visitor", "lead", "opportunity", "customer"] }]);
    expect((await t.db.query("select 1 from handoff")).length + (await t.db.query("select 1 from notification")).length).toBe(0);
  });

  test("a refused deal says everything that is wrong with it", async () => {
    const { id } = await t.bring("opportunities", "Deal,Contact,Mail,Name,Amount,Cur,Status,Stage,Opened,Closed,Owner,SDR\n,C9,,Ghost,x,CHF,won,,2025-05-01,,,\nD9,,,Party,1,??,open,,2025-05-01,,,\n", given);
    expect((await t.refusals(id)).map(codesOf)).toEqual([["no-key", "bad-amount", "closed-missing", "no-such-contact"], ["bad-currency", "no-party"]]);
  });

  test("the same file again changes nothing; a later export of the deal moves it on", async () => {
    const before = await t.counts();
    const again = await t.bring("opportunities", csv, given);
    expect([again.created, again.updated, again.unchanged]).toEqual([0, 0, 4]);
    expect(await t.counts()).toEqual(before);
    expect((await t.bring("opportunities", csv.replace("D2,,jan@deal.example,,900,CHF,,Offer,2025-07-01,,", "D2,,jan@deal.example,,950,CHF,won,Offer,2025-07-01,2025-09-01,"), given)).updated).toBe(1);
    expect(await t.db.one("select state, amount, version from opportunity o join external_ref x on x.entity_id = o.id where x.external_id = 'D2'")).toEqual({ state: "won", amount: 95_000, version: 1 });
  });
});

describe("spend", () => {
  const csv = "Kampagne;Tag;Kosten;Gruppe\nHerbst;01.10.2025;1.234,50;a\nHerbst;01.10.2025;10,00;b\nHerbst;02.10.2025;-5,00;\nFremd;01.10.2025;1,00;\nHerbst;01.10.2025;11,00;b\nHerbst;;1,00;\n";
  const given = { targets: { Kampagne: "campaign", Tag: "day", Kosten: "amount", Gruppe: "note" } };

  test("goes to campaigns there are; others are refused or made, as chosen", async () => {
    const first = await t.bring("spend", csv, given);
    expect([first.created, first.refused]).toEqual([0, 6]);
    await t.db.query("insert into campaign (id, name, name_folded, channel, created_at) values ($1, 'Herbst', 'herbst', 'event', $2)", [t.app.ids.next(), t.clock.now()]);
    const second = await t.bring("spend", csv, given);
    expect([second.created, second.refused]).toEqual([3, 3]);
    expect((await t.refusals(second.id)).map((row) => row.code)).toEqual(["no-such-campaign", "repeated-entry", "cell-missing"]);
    expect((await t.refusals((await t.bring("spend", "Kampagne;Tag;Kosten;Gruppe\nFremd;;viel;\n", given)).id)).map(codesOf)).toEqual([["cell-missing", "bad-amount", "no-such-campaign"]]);
    expect((await t.db.one<{ sum: number }>("select sum(amount)::bigint as sum from spend")).sum).toBe(123_950);
    const before = await t.counts();
    expect((await t.bring("spend", csv, given)).unchanged).toBe(3);
    expect(await t.counts()).toEqual(before);
    expect((await t.bring("spend", csv, { ...given, options: { makeCampaigns: true } })).created).toBe(1);
    expect((await t.bring("spend", csv.replace("1.234,50", "2.000,00"), given)).updated).toBe(1);
  });
});

describe("events", () => {
  const csv = "email,event,timestamp,utm_source,utm_medium,plan\nida@deal.example,Demo requested,2025-08-01 10:00,google,cpc,pro\nida@deal.example,Demo requested,2025-08-01 10:00,google,cpc,pro\nnew@visitor.example,Webinar attended,2025-08-02T09:00:00Z,,,\n,Nobody,2025-08-02,,,\nx@y.example,Ancient,1995-01-01,,,\n";

  test("are taken as history, once, and belong to the person of the address", async () => {
    const done = await t.bring("events", csv);
    expect([done.created, done.unchanged, done.refused]).toEqual([2, 1, 2]);
    expect((await t.refusals(done.id)).map((row) => row.code)).toEqual(["no-identity", "event-too-old"]);
    expect((await t.refusals((await t.bring("events", "email,event,timestamp\n,,someday\n")).id)).map(codesOf)).toEqual([["bad-date", "no-identity", "no-event-name"]]);
    const rows = await t.db.query("select c.email, e.name, e.occurred_at, e.payload->'properties'->>'plan' as plan from event e join assignment a on a.subject_id = e.subject_id and a.retracted is null join contact c on c.id = a.contact_id where e.type = 'track' order by e.occurred_at");
    expect(rows).toEqual([
      { email: "ida@deal.example", name: "Demo requested", occurred_at: new Date("2025-08-01T08:00:00Z"), plan: "pro" },
      { email: "new@visitor.example", name: "Webinar attended", occurred_at: new Date("2025-08-02T09:00:00Z"), plan: null },
    ]);
    expect((await t.counts())["handoff"]).toBe(0);
    const before = await t.counts();
    expect((await t.bring("events", csv)).unchanged).toBe(3);
    expect(await t.counts()).toEqual(before);
  });
});

test("a repaired row of any kind leaves what an earlier row of its file said", async () => {
  const repair = async (kind: ImportKind, csv: string, given: Given, values: Record<string, string>) => {
    const done = await t.bring(kind, csv, given);
    expect(done.refused).toBe(1);
    return (await t.call(repairImportRows, { params: { importId: done.id }, body: { rows: [{ rowNumber: 3, values }] } }, t.revops)).body;
  };
  const repeated = { notes: expect.arrayContaining([expect.objectContaining({ code: "repeated", count: 1 })]) };
  const companies = await repair("companies", "Name,Site,City\nOne,one-of.example,Graz\nTwo,nothing at all,Linz\n", { targets: { Name: "company.name", Site: "company.domain", City: "company.city" } }, { Site: "one-of.example" });
  expect(companies).toMatchObject({ repaired: 1, import: repeated });
  expect(await t.db.one("select name, city from company where domain = 'one-of.example'")).toEqual({ name: "One", city: "Graz" });
  const deals = await repair("opportunities", "Deal,Mail,Name,Amount\nR1,ida@deal.example,One,100\n,ida@deal.example,Two,200\n", { targets: { Deal: "id", Mail: "contact.email", Name: "name", Amount: "amount" }, options: { system: "crm", constants: [{ to: "state", value: "open" }] } }, { Deal: "R1" });
  expect(deals).toMatchObject({ repaired: 1, import: repeated });
  expect(await t.db.one("select name, amount from opportunity o join external_ref x on x.entity_id = o.id where x.external_id = 'R1'")).toEqual({ name: "One", amount: 10_000 });
  const spend = await repair("spend", "Campaign,Day,Amount\nAgain,2025-10-01,100\nAgain,,200\n", { targets: { Campaign: "campaign", Day: "day", Amount: "amount" }, options: { makeCampaigns: true } }, { Day: "2025-10-01" });
  // Two amounts of one day are no gap to fill: it is refused as it would have been in the file.
  expect(spend).toMatchObject({ repaired: 0, refused: [{ code: "repeated-entry" }] });
  const events = await repair("events", "email,event,timestamp\nida@deal.example,Trial begun,2025-09-01\nida@deal.example,Trial begun,\n", {}, { timestamp: "2025-09-01" });
  expect(events).toMatchObject({ repaired: 1, import: { ...repeated, created: 1, unchanged: 1 } });
});

describe("treated as live", () => {
  test("an import may hand over, when somebody chooses so", async () => {
    const csv = "email,event,timestamp\nhot@alpenstahl.example,Demo requested,2026-01-05T07:00:00Z\n";
    await t.bring("contacts", "email,title\nhot@alpenstahl.example,Head of Operations\n", { options: { treatAsLive: true } });
    expect((await t.bring("events", csv, { options: { treatAsLive: true } })).created).toBe(1);
    expect((await t.db.one<{ live: boolean }>("select count(*) filter (where not history) > 0 as live from episode e join contact c on c.id = e.contact_id where c.email = 'hot@alpenstahl.example'")).live).toBe(true);
  });
});
