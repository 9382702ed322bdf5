import { changeView, listViews, removeView, saveView } from "@tandem/contract/people/views";
import { listAudit } from "@tandem/contract/access/audit";
import { beforeAll, expect, test } from "vitest";
import { peopleApp, type PeopleApp } from "./people.fixture.ts";

let t: PeopleApp;
beforeAll(async () => {
  t = await peopleApp();
});

const names = async (as: { cookie?: string | null }, list: "contacts" | "companies" = "contacts") => (await t.call(listViews, { query: { list } }, as)).body.rows.map((row) => `${row.name}${row.mine ? "" : `, ${row.owner.name}`}`);
const save = (name: string, as: { cookie?: string | null }, more: object = {}) => t.call(saveView, { body: { list: "contacts", name, query: { stage: "mql", sort: "engagement" }, ...more } }, as);

test("one's own views are one's own, shared ones are everybody's, and a name is taken once by each", async () => {
  const mine = (await save("Hot", t.as.rep, { columns: ["name", "engagement"] })).body;
  expect(mine).toMatchObject({ name: "Hot", mine: true, editable: true, shared: false, query: { stage: "mql", sort: "engagement" }, columns: ["name", "engagement"] });
  await save("Ours", t.as.marketing, { shared: true });
  await save("Alone", t.as.marketing);
  await save("Firms", t.as.marketing, { list: "companies", shared: true });
  expect(await names(t.as.rep)).toEqual(["Hot", "Ours, Mia Marketing"]);
  expect(await names(t.as.marketing)).toEqual(["Alone", "Ours"]);
  expect(await names(t.as.executive, "companies")).toEqual(["Firms, Mia Marketing"]);
  expect((await save("hOt", t.as.rep)).problem.code).toBe("name-taken");
  expect((await save("Hot", t.as.manager)).status).toBe(200);
});

test("is changed by who made it, a shared one by RevOps too, never over what another saved meanwhile", async () => {
  const shared = (await save("Queue", t.as.marketing, { shared: true })).body;
  const change = (body: object, as: { cookie?: string | null }) => t.call(changeView, { params: { viewId: shared.id }, body: { version: 0, ...body } as never }, as);
  expect((await change({ name: "Mine now" }, t.as.rep)).status).toBe(404);
  expect((await change({ name: "Queue of all" }, t.as.revops)).body).toMatchObject({ name: "Queue of all", version: 1, mine: false, editable: true, shared: true });
  expect((await change({ query: {} }, t.as.marketing)).problem).toMatchObject({ code: "changed-meanwhile", data: { name: "Queue of all" } });
  const own = (await save("Private", t.as.rep)).body;
  expect((await t.call(removeView, { params: { viewId: own.id } }, t.as.revops)).status).toBe(404);
  expect((await t.call(changeView, { params: { viewId: own.id }, body: { version: 0, name: "Hot" } }, t.as.rep)).problem.code).toBe("name-taken");
  expect((await t.call(removeView, { params: { viewId: own.id } }, t.as.rep)).status).toBe(204);
  expect((await t.call(removeView, { params: { viewId: shared.id } }, t.as.revops)).status).toBe(204);
  const acts = (await t.call(listAudit, { query: { entityKind: "view", limit: 100 } }, t.as.revops)).body.rows.filter((row) => row.entity.id === shared.id).map((row) => row.act);
  expect(acts).toEqual(["view.removed", "view.changed", "view.shared"]);
});

test("an executive keeps views and shares none; who may not open the list has none", async () => {
  expect((await save("Board", t.as.executive)).status).toBe(200);
  expect((await save("Board for all", t.as.executive, { shared: true })).problem.code).toBe("not-to-share");
  expect((await save("Config", t.workspace.administrator)).status).toBe(403);
  expect((await save("Odd", t.as.rep, { query: { "bad key!": "x" } })).status).toBe(400);
});
