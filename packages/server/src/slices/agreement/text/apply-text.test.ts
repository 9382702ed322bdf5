import { createApiKey } from "@tandem/contract/access/api-keys";
import { listAudit } from "@tandem/contract/access/audit";
import { listDrafts, readDraft } from "@tandem/contract/agreement/drafts";
import { applyText, planText } from "@tandem/contract/agreement/text";
import { listVersions, readText } from "@tandem/contract/agreement/versions";
import { beforeAll, describe, expect, test } from "vitest";
import { addPerson } from "../../access/access.fixture.ts";
import { agreementApp, must, type AgreementApp, type Person } from "../agreement.fixture.ts";

let t: AgreementApp;
let rep: Person;
let text: string;
beforeAll(async () => {
  t = await agreementApp();
  rep = await addPerson(t, t.workspace, "sales-rep", "Maya Lindqvist", [t.workspace.teams.sales]);
  ({ text } = must(await t.call(readText, { params: { version: 1 } }, rep)));
});

const drafts = async () => must(await t.call(listDrafts, {}, t.priya)).drafts;
const cheaper = () => text.replace("points: 8\n", "points: 12\n").replace("    A: 40\n", "    A: 45\n");

describe("the agreement as text", () => {
  test("is planned against the version in force, and nothing is written", async () => {
    expect(must(await t.call(planText, { body: { text } }, rep))).toMatchObject({ version: 1, changes: [], hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    const plan = must(await t.call(planText, { body: { text: cheaper() } }, rep));
    expect(plan.changes.map(({ words, path }) => `${path} ${words}`)).toEqual(["engagement.rules.6 Viewed pricing: +8 → +12", "mql.grid.A MQL grid, grade A: 40 → 45"]);
    expect(plan.problems.filter(({ severity }) => severity === "problem")).toEqual([]);
    expect(await drafts()).toEqual([]);
  });

  test("with a character that can't be kept is refused with its place", async () => {
    for (const escaped of ["\\0", "\\uD800"]) {
      const named = text.replace(/^name: .*$/m, `name: "half ${escaped} of one"`);
      expect((await t.call(applyText, { body: { text: named } }, rep)).problem).toMatchObject({ status: 422, code: "text-has-problems", data: { problems: [{ path: "name", code: "bad-character", line: text.split("\n").findIndex((line) => line.startsWith("name: ")) + 1, column: 7 }] } });
    }
    expect(await drafts()).toEqual([]);
  });

  test("says what is wrong with its place, by what this company has", async () => {
    const plan = must(await t.call(planText, { body: { text: text.replace("fallbackTeam: sales", "fallbackTeam: nobody").replace("timeZone: Europe/Vienna", "timeZone: Europe/Paris").replace("field: company.employees", "field: company.custom.plants") } }, rep));
    const line = (words: string) => plan.problems.filter(({ severity }) => severity === "problem").find((one) => one.words.includes(words));
    expect(line("There is no team “nobody”")).toMatchObject({ path: "routing.fallbackTeam", line: text.split("\n").findIndex((one) => one.includes("fallbackTeam: sales")) + 1, column: 17 });
    expect(line("company.custom.plants")).toMatchObject({ code: "unknown-field" });
    expect(line("company day")).toMatchObject({ path: "timeZone" });
    expect(must(await t.call(planText, { body: { text: text.replace("name: Founding agreement", "nom: Founding agreement") } }, rep))).toMatchObject({ hash: null, changes: [], problems: [{ code: "missing-part", path: "name" }, { code: "unknown-part", path: "nom", line: 7, column: 1 }] });
  });

  test("becomes a draft of whoever applied it, with a key too, and is never signed", async () => {
    const { key } = must(await t.call(createApiKey, { body: { name: "git", readOnly: false } }, t.priya));
    const applied = must(await t.call(applyText, { body: { text: cheaper() } }, { key }));
    expect(applied).toMatchObject({ path: `/agreement/drafts/${applied.draftId}`, url: `http://localhost:3210/agreement/drafts/${applied.draftId}` });
    const draft = must(await t.call(readDraft, { params: { id: applied.draftId } }, t.priya));
    expect(draft).toMatchObject({ title: "Viewed pricing: +8 → +12, and 1 more", state: "open", signatures: [], hash: applied.hash, proposedBy: { userId: t.priya.id } });
    expect(draft.document.mql.grid.A).toBe(45);
    expect(must(await t.call(listVersions, {}, t.priya)).versions).toHaveLength(1);
    expect(must(await t.call(listAudit, {}, t.workspace.administrator as never)).rows.some((row) => row.act === "agreement.draft-begun")).toBe(true);
  });

  test("makes no draft where it has a problem or changes nothing", async () => {
    const before = (await drafts()).length;
    const broken = await t.call(applyText, { body: { text: cheaper().replace("signal: pricing-viewed", "signal: prices") } }, rep);
    expect(broken).toMatchObject({ status: 422, problem: { code: "text-has-problems", detail: expect.stringMatching(/^Line \d+, column 15: There is no signal “prices”/) as string } });
    expect((await t.call(applyText, { body: { text: "a: [" } }, rep)).problem.code).toBe("text-has-problems");
    expect((await t.call(applyText, { body: { text: `when: ${"[".repeat(20_000)}` } }, rep)).problem.code).toBe("text-has-problems");
    expect((await t.call(applyText, { body: { text } }, rep)).problem.code).toBe("nothing-to-change");
    expect(await drafts()).toHaveLength(before);
  });
});
