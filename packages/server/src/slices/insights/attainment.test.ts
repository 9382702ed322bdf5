import { readDashboard, type Dashboard } from "@tandem/contract/insights/dashboard";
import { listFigureRows } from "@tandem/contract/insights/figures";
import { beforeAll, expect, test } from "vitest";
import { generateBusiness } from "./business.fixture.ts";
import { insightsApp, type InsightsApp } from "./insights.fixture.ts";

let t: InsightsApp;
beforeAll(async () => {
  t = await insightsApp();
  await generateBusiness(t, 400);
});

const ask = async (query: object = {}): Promise<Dashboard> => {
  const answer = await t.call(readDashboard, { query: query as never }, t.as.executive);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.problem));
  return answer.body;
};
const clause = async (key: string) => [...(await ask()).sla.sales, ...(await ask()).sla.marketing].find((one) => one.key === key)!;

test("a clock met after its deadline is a miss, in the share and in its row", async () => {
  const before = await clause("t2-first-attempt");
  expect(before.numerator).toBeGreaterThan(4);
  await t.db.query("update clock set breached_at = stopped_at - interval '1 minute' where id in (select id from clock where clause = 't2-first-attempt' and state = 'met' and started_at >= '2026-10-02' order by id limit 3)");
  const after = await clause("t2-first-attempt");
  expect([after.numerator, after.denominator]).toEqual([before.numerator - 3, before.denominator]);
  const { body } = await t.call(listFigureRows, { query: { figure: "clocks", key: "t2-first-attempt", limit: 200 } }, t.as.executive);
  expect(body.rows.filter((row) => row.detail.startsWith("Met: "))).toHaveLength(after.numerator);
  expect(body.rows.filter((row) => row.detail.startsWith("Late: "))).toHaveLength(3);
});
