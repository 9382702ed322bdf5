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
  const part = (name: string) => body.parts.find((one) => one.name === name)!;
  expect([part("met").count, part("late").count]).toEqual([after.numerator, 3]);
  expect(body.parts.filter((one) => one.among).reduce((sum, one) => sum + one.count, 0)).toBe(after.denominator);
  expect(part("running")).toMatchObject({ among: false });
});

test("a clock's row tells the time it was judged by; one that was never met has none", async () => {
  await t.db.query("update clock set used_ms = 900000 where clause = 't2-first-attempt' and state = 'met'");
  const { body } = await t.call(listFigureRows, { query: { figure: "clocks", key: "t2-first-attempt", limit: 200 } }, t.as.executive);
  const judged = (word: string) => body.rows.find((row) => row.detail.startsWith(`${word}: `))!.judged;
  expect(judged("Met")).toEqual({ usedMs: 900_000, allowedMs: 14_400_000, measure: "business" });
  expect(judged("Breached")).toEqual({ usedMs: null, allowedMs: 14_400_000, measure: "business" });
});

test.each([["grade-a-or-b", /^Grade [AB]$/], ["package-complete", /^Package complete$/]] as const)("the rows behind %s tell which of them met it", async (kind, met) => {
  await t.db.query("update handoff set complete = false where id in (select id from handoff where opened_at >= '2026-10-02' and state not in ('merged', 'withdrawn') order by id limit 3)");
  const line = (await ask()).sla.marketing.find((one) => one.kind === kind)!;
  expect(line.numerator).toBeLessThan(line.denominator);
  const { body } = await t.call(listFigureRows, { query: { figure: line.figure.figure, ...(line.figure.key !== null && { key: line.figure.key }), limit: 200 } }, t.as.executive);
  expect(body.parts.map((part) => part.count)).toEqual([line.numerator, line.denominator - line.numerator]);
  expect([body.rows.length, body.rows.filter((row) => met.test(row.detail)).length]).toEqual([line.denominator, line.numerator]);
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
  expect(d.pace).toMatchObject({ target: 695, aim: "target", owed: 300 });
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

test("a clock is judged by the clause of the version that started it, and each text of a clause has its line", async () => {
  const before = (await ask()).sla;
  const first = before.sales.find((one) => one.key === "t2-first-attempt")!;
  await t.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at)
     select 4, jsonb_set(document, '{sla}', $2), hash || 'z', $1, $1 from agreement_version where version = 2`,
    [new Date("2026-11-18T09:10:00Z"), JSON.stringify(await stricter())],
  );
  await t.db.query("update clock set agreement_version = 4 where id in (select id from clock where clause = 't2-first-attempt' and state in ('met', 'breached') and started_at >= '2026-10-02' order by id desc limit 6)");
  await t.db.query("update handoff set agreement_version = 4 where id in (select id from handoff where opened_at >= '2026-10-02' and grade = 'C' order by id limit 4)");
  const { sla } = await ask();
  const own = sla.sales.filter((one) => one.key.startsWith("t2-first-attempt"));
  expect(own).toMatchObject([{ key: "t2-first-attempt 4", name: "Sooner", owed: 100, denominator: 6, current: true, versions: [4] }, { key: "t2-first-attempt 1 2", name: first.name, owed: first.owed, denominator: first.denominator - 6, current: false }]);
  expect(own[0]!.numerator + own[1]!.numerator).toBe(first.numerator);
  // What was dropped since is still told of the clocks that ran under it.
  expect(sla.sales.find((one) => one.key === "disposition")).toMatchObject({ current: false, denominator: before.sales.find((one) => one.key === "disposition")!.denominator });
  const graded = sla.marketing.filter((one) => one.kind === "grade-a-or-b");
  expect(graded).toMatchObject([{ owed: 99, denominator: 4, numerator: 0, met: false, current: true }, { owed: before.marketing.find((one) => one.kind === "grade-a-or-b")!.owed, current: false }]);
  // One that a version does not have at all counts, and opens, the handoffs of the others alone.
  const dropped = sla.marketing.find((one) => one.kind === "acceptance-rate")!;
  expect(dropped).toMatchObject({ key: "acceptance", current: false });
  expect(dropped.denominator).toBeLessThan(before.marketing.find((one) => one.kind === "acceptance-rate")!.denominator);
  for (const one of [...own, ...graded, dropped]) {
    const { body } = await t.call(listFigureRows, { query: { figure: one.figure.figure, key: one.figure.key!, limit: 200 } }, t.as.executive);
    expect(body.count!.value, one.key).toBe(one.denominator);
  }
  const { body: clocks } = await t.call(listFigureRows, { query: { figure: "clocks", limit: 200 } }, t.as.executive);
  expect(clocks.rows.filter((row) => row.detail.endsWith(": Sooner"))).toHaveLength(6);
  expect(clocks.rows.filter((row) => row.detail.endsWith(`: ${first.name}`))).toHaveLength(first.denominator - 6);
  // Filtered by an older version its own clauses stand, and its clocks alone.
  expect((await ask({ agreementVersion: 2 })).sla.sales.map((one) => one.key)).toEqual(expect.arrayContaining(["t2-first-attempt", "disposition"]));
});

/** The clauses of version 2 with a sharper first attempt and share of grades, and without disposition and acceptance. */
async function stricter(): Promise<object> {
  const { sla } = await t.db.one<{ sla: { sales: { key: string; kind: string }[]; marketing: { kind: string }[] } }>("select document->'sla' as sla from agreement_version where version = 2");
  return {
    ...sla,
    sales: sla.sales.filter((one) => one.kind !== "disposition").map((one) => (one.key === "t2-first-attempt" ? { ...one, name: "Sooner", target: 100 } : one)),
    marketing: sla.marketing.filter((one) => one.kind !== "acceptance-rate").map((one) => (one.kind === "grade-a-or-b" ? { ...one, atLeast: 99 } : one)),
  };
}

test.each([["clocks", "t2-first-attempt x"], ["clocks", "t2-first-attempt 99999999999"], ["handoffs-by-grade", "versions 1 -2"], ["handoffs-decided", "versions "]] as const)("%s of “%s” is refused: the key names no version", async (figure, key) => {
  const { status, problem } = await t.call(listFigureRows, { query: { figure, key } }, t.as.executive);
  expect([status, problem.code]).toEqual([400, "invalid-input"]);
});

test("a version that there is none of made nothing, and has no clauses of its own", async () => {
  const { sla } = await ask({ agreementVersion: 99 });
  expect(sla.sales.map((one) => one.denominator + one.numerator)).toEqual(sla.sales.map(() => 0));
});

test("a volume is owed each day by the version in force on it, in the clause, the pace and the weeks", async () => {
  await t.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at)
     select 5, document || jsonb_build_object('targets', '[]'::jsonb, 'sla', jsonb_set(document->'sla', '{marketing}', (select jsonb_agg(case when c->>'kind' = 'mql-volume' then c || '{"atLeast": 600}' else c end) from jsonb_array_elements(document->'sla'->'marketing') c))), hash || 'v', $1, $1
     from agreement_version where version = 4`,
    [new Date("2026-11-18T09:20:00Z")],
  );
  const { sla, pace, weeks } = await ask();
  expect(sla.marketing.find((one) => one.kind === "mql-volume")).toMatchObject({ owed: Math.ceil((48 * 300 + 600) / 92), owedInAll: Math.ceil((48 * 300 + 44 * 600) / 92), current: true, versions: [1, 2, 5] });
  expect(pace).toMatchObject({ target: Math.ceil((48 * 300 + 44 * 600) / 92), aim: "clause" });
  expect(weeks.at(-2)!.due).toBeCloseTo((300 * 7) / 92, 4);
  expect(weeks.at(-1)!.due).toBeCloseTo((300 * 2 + 600) / 92, 4);
});

test("a volume that was dropped since is still told of the days it ran", async () => {
  await t.db.query(
    `insert into agreement_version (version, document, hash, effective_from, created_at) select 6, jsonb_set(document, '{sla,marketing}', '[]'), hash || 'w', $1, $1 from agreement_version where version = 5`,
    [new Date("2026-11-18T09:25:00Z")],
  );
  const volume = (await ask()).sla.marketing.find((one) => one.kind === "mql-volume");
  expect(volume).toMatchObject({ owed: Math.ceil((48 * 300) / 92), owedInAll: Math.ceil((48 * 300) / 92), current: false, versions: [1, 2] });
});

test("of the days before the company's founding nothing is owed", async () => {
  const { at } = await t.db.one<{ at: Date }>("select created_at as at from agreement_version where version = 1");
  const iso = (days: number) => new Date(at.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const owedIn = async (from: number, to: number) => (await ask({ period: "custom", from: iso(from), to: iso(to) })).sla.marketing.find((one) => one.kind === "mql-volume")?.owed ?? null;
  expect([await owedIn(-40, -1), (await owedIn(-40, 40))! - (await owedIn(0, 40))!]).toEqual([null, 0]);
});
