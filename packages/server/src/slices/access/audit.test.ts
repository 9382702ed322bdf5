import { listAudit } from "@tandem/contract/access/audit";
import { assignContact, createContact, editContact } from "@tandem/contract/people/contacts";
import { createCompany } from "@tandem/contract/people/companies";
import { beforeAll, expect, test } from "vitest";
import { recordAudit } from "../../spine/audit.ts";
import { peopleApp, type PeopleApp } from "../people/people.fixture.ts";

let t: PeopleApp;
let anna: string;
beforeAll(async () => {
  t = await peopleApp();
  anna = (await t.call(createContact, { body: { values: { first_name: "Anna", last_name: "Adler", email: "anna@steel.example" } } }, t.as.revops)).body.id;
  await t.call(createCompany, { body: { values: { name: "Steel" } } }, t.as.marketing);
  await t.call(assignContact, { params: { contactId: anna }, body: { ownerId: t.as.rep.id, version: 0 } }, t.as.revops);
});

const trail = async (query: object, as: { cookie?: string | null } = t.as.revops) => (await t.call(listAudit, { query: query as never }, as)).body.rows;

test("every line names its record and whoever else it speaks of, as they are called now", async () => {
  const [line] = await trail({ entityKind: "contact", entityId: anna });
  expect(line).toMatchObject({ act: "contact.assigned", records: expect.arrayContaining([{ id: anna, kind: "contact", name: "Anna Adler", about: null }, { id: t.as.rep.id, kind: "user", name: "Rex Rep", about: null }]) });
  await t.call(editContact, { params: { contactId: anna }, body: { version: 1, values: { last_name: "Berg" } } }, t.as.revops);
  expect((await trail({ entityKind: "contact", entityId: anna })).map((row) => row.records[0]?.name)).toEqual(["Anna Berg", "Anna Berg", "Anna Berg"]);
});

test("is found by person, kind and record", async () => {
  expect((await trail({ entityKind: "company" })).map((row) => [row.act, row.records[0]?.name])).toEqual([["company.created", "Steel"]]);
  expect(new Set((await trail({ actorId: t.as.marketing.id })).map((row) => row.act))).toEqual(new Set(["company.created"]));
  expect((await trail({ entityKind: "contact", actorId: t.as.marketing.id }))).toEqual([]);
});

test("an administrator reads who did what, and no names of people they may not see", async () => {
  const rows = await trail({ limit: 200 }, t.workspace.administrator);
  expect(rows.find((row) => row.act === "contact.assigned")!.records.map((record) => record.kind)).toEqual(["user"]);
  expect(JSON.stringify(rows)).not.toContain("Anna");
  expect(rows.find((row) => row.act === "access.user-created")!.records[0]!.kind).toMatch(/user|team/);
});

test("each kind of record that the trail can name is asked of a table that is there", async () => {
  // One statement over all kinds: a misspelt column of any would fail it.
  expect((await t.call(listAudit, { query: { limit: 200 } }, t.as.revops)).status).toBe(200);
});

test("an administrator is told files and drafts of the agreement by name", async () => {
  const [file, draft] = [t.app.ids.next(), t.app.ids.next()];
  const at = t.app.clock.now();
  await t.db.query("insert into import (id, kind, file_name, file_size, state, created_at) values ($1, 'contacts', 'fair-2026.csv', 1, 'finished', $2)", [file, at]);
  await t.db.query("insert into agreement_draft (id, title, base_version, document, hash, proposed_by, changed_by, created_at, updated_at) select $1, 'Fewer, better', 1, document, 'h', $2, $2, $3, $3 from agreement_version where version = 1", [draft, t.as.revops.id, at]);
  const { number } = await t.db.one<{ number: number }>("select number from agreement_draft where id = $1", [draft]);
  const engine = { kind: "engine", id: null } as const;
  await recordAudit(t.db, [
    { at, actor: engine, act: "import.finished", entityKind: "import", entityId: file },
    { at, actor: engine, act: "agreement.draft-begun", entityKind: "agreement-draft", entityId: draft, summary: { number } },
  ]);
  for (const who of [t.workspace.administrator, t.as.revops]) {
    const names = [...(await trail({ entityId: file }, who)), ...(await trail({ entityId: draft }, who))].map((row) => row.records.map((record) => record.name));
    expect(names).toEqual([["fair-2026.csv"], [`draft ${number} “Fewer, better”`]]);
  }
});
