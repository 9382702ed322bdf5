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

test("the volume clause is judged by its own number, the pace by the shared target", async () => {
  const before = (await ask()).sla.marketing.find((one) => one.kind === "mql-volume")!;
  await t.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at)
     select 2, jsonb_set(document, '{targets}', '[{"quarter": "2026-Q4", "mqls": 695}]'), hash || 'x', $1, $1 from agreement_version where version = 1`,
    [new Date("2026-11-08T00:00:00Z")],
  );
  const d = await ask();
  const volume = d.sla.marketing.find((one) => one.kind === "mql-volume")!;
  expect(d.agreementVersion).toBe(2);
  expect([volume.owed, volume.owedInAll, volume.met]).toEqual([160, 300, before.met]);
  expect(d.pace).toMatchObject({ target: 695, aim: "target" });
  expect(d.weeks.every((week) => week.aim === "target")).toBe(true);
});

test("the clocks counted are said to be of the versions they ran under", async () => {
  expect((await ask()).sla.versions).toEqual([1]);
  await t.db.query("update clock set agreement_version = 2 where id in (select id from clock where clause = 't2-first-attempt' and state = 'met' and started_at >= '2026-10-02' order by id limit 1)");
  expect((await ask()).sla.versions).toEqual([1, 2]);
  expect((await ask({ agreementVersion: 2 })).sla.versions).toEqual([2]);
});

test("nothing is forecast from less than a week of a version, nor of one that is over", async () => {
  await t.db.query("update episode set agreement_version = case when entered_at >= '2026-11-08T00:00:00Z' then 2 else 1 end");
  const { pace } = await ask({ agreementVersion: 2 });
  expect(pace!.soFar).toBeGreaterThan(0);
  // Eleven days of it have passed and 43 are to come: the days before it are not quiet ones.
  expect(pace!.forecast).toBe(Math.round(pace!.soFar * (1 + 43 / 11)));
  await t.db.query("insert into agreement_version (version, document, hash, effective_from, created_at) select 3, document, hash || 'y', $1, $1 from agreement_version where version = 2", [new Date("2026-11-18T09:00:00Z")]);
  const young = await ask({ agreementVersion: 3 });
  expect(young.ofVersion).toMatchObject({ version: 3, since: "2026-11-18T09:00:00.000Z", until: null });
  expect(young.pace).toMatchObject({ soFar: 0, forecast: null, low: null, high: null, noForecast: "young" });
  expect((await ask({ agreementVersion: 2 })).pace).toMatchObject({ forecast: null, noForecast: "ended" });
});
