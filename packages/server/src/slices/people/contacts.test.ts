import { assignContact, countContacts, createContact, editContact, exportContacts, getContact, listContacts, recordConsent } from "@tandem/contract/people/contacts";
import { beforeAll, describe, expect, test } from "vitest";
import { peopleApp, type PeopleApp } from "./people.fixture.ts";

let t: PeopleApp;
let anna: string;
beforeAll(async () => {
  t = await peopleApp();
  anna = await t.contact({ first_name: "Anna", last_name: "Meyer", email: "Anna.Meyer@Example.com", title: "Head of Operations", country: "AT" });
  await t.contact({ first_name: "Ben", last_name: "Ölmann", email: "ben@gmail.com", country: "DE" });
  await t.contact({ first_name: "=SUM(1)", last_name: "Cell", email: "cell@calc.example" });
});

const names = async (query: Record<string, unknown>) => (await t.call(listContacts, { query }, t.as.rep)).body.rows.map((row) => row.name);

describe("the people list", () => {
  test("sorts by name and pages by key without losing or doubling anyone", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await t.call(listContacts, { query: { sort: "name", limit: 1, ...(cursor && { cursor }) } }, t.as.rep);
      expect(page.status).toBe(200);
      seen.push(...page.body.rows.map((row) => row.name));
      cursor = page.body.next ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["=SUM(1) Cell", "Anna Meyer", "Ben Ölmann"]);
  });

  test.each(["created", "seen", "engagement", "fit", "name"] as const)("pages by %s", async (sort) => {
    const first = await t.call(listContacts, { query: { sort, limit: 2 } }, t.as.rep);
    const second = await t.call(listContacts, { query: { sort, limit: 2, cursor: first.body.next! } }, t.as.rep);
    expect(second.status).toBe(200);
    expect([...first.body.rows, ...second.body.rows].map((row) => row.name).sort()).toEqual(["=SUM(1) Cell", "Anna Meyer", "Ben Ölmann"]);
    expect(second.body.next).toBe(null);
  });

  test("finds by any part of name, e-mail and title, in any order, folded; one or two letters begin a word", async () => {
    expect(await names({ q: "meyer ann" })).toEqual(["Anna Meyer"]);
    expect(await names({ q: "ÖLMANN" })).toEqual(["Ben Ölmann"]);
    expect(await names({ q: "of oper" })).toEqual(["Anna Meyer"]);
    expect(await names({ q: "an" })).toEqual(["Anna Meyer"]);
    expect(await names({ q: "%" })).toEqual([]);
  });

  test("filters and counts alike, and by a criteria tree", async () => {
    const criteria = JSON.stringify({ all: [{ field: "contact.title", contains: "OPERATIONS" }, { not: { field: "contact.email_kind", is: "free" } }] });
    for (const [query, expected] of [
      [{ country: "AT,CH" }, ["Anna Meyer"]],
      [{ owner: "none", sort: "name" }, ["=SUM(1) Cell", "Anna Meyer", "Ben Ölmann"]],
      [{ owner: "me" }, []],
      [{ engagementAtLeast: 1 }, []],
      [{ stage: "customer" }, []],
      [{ criteria }, ["Anna Meyer"]],
    ] as const) {
      expect(await names(query)).toEqual(expected);
      const { sort: _, ...filter } = query as Record<string, unknown>;
      expect((await t.call(countContacts, { query: filter }, t.as.rep)).body).toEqual({ value: expected.length, capped: false });
    }
  });

  test("refuses a forged cursor and a broken tree", async () => {
    expect((await t.call(listContacts, { query: { cursor: "nonsense" } }, t.as.rep)).problem.code).toBe("bad-cursor");
    expect((await t.call(listContacts, { query: { criteria: "{" } }, t.as.rep)).problem.code).toBe("invalid-input");
  });

  test("leaves as CSV in which no cell runs", async () => {
    const { body } = await t.call(exportContacts, { query: { sort: "name" } }, t.as.rep);
    expect(body.rows).toBe(3);
    expect(body.csv.split("\r\n")[1]).toMatch(/^"'=SUM\(1\) Cell",cell@calc.example,/);
    const [line] = await t.db.query<{ summary: { rows: number } }>("select summary from audit where act = 'people.exported'");
    expect(line!.summary.rows).toBe(3);
  });
});

describe("a contact", () => {
  test("is made by hand once per e-mail, however it is written", async () => {
    const again = await t.call(createContact, { body: { values: { email: "  ANNA.meyer@example.COM " } } }, t.as.rep);
    expect(again.problem).toMatchObject({ code: "contact-exists", data: { id: anna, name: "Anna Meyer" } });
    const two = await Promise.all([1, 2].map(() => t.call(createContact, { body: { values: { email: "race@example.org" } } }, t.as.rep)));
    expect(two.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await t.call(createContact, { body: { values: { country: "AT" } } }, t.as.rep)).problem.code).toBe("nameless");
    expect((await t.call(createContact, { body: { values: { email: "no address" } } }, t.as.rep)).problem.code).toBe("wrong-value");
    expect((await t.call(createContact, { body: { values: { email: "x@y.example", nonsense: 1 } } }, t.as.rep)).problem.code).toBe("unknown-field");
  });

  test("shows a score that is the sum of its points and says where each comes from", async () => {
    await t.send([{ userId: "anna", type: "identify", at: t.clock.now(), traits: { email: "anna.meyer@example.com" } }, { userId: "anna", type: "page", name: "Pricing", at: t.clock.now(), context: { page: { path: "/pricing" } } }]);
    const { body: page } = await t.call(getContact, { params: { contactId: anna } }, t.as.rep);
    const sum = (lines: { points: number }[]) => lines.reduce((total, line) => total + line.points, 0);
    expect(page.score.engagement).toBeGreaterThan(0);
    expect(sum(page.score.fitLines)).toBe(page.score.fit);
    expect(sum(page.score.engagementLines)).toBe(page.score.engagement);
    for (const line of page.score.engagementLines) expect(sum(line.days)).toBe(line.points);
    const stored = await t.db.one<{ engagement: number; fit: number }>("select engagement, fit from contact where id = $1", [anna]);
    expect(stored).toEqual({ engagement: page.score.engagement, fit: page.score.fit });
    expect(page).toMatchObject({ name: "Anna Meyer", stage: "lead", openHandoff: null });
    expect(page.identities.map((identity) => identity.kind).sort()).toEqual(["email", "user"]);
    expect(page.episodes.map((episode) => episode.stage)).toEqual(["visitor", "lead"]);
  });

  test("is edited with the version in hand; a person's word beats later traits", async () => {
    const before = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    const edited = await t.call(editContact, { params: { contactId: anna }, body: { version: before.version, values: { title: "Student" } } }, t.as.rep);
    expect(edited.status).toBe(200);
    const stale = await t.call(editContact, { params: { contactId: anna }, body: { version: before.version, values: { title: "CEO" } } }, t.as.rep);
    expect(stale.problem).toMatchObject({ code: "changed-meanwhile", data: { version: edited.body.version } });
    await t.send([{ userId: "anna", type: "identify", at: new Date(t.clock.now().getTime() + 1), traits: { title: "CEO" } }]);
    const after = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    expect(after.values).toMatchObject({ title: "Student", seniority: "student" });
    expect(after.sources["title"]!.source).toBe("person");
    expect(after.score.fit).toBeLessThan(before.score.fit);
  });

  test("whom nobody owns is with whoever works on the open handoff, in the list and on the page", async () => {
    const read = async () => {
      const row = (await t.call(listContacts, { query: { q: "Meyer" } }, t.as.marketing)).body.rows[0]!;
      const page = (await t.call(getContact, { params: { contactId: anna } }, t.as.marketing)).body;
      return [row.owner, row.holder, page.owner, page.holder];
    };
    expect(await read()).toEqual([null, null, null, null]);
    const [id, { id: episode }] = [t.app.ids.next(), await t.db.one<{ id: string }>("select id from episode where contact_id = $1 order by applied desc limit 1", [anna])];
    await t.db.query(
      `insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, team_id, assignee_id, captured_at, scored_at, opened_at, fit, grade, engagement) values ($1, $2, $3, 1, 't1', 'open', $4, $5, $6, $6, $6, 0, 'A', 0)`,
      [id, anna, episode, t.workspace.teams.sales, t.as.rep.id, t.clock.now()],
    );
    const rex = { id: t.as.rep.id, name: "Rex Rep" };
    expect(await read()).toEqual([null, rex, null, rex]);
    await t.db.query("update handoff set assignee_id = null where id = $1", [id]);
    expect((await read())[1]).toBeNull();
    await t.db.query("delete from handoff where id = $1", [id]);
  });

  test("gets an owner from a manager, not from a rep", async () => {
    const { version } = (await t.call(getContact, { params: { contactId: anna } }, t.as.rep)).body;
    const body = { ownerId: t.as.rep.id, version };
    expect((await t.call(assignContact, { params: { contactId: anna }, body }, t.as.rep)).problem.code).toBe("not-allowed");
    expect((await t.call(assignContact, { params: { contactId: anna }, body }, t.as.manager)).status).toBe(200);
    expect(await names({ owner: "me" })).toEqual(["Anna Meyer"]);
  });

  test("keeps a consent ledger of which the latest line stands", async () => {
    const give = (given: boolean) => t.call(recordConsent, { params: { contactId: anna }, body: { purpose: "newsletter", given, proof: "asked on the phone" } }, t.as.rep);
    expect((await give(true)).body).toEqual({ purpose: "newsletter", given: true });
    t.clock.advance(1_000);
    expect((await give(false)).body).toEqual({ purpose: "newsletter", given: false });
    expect(await t.db.query("select from consent where contact_id = $1", [anna])).toHaveLength(2);
  });

  test("that does not exist answers 404", async () => {
    expect((await t.call(getContact, { params: { contactId: "01890a5d-ac96-774b-bcce-b302099a8057" } }, t.as.rep)).problem.code).toBe("no-such-contact");
  });
});
