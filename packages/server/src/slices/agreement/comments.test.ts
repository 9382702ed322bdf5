import { addComment, changeComment, deleteComment, listComments } from "@tandem/contract/agreement/comments";
import { beforeAll, expect, test } from "vitest";
import { agreementApp, must, type AgreementApp, type Draft } from "./agreement.fixture.ts";

let t: AgreementApp;
let draft: Draft;
beforeAll(async () => {
  t = await agreementApp();
  draft = await t.begin(t.priya);
});

test("comments stand at their section or rule, are answered, resolved by anyone, and changed by their author only", async () => {
  const one = must(await t.call(addComment, { body: { about: { draft: draft.id }, section: "engagement", key: "pricing", words: " Is five enough? " } }, t.priya));
  expect(one).toMatchObject({ draft: draft.id, version: null, section: "engagement", key: "pricing", words: "Is five enough?", by: { name: "Priya Raman" }, mine: true, resolvedAt: null });
  t.clock.advance(1_000);
  const two = must(await t.call(addComment, { body: { about: { draft: draft.id }, section: "engagement", key: "pricing", words: "Twelve would be." } }, t.tomas));
  const list = async () => must(await t.call(listComments, { query: { draft: draft.id } }, t.tomas)).comments;
  expect((await list()).map(({ id, mine }) => [id, mine])).toEqual([[one.id, false], [two.id, true]]);
  expect((await t.read(draft)).openComments).toBe(2);
  const change = (id: string, body: object, person: typeof t.priya) => t.call(changeComment, { params: { id }, body }, person);
  expect((await change(one.id, { words: "Mine now" }, t.tomas)).problem.code).toBe("not-yours");
  expect(must(await change(one.id, { words: "Is six enough?" }, t.priya))).toMatchObject({ words: "Is six enough?", changedAt: t.clock.now().toISOString() });
  expect(must(await change(one.id, { resolved: true }, t.tomas))).toMatchObject({ resolvedBy: "Tomas Ferreira" });
  expect((await t.read(draft)).openComments).toBe(1);
  expect(must(await change(one.id, { resolved: false }, t.priya)).resolvedAt).toBeNull();
  expect((await t.call(deleteComment, { params: { id: two.id } }, t.priya)).problem.code).toBe("not-yours");
  expect((await t.call(deleteComment, { params: { id: two.id } }, t.tomas)).status).toBe(204);
  expect((await change(two.id, { resolved: true }, t.tomas)).problem.code).toBe("no-such-comment");
  expect(await list()).toHaveLength(1);
});

test("comments of a draft are found at the version it became, beside the version's own", async () => {
  const changed = must(await t.save(t.priya, await t.read(draft), { ...draft.document, nurture: { coolOffDays: 44 } }));
  must(await t.sign(t.priya, changed));
  t.clock.advance(1_000);
  must(await t.sign(t.tomas, changed));
  must(await t.call(addComment, { body: { about: { version: 2 }, section: "reasons", words: "Look at it in a quarter." } }, t.tomas));
  expect(must(await t.call(listComments, { query: { version: 2 } }, t.priya)).comments.map(({ words }) => words)).toEqual(["Is six enough?", "Look at it in a quarter."]);
  expect(must(await t.call(listComments, { query: { version: 1 } }, t.priya)).comments).toEqual([]);
});

test("what is asked of nothing is refused", async () => {
  const nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
  expect((await t.call(listComments, {}, t.priya)).problem.code).toBe("draft-or-version");
  expect((await t.call(addComment, { body: { about: { draft: nobody }, section: "fit", words: "?" } }, t.priya)).problem.code).toBe("no-such-draft");
  expect((await t.call(addComment, { body: { about: { version: 9 }, section: "fit", words: "?" } }, t.priya)).problem.code).toBe("no-such-version");
  expect((await t.call(addComment, { body: { about: { version: 1 }, section: "fit", words: "   " } }, t.priya)).status).toBe(400);
});
