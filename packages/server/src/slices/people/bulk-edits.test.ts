import { listAudit } from "@tandem/contract/access/audit";
import { getBulkEdit, listBulkEdits, previewBulkEdit, startBulkEdit, undoBulkEdit, type BulkEdit } from "@tandem/contract/people/bulk-edits";
import { createCompany, getCompany } from "@tandem/contract/people/companies";
import { assignContact, editContact, getContact } from "@tandem/contract/people/contacts";
import type { InputOf } from "@tandem/contract/operation";
import { beforeAll, describe, expect, test } from "vitest";
import { workBulkBatch } from "./bulk-runner.ts";
import { peopleApp, type PeopleApp } from "./people.fixture.ts";

let t: PeopleApp;
let people: string[];
beforeAll(async () => {
  t = await peopleApp();
  people = [];
  for (let n = 0; n < 7; n += 1) people.push(await t.contact({ email: `b${n}@bulk.example`, last_name: `Bulk ${n}`, city: n < 3 ? "Graz" : "Linz" }));
});

type Asked = InputOf<typeof startBulkEdit>["body"];
const preview = async (body: Asked, as = t.as.revops) => t.call(previewBulkEdit, { body }, as);
const drain = async (most?: number) => { while (await workBulkBatch(t.app, most)); };
const start = async (body: Asked, as = t.as.revops, most?: number): Promise<BulkEdit> => {
  const begun = await t.call(startBulkEdit, { body }, as);
  expect([begun.status, begun.problem]).toEqual([200, begun.body]);
  await drain(most);
  return (await t.call(getBulkEdit, { params: { bulkEditId: begun.body.id } }, as)).body;
};
const undo = async (id: string, as = t.as.revops) => {
  const begun = await t.call(undoBulkEdit, { params: { bulkEditId: id } }, as);
  await drain(2);
  return begun.status === 200 ? (await t.call(getBulkEdit, { params: { bulkEditId: id } }, as)).body : begun;
};
const page = async (id: string) => (await t.call(getContact, { params: { contactId: id } }, t.as.revops)).body;
const contacts = (ids: readonly string[]) => ({ list: "contacts" as const, ids: [...ids] });

describe("an owner for many", () => {
  test("is counted before, given in batches, audited record by record, and taken back but where somebody went on", async () => {
    await t.call(assignContact, { params: { contactId: people[0]! }, body: { ownerId: t.as.rep.id, version: 0 } }, t.as.revops);
    const asked = { target: { list: "contacts" as const, filter: { q: "bulk.example" } }, change: { kind: "owner" as const, ownerId: t.as.rep.id } };
    expect((await preview(asked)).body).toEqual({ total: 7, changes: 6, unchanged: 1, missing: 0 });
    const done = await start(asked, t.as.revops, 3);
    expect(done).toMatchObject({ state: "finished", total: 7, done: 7, changed: 6, failed: 0, kept: 0 });
    expect(new Set((await Promise.all(people.map(page))).map((one) => one.owner?.name))).toEqual(new Set(["Rex Rep"]));
    const trail = async (entityId: string) => (await t.call(listAudit, { query: { entityKind: "contact", entityId } }, t.as.revops)).body.rows;
    expect((await trail(people[3]!))[0]).toMatchObject({ act: "contact.assigned", actor: { id: t.as.revops.id }, summary: { from: null, to: t.as.rep.id, bulkEditId: done.id } });
    expect((await t.call(listAudit, { query: { act: "people.bulk-edited" } }, t.as.revops)).body.rows[0]!.summary).toMatchObject({ changed: 6, of: 7, change: "owner" });
    const went = await page(people[5]!);
    await t.call(assignContact, { params: { contactId: went.id }, body: { ownerId: t.as.manager.id, version: went.version } }, t.as.revops);
    expect(await undo(done.id)).toMatchObject({ state: "undone", kept: 1 });
    expect((await Promise.all(people.map(page))).map((one) => one.owner?.name ?? null)).toEqual(["Rex Rep", null, null, null, null, "Max Manager", null]);
    expect(await undo(done.id)).toMatchObject({ status: 409, problem: { code: "undone-already" } });
  });

  test("is refused to who may not give one contact an owner, and to one who is no user", async () => {
    const change = { kind: "owner" as const, ownerId: t.as.rep.id };
    for (const as of [t.as.rep, t.as.marketing]) expect((await preview({ target: contacts(people), change }, as)).problem.code).toBe("change-not-allowed");
    expect((await preview({ target: contacts(people), change }, t.as.executive)).status).toBe(403);
    expect((await preview({ target: contacts(people), change: { kind: "owner", ownerId: t.app.ids.next() } })).problem.code).toBe("no-such-user");
  });
});

describe("a field for many", () => {
  test("is set for those that a filter finds now, beats imports, and comes back with where it came from", async () => {
    const target = { list: "contacts" as const, filter: { q: "bulk.example", owner: "none" } };
    await t.db.query(`update contact set field_source = field_source || '{"city": ["import", "2026-01-01T00:00:00.000Z"]}' where id = $1`, [people[1]]);
    const change = { kind: "field" as const, field: "city", value: "Graz" };
    expect((await preview({ target, change }, t.as.rep)).body).toEqual({ total: 5, changes: 3, unchanged: 2, missing: 0 });
    const done = await start({ target, change: { ...change, value: "Wien" } }, t.as.rep);
    expect(done).toMatchObject({ total: 5, changed: 5 });
    expect((await page(people[1]!)).sources["city"]).toMatchObject({ source: "person" });
    await undo(done.id, t.as.rep);
    expect((await Promise.all(people.map(page))).map((one) => one.values["city"])).toEqual(["Graz", "Graz", "Graz", "Linz", "Linz", "Linz", "Linz"]);
    expect((await page(people[1]!)).sources["city"]).toMatchObject({ source: "import" });
  });

  test("moves the scores of those it is about, of companies the scores of their people", async () => {
    const company = (await t.call(createCompany, { body: { values: { name: "Bulk Works", domain: "works.example", employees: 10, industry: "Software" } } }, t.as.revops)).body.id;
    const person = await t.contact({ email: "w@works.example", last_name: "Worker" }, company);
    const fit = async () => (await page(person)).score.fit;
    const before = await fit();
    const done = await start({ target: { list: "companies", ids: [company] }, change: { kind: "field", field: "employees", value: 2000 } });
    expect(done.changed).toBe(1);
    expect((await t.call(getCompany, { params: { companyId: company } }, t.as.revops)).body.values["employees"]).toBe(2000);
    expect(await fit()).not.toBe(before);
    await undo(done.id);
    expect(await fit()).toBe(before);
  });

  test("refuses what tells records apart, values of another kind, and fields that are not", async () => {
    const code = async (field: string, value: never) => (await preview({ target: contacts(people), change: { kind: "field", field, value } })).problem.code;
    expect(await code("email", "x@y.example" as never)).toBe("unknown-field");
    expect(await code("seniority", "emperor" as never)).toBe("wrong-value");
    expect(await code("survivor_id", "x" as never)).toBe("unknown-field");
  });
});

test("a campaign is joined by those who are not on its list yet; the others keep their answer", async () => {
  const campaignId = t.app.ids.next();
  await t.db.query("insert into campaign (id, name, name_folded, channel, created_at) values ($1, 'Fair', 'fair', 'event', $2)", [campaignId, t.clock.now()]);
  await t.db.query("insert into campaign_member (campaign_id, contact_id, status, at, added_at) values ($1, $2, 'attended', $3, $3)", [campaignId, people[0], t.clock.now()]);
  const change = { kind: "campaign" as const, campaignId, status: "invited" as const };
  expect((await preview({ target: contacts(people), change }, t.as.rep)).problem.code).toBe("change-not-allowed");
  expect((await preview({ target: { list: "companies", ids: people }, change })).problem.code).toBe("contacts-only");
  const done = await start({ target: contacts(people), change }, t.as.marketing);
  expect(done).toMatchObject({ total: 7, changed: 6 });
  const members = () => t.db.query<{ status: string; n: number }>("select status, count(*)::int as n from campaign_member where campaign_id = $1 group by status order by status", [campaignId]);
  expect(await members()).toEqual([{ status: "attended", n: 1 }, { status: "invited", n: 6 }]);
  await undo(done.id, t.as.marketing);
  expect(await members()).toEqual([{ status: "attended", n: 1 }]);
});

describe("whatever happens meanwhile", () => {
  test("a server that dies between two batches goes on behind the last, and a record that cannot be changed is left out and said", async () => {
    const change = { kind: "field" as const, field: "title", value: "Head of Bulk" };
    const begun = (await t.call(startBulkEdit, { body: { target: contacts(people), change } }, t.as.revops)).body;
    await workBulkBatch(t.app, 3);
    expect((await t.call(getBulkEdit, { params: { bulkEditId: begun.id } }, t.as.revops)).body).toMatchObject({ state: "running", done: 3, changed: 3 });
    expect((await t.call(undoBulkEdit, { params: { bulkEditId: begun.id } }, t.as.revops)).problem.code).toBe("still-running");
    await t.asSuperuser(`alter table tandem.contact add constraint planted check (id <> '${people[4]}' or title is null)`);
    await drain();
    await t.asSuperuser("alter table tandem.contact drop constraint planted");
    expect((await t.call(getBulkEdit, { params: { bulkEditId: begun.id } }, t.as.revops)).body).toMatchObject({ state: "finished", done: 7, changed: 6, failed: 1 });
  });

  test("records that are gone are counted, the merged are changed as who answers for them, and too many or none are refused", async () => {
    await t.db.query("update contact set survivor_id = $2 where id = $1", [people[6], people[5]]);
    const change = { kind: "field" as const, field: "city", value: "Bern" };
    expect((await preview({ target: contacts([people[5]!, people[6]!, t.app.ids.next()]), change })).body).toMatchObject({ total: 1, missing: 2 });
    expect((await preview({ target: contacts([t.app.ids.next()]), change })).problem.code).toBe("nothing-chosen");
    await t.db.query("update contact set survivor_id = id where id = $1", [people[6]]);
  });

  test("a change is its maker's to see and undo, and RevOps'", async () => {
    const done = await start({ target: contacts([people[0]!]), change: { kind: "field", field: "city", value: "Basel" } }, t.as.rep);
    expect((await t.call(getBulkEdit, { params: { bulkEditId: done.id } }, t.as.marketing)).status).toBe(404);
    expect((await t.call(undoBulkEdit, { params: { bulkEditId: done.id } }, t.as.marketing)).status).toBe(404);
    expect((await t.call(listBulkEdits, { query: { list: "contacts" } }, t.as.rep)).body.rows.map((row) => row.id)).toContain(done.id);
    expect((await t.call(listBulkEdits, { query: { list: "contacts" } }, t.as.marketing)).body.rows.map((row) => row.id)).not.toContain(done.id);
    const was = await page(people[0]!);
    await t.call(editContact, { params: { contactId: was.id }, body: { version: was.version, values: { city: "Chur" } } }, t.as.manager);
    expect(await undo(done.id, t.as.revops)).toMatchObject({ state: "undone", kept: 1 });
    expect((await page(people[0]!)).values["city"]).toBe("Chur");
  });
});
