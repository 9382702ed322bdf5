import { explainSignal, listCompanyTimeline, listTimeline, type TimelineEntry } from "@tandem/contract/people/timeline";
import { assignCompany, createCompany, editCompany, getCompany, listCompanies } from "@tandem/contract/people/companies";
import { getContact } from "@tandem/contract/people/contacts";
import { changeField, createField, listFields } from "@tandem/contract/people/fields";
import { searchEverything } from "@tandem/contract/people/search";
import type { Caller } from "../access/access.fixture.ts";
import { addPerson } from "../access/access.fixture.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockCompanies } from "../../spine/lock-contacts.ts";
import { newContact } from "../../spine/new-contact.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";
import { beforeAll, describe, expect, test } from "vitest";
import { peopleApp, type PeopleApp } from "./people.fixture.ts";

const day = 86_400_000;
let t: PeopleApp;
let anna: string;
let company: string;
beforeAll(async () => {
  t = await peopleApp();
  company = (await t.call(createCompany, { body: { values: { name: "Tessaline Foods", domain: "Tessaline.example", employees: 2150, industry: "Logistics" } } }, t.as.revops)).body.id;
  anna = await t.contact({ first_name: "Anna", last_name: "Meyer", email: "anna@tessaline.example", title: "Head of Operations" });
  const at = (daysAgo: number) => new Date(t.clock.now().getTime() - daysAgo * day);
  await t.send([{ userId: "anna", type: "identify", at: at(25), traits: { email: "anna@tessaline.example" } }]);
  await t.send([
    { userId: "anna", type: "page", name: "Pricing", at: at(3), context: { page: { path: "/pricing/service" }, campaign: { source: "google", medium: "cpc", name: "Spring" } } },
    { userId: "anna", type: "track", name: "Webinar Attended", at: at(2), properties: { title: "Pick rates", minutes: 50 } },
    ...Array.from({ length: 30 }, (_, i) => ({ userId: "anna", type: "page" as const, at: new Date(at(20).getTime() + i), context: { page: { path: `/docs/${i}` } } })),
  ]);
});

async function all(show: "all" | "sales" | "marketing" | "web", caller: Caller = t.as.rep, limit = 7): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const answer = await t.call(listTimeline, { params: { contactId: anna }, query: { show, limit, ...(cursor && { cursor }) } }, caller);
    expect(answer.status).toBe(200);
    entries.push(...answer.body.rows);
    cursor = answer.body.next ?? undefined;
  } while (cursor);
  return entries;
}

describe("a timeline", () => {
  test("pages newest first and says the same as one large page", async () => {
    const paged = await all("all");
    expect(paged).toEqual(await all("all", t.as.rep, 200));
    const times = paged.map((entry) => entry.at);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(paged.map((entry) => `${entry.kind} ${entry.id} ${entry.at}`)).size).toBe(paged.length);
    expect(paged.filter((entry) => entry.kind === "event")).toHaveLength(33);
  });

  test("says what an event counted for", async () => {
    const pricing = (await all("web")).find((entry) => entry.kind === "event" && entry.path === "/pricing/service");
    expect(pricing).toMatchObject({ signals: expect.arrayContaining([expect.objectContaining({ key: "pricing-viewed", name: "Pricing page viewed", points: 8000, now: 8000, counted: 8000, cap: 24000, quarantined: null })]), touch: { campaign: "Spring" } });
  });

  test("never says more than the breakdown of the score counts", async () => {
    const { score } = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    const events = (await all("web")).flatMap((entry) => (entry.kind === "event" ? entry.signals.map((signal) => ({ ...signal, day: entry.at.slice(0, 10) })) : []));
    for (const line of score.engagementLines.filter((one) => one.signal !== null)) {
      const of = events.filter((event) => event.key === line.signal && event.quarantined === null);
      const said = of.reduce((sum, event) => sum + (event.counted ?? 0), 0);
      expect(Math.abs(said), line.name).toBeLessThanOrEqual(Math.abs(line.points));
      // Where nothing was capped every occurrence has its number, and together they are the line.
      if (line.takenByCap === 0 && line.days.every((day) => day.counted === day.count) && !score.engagementLines.some((one) => one.kind === "group-cap")) expect(said, line.name).toBe(line.points);
    }
    const visited = events.filter((event) => event.key === "page-visited" && event.points !== null);
    expect(visited.length).toBeGreaterThan(20);
    // Thirty visits of one day and a cap: none of them can be told to have given its points.
    expect(new Set(visited.slice(-30).map((event) => event.counted))).toEqual(new Set([null]));
  });

  test("shows machine engagement as set aside", async () => {
    await t.db.query("update signal set quarantined = 'mail-scanner' where subject_id = (select id from subject where key = 'anna' and kind = 'user') and day = $1", [new Date(t.clock.now().getTime() - 2 * day).toISOString().slice(0, 10)]);
    const webinar = (await all("web")).find((entry) => entry.kind === "event" && entry.name === "Webinar Attended");
    expect(webinar).toMatchObject({ quarantined: "mail-scanner" });
  });

  test("is filtered by side", async () => {
    expect(new Set((await all("web")).map((entry) => entry.kind))).toEqual(new Set(["event"]));
    expect((await all("marketing")).filter((entry) => entry.kind === "event")).toHaveLength(1);
    expect((await all("sales")).some((entry) => entry.kind === "event")).toBe(false);
  });

  test("shows private notes to their author and the author's managers only", async () => {
    const other = await addPerson(t, t.workspace, "sales-manager", "Otto Other");
    await t.db.query("insert into activity (id, kind, contact_id, at, recorded_at, by_id, body, private) values ($1, 'note', $2, $3, $3, $4, 'between us', true)", [t.app.ids.next(), anna, t.clock.now(), t.as.rep.id]);
    await t.db.query("update team_member set manages = true where user_id = $1", [t.as.manager.id]);
    const sees = async (caller: Caller) => (await all("sales", caller)).some((entry) => entry.kind === "activity");
    expect([await sees(t.as.rep), await sees(t.as.manager)]).toEqual([true, true]);
    for (const caller of [t.as.revops, t.as.executive, t.as.marketing, { cookie: other.cookie }]) expect(await sees(caller)).toBe(false);
  });

  test("leads from a point to its events", async () => {
    const { score } = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    for (const line of score.engagementLines.filter((line) => line.signal !== null)) {
      for (const counted of line.days) {
        const events = await t.call(explainSignal, { params: { contactId: anna, signal: line.signal! }, query: { day: counted.day, limit: 200 } }, t.as.rep);
        expect(events.body.rows).toHaveLength(counted.count);
      }
    }
    const first = await t.call(explainSignal, { params: { contactId: anna, signal: "docs-viewed" }, query: { limit: 20 } }, t.as.rep);
    const second = await t.call(explainSignal, { params: { contactId: anna, signal: "docs-viewed" }, query: { limit: 20, cursor: first.body.next! } }, t.as.rep);
    expect(new Set([...first.body.rows, ...second.body.rows].map((row) => row.path)).size).toBe(30);
    // The instant alone leads: a day is that of the company's zone as it was then.
    await t.db.query("update signal set day = day + 1 where event_id = any($1)", [second.body.rows.map((row) => row.eventId)]);
    const again = await t.call(explainSignal, { params: { contactId: anna, signal: "docs-viewed" }, query: { limit: 20 } }, t.as.rep);
    expect(again.body.rows.map((row) => row.eventId)).toEqual(first.body.rows.map((row) => row.eventId));
  });
});

describe("a company", () => {
  test("an edit scores those too who come to it while it waits for them", async () => {
    const { body: { id: small } } = await t.call(createCompany, { body: { values: { name: "Small Works", employees: 3 } } }, t.as.revops);
    const [person, at] = [t.app.ids.next(), t.clock.now()];
    let editing: Promise<{ status: number }> | undefined;
    await t.app.db.transaction(async (tx) => {
      const work = await beginWork(t.app, tx, { at, actor: { kind: "engine", id: null } });
      await lockCompanies(work, [small]);
      newContact(work, at, person);
      Object.assign(work.contacts.get(person)!, { companyId: small, identifiedAt: at, values: { email: "new@small.example" } });
      await evaluateContacts(work, [person]);
      await settle(work);
      editing = t.call(editCompany, { params: { companyId: small }, body: { version: 0, values: { employees: 2_000 } } }, t.as.revops);
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect((await editing)!.status).toBe(200);
    expect((await t.db.one<{ fit: number }>("select fit from contact where id = $1", [person])).fit).toBeGreaterThan(0);
  });

  test("is found by domain for its people, and its fields score them", async () => {
    const before = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    expect(before.company?.id).toBe(company);
    const { body: shown } = await t.call(getCompany, { params: { companyId: company } }, t.as.rep);
    expect(shown.people.map((person) => person.name)).toEqual(["Anna Meyer"]);
    const edited = await t.call(editCompany, { params: { companyId: company }, body: { version: shown.version, values: { employees: 3, name: "Tessaline Group" } } }, t.as.rep);
    expect(edited.status).toBe(200);
    const after = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    expect(after.score.fit).toBe(before.score.fit - 25_000);
    expect((await t.call(editCompany, { params: { companyId: company }, body: { version: shown.version, values: { city: "Ghent" } } }, t.as.rep)).problem.code).toBe("changed-meanwhile");
    expect((await t.call(createCompany, { body: { values: { name: "Copy", domain: "TESSALINE.example" } } }, t.as.rep)).problem).toMatchObject({ code: "company-exists", data: { id: company } });
    expect((await t.call(assignCompany, { params: { companyId: company }, body: { ownerId: t.as.rep.id, version: edited.body.version } }, t.as.manager)).status).toBe(200);
  });

  test("is listed with its people, and its timeline names them", async () => {
    for (const sort of ["name", "created", "employees"] as const) {
      const { body } = await t.call(listCompanies, { query: { q: "tessa", sort } }, t.as.rep);
      expect(body.rows).toMatchObject([{ name: "Tessaline Group", people: 1, owner: { name: "Rex Rep" } }]);
    }
    const { body } = await t.call(listCompanyTimeline, { params: { companyId: company }, query: { show: "web", limit: 2 } }, t.as.rep);
    expect(body.rows).toHaveLength(2);
    expect(body.rows[0]!.contact).toEqual({ id: anna, name: "Anna Meyer" });
  });

  test("and its people are found by the palette", async () => {
    const { body } = await t.call(searchEverything, { query: { q: "tessaline" } }, t.as.rep);
    expect(body.contacts.map((c) => c.name)).toEqual(["Anna Meyer"]);
    expect(body.companies.map((c) => c.name)).toEqual(["Tessaline Group"]);
  });
});

describe("own fields", () => {
  test("are made by RevOps, typed, and keep options that are in use", async () => {
    const body = { entity: "contact" as const, key: "region", name: "Region", type: "choice" as const, options: ["North", "South"] };
    expect((await t.call(createField, { body }, t.as.rep)).problem.code).toBe("not-allowed");
    expect((await t.call(createField, { body: { ...body, options: [] } }, t.as.revops)).problem.code).toBe("options-missing");
    expect((await t.call(createField, { body }, t.as.revops)).status).toBe(200);
    expect((await t.call(createField, { body }, t.as.revops)).problem.code).toBe("field-exists");
    const id = await t.contact({ email: "north@field.example", "custom.region": "North" });
    expect((await t.call(getContact, { params: { contactId: id } }, t.as.rep)).body.values).toMatchObject({ "custom.region": "North" });
    expect((await t.call(changeField, { params: { entity: "contact", key: "region" }, body: { options: ["South"] } }, t.as.revops)).problem.code).toBe("option-in-use");
    expect((await t.call(changeField, { params: { entity: "contact", key: "region" }, body: { options: ["North", "West"], name: "Sales region" } }, t.as.revops)).body).toMatchObject({ name: "Sales region", options: ["North", "West"] });
    const { fields } = (await t.call(listFields, {}, t.as.rep)).body;
    expect(fields.find((field) => field.key === "email_kind")).toMatchObject({ editable: false });
    expect(fields.find((field) => field.key === "region")).toMatchObject({ custom: true, name: "Sales region" });
  });
});
