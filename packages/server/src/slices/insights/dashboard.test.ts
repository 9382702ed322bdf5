import { readDashboard, type Dashboard } from "@tandem/contract/insights/dashboard";
import { listFigureRows, readConservation, type FigureRef } from "@tandem/contract/insights/figures";
import type { ReportFilterInput } from "@tandem/contract/insights/filter";
import { beforeAll, describe, expect, test } from "vitest";
import { countLeads, countOneByOne } from "./count-leads.ts";
import { foldTally } from "./fold-tally.ts";
import { generateBusiness, start } from "./business.fixture.ts";
import { insightsApp, type InsightsApp } from "./insights.fixture.ts";
import { openReport } from "./report.ts";
import { speedMs, speedStep } from "./speed-steps.ts";

let t: InsightsApp;
beforeAll(async () => {
  t = await insightsApp();
  await generateBusiness(t, 1_200);
});

const filters: ReportFilterInput[] = [
  {},
  { period: "last-quarter" },
  { period: "all-time" },
  { period: "last-12-months", country: "DE" },
  { period: "custom", from: "2026-02-10", to: "2026-08-03", grade: "A", channel: "paid" },
];

async function ask(filter: ReportFilterInput): Promise<Dashboard> {
  const answer = await t.call(readDashboard, { query: filter }, t.as.executive);
  expect(answer.problem).toMatchObject({ period: expect.anything() });
  return answer.body;
}

/** How many rows the panel lists when it is paged to its end. */
async function rowsOf(filter: ReportFilterInput, { figure, key }: FigureRef, caller = t.as.executive): Promise<{ rows: number; ids: Set<string>; hidden: number; value: number; count: number }> {
  const ids = new Set<string>();
  let [cursor, rows, hidden, value, count] = [undefined as string | undefined, 0, 0, 0, -1];
  do {
    const { body } = await t.call(listFigureRows, { query: { ...filter, figure, ...(key !== null && { key }), limit: 150, ...(cursor && { cursor }) } }, caller);
    for (const row of body.rows) {
      ids.add(row.id);
      value += row.value ?? 0;
    }
    rows += body.rows.length;
    if (!cursor) [hidden, count] = [body.hidden, body.count!.value];
    cursor = body.next ?? undefined;
  } while (cursor);
  return { rows, ids, hidden, value, count };
}

describe.each(filters)("a figure and its rows say the same for %o", (filter) => {
  let d: Dashboard;
  beforeAll(async () => {
    d = await ask(filter);
  });

  async function check(pairs: readonly (readonly [string, FigureRef, number])[]): Promise<void> {
    for (const [name, figure, counted] of pairs) {
      const found = await rowsOf(filter, figure);
      expect([name, found.rows, found.ids.size, found.count]).toEqual([name, counted, counted, counted]);
    }
  }

  test("funnel, and what skipped", () =>
    check(d.funnel.steps.flatMap((s) => [[s.stage, s.figure, s.reached] as const, ...(s.stage === "lead" ? [] : [[`skipped ${s.stage}`, { figure: "skipped", key: s.stage } as const, s.skipped] as const])])));
  test("flows", () => check([...d.flows.places.map((p) => [p.place, p.figure, p.count] as const), ["returned", { figure: "returned", key: null }, d.flows.returned], ["all", { figure: "passages", key: null }, d.flows.total]]));
  test("weeks", () => check(filter.period === "last-12-months" || filter.period === "all-time" ? [] : d.weeks.map((w) => [w.week, w.figure, w.mqls] as const)));
  test("attainment", () => check([...d.sla.sales.map((c) => [c.key, c.figure, c.denominator] as const), ...d.sla.marketing.map((c) => [c.key, c.figure, c.kind === "mql-volume" ? c.numerator : c.denominator] as const)]));
  test("velocity and speed", () => check([...d.velocity.map((v) => [v.stage, v.figure, v.count] as const), ...d.speed.map((s) => [s.key, s.figure, s.count] as const)]));
  test("dispositions and reasons", () =>
    check([...([["waiting", "waiting"], ["accepted", "accepted"], ["qualified", "qualified"], ["rejectedToNurture", "rejected-nurture"], ["rejectedAsUnqualified", "rejected-unqualified"], ["other", "other"]] as const).map(([name, key]) => [key, { figure: "handoffs", key } as const, d.dispositions[name]] as const), ...d.dispositions.reasons.map((r) => [r.code, r.figure, r.count] as const)]));
  test("cohorts and origins", () =>
    check([
      ...d.cohorts.rows.flatMap((c) => [[`leads ${c.month}`, { figure: "cohort-leads", key: c.month } as const, c.leads] as const, [`customers ${c.month}`, { figure: "cohort-customers", key: c.month } as const, c.customers] as const]),
      ...d.origins.flatMap((o) => [[`leads ${o.source}`, o.figure, o.leads] as const, [`customers ${o.source}`, { figure: "origin-customers", key: o.figure.key } as const, o.customers] as const]),
      ["contradictory", d.contradictory.figure, d.contradictory.count],
    ]));
  test("tiles", async () => {
    const tile = (key: string) => d.tiles.find((one) => one.key === key)!;
    await check([["win rate", tile("win-rate").figure, tile("win-rate").denominator!], ["average", tile("average-deal").figure, tile("average-deal").denominator!], ["cycle", tile("sales-cycle").figure, tile("sales-cycle").denominator!]]);
    expect((await rowsOf(filter, { figure: "deals-with-amount", key: null })).value).toBe(tile("average-deal").numerator);
    expect((await rowsOf(filter, { figure: "deals-won", key: null })).value).toBe(tile("revenue-won").numerator);
  });

  test("parts sum to their whole", () => {
    expect(d.flows.accounted).toBe(d.flows.total);
    expect(d.origins.reduce((sum, o) => sum + o.leads, 0)).toBe(d.funnel.steps[0]!.reached);
    const { opened, waiting, accepted, qualified, rejected, rejectedToNurture, rejectedAsUnqualified, other, reasons } = d.dispositions;
    expect(waiting + accepted + qualified + rejected + other).toBe(opened);
    expect([rejectedToNurture + rejectedAsUnqualified, reasons.reduce((sum, r) => sum + r.count, 0)]).toEqual([rejected, rejected]);
    // Every ribbon into a stage leaves it again, or stops there.
    for (const stage of ["sal", "sql", "opportunity"]) {
      const into = d.flows.links.filter((l) => l.to === stage).reduce((sum, l) => sum + l.count, 0);
      const outOf = d.flows.links.filter((l) => l.from === stage).reduce((sum, l) => sum + l.count, 0);
      expect(into - outOf).toBe(stage === "opportunity" ? 0 : (d.flows.places.find((p) => p.place === stage)?.count ?? 0));
    }
  });
});

describe("the numbers themselves", () => {
  test("agree with a count written without the definitions", async () => {
    const d = await ask({ period: "all-time" });
    const plain = await t.db.one<{ leads: number; mqls: number; won: number; lost: number; amount: number; customers: number }>(
      `select (select count(distinct contact_id) from episode) as leads, (select count(*) from episode where stage = 'mql') as mqls,
        (select count(*) from opportunity where state = 'won') as won, (select count(*) from opportunity where state = 'lost') as lost,
        (select sum(amount_company)::bigint from opportunity where state = 'won') as amount, (select count(distinct contact_id) from episode where stage = 'customer') as customers`,
    );
    expect(d.funnel.steps[0]!.reached).toBe(plain.leads);
    expect(d.funnel.steps.at(-1)!.reached).toBe(plain.customers);
    expect(d.flows.total).toBe(plain.mqls);
    const rate = d.tiles.find((one) => one.key === "win-rate")!;
    expect([rate.numerator, rate.denominator]).toEqual([plain.won, plain.won + plain.lost]);
    expect(rate.value).toBeCloseTo((plain.won / (plain.won + plain.lost)) * 100, 8);
    expect(d.tiles.find((one) => one.key === "revenue-won")!.value).toBe(plain.amount);
    expect(d.contradictory.count).toBeGreaterThan(0);
  });

  test("keep empty and unknown sources apart", async () => {
    const { origins } = await ask({ period: "all-time" });
    expect(origins.map((o) => o.source)).toEqual(expect.arrayContaining(["", "unknown", null, "social"]));
  });

  test("say what is owed by now, and judge a running period by that", async () => {
    const { pace, sla, weeks } = await ask({});
    expect(pace).toMatchObject({ from: "2026-10-01", to: "2026-12-31", daysPassed: 49, days: 92, target: 300, dueByNow: 160 });
    expect(pace!.daily.reduce((sum, n) => sum + n, 0)).toBe(pace!.soFar);
    const volume = sla.marketing.find((c) => c.kind === "mql-volume")!;
    expect(volume).toMatchObject({ value: pace!.soFar, owed: 160, owedInAll: 300 });
    expect(weeks.reduce((sum, w) => sum + w.mqls, 0)).toBe(pace!.soFar);
  });

  test("mark young cohorts as maturing and never the settled ones", async () => {
    const { cohorts } = await ask({ period: "last-12-months" });
    expect(cohorts.rows.at(-1)!.maturing).toBe(true);
    expect(cohorts.rows[0]!.maturing).toBe(false);
    expect(cohorts.rows).toHaveLength(12);
  });
});

describe("the tally of leads", () => {
  const spans = () =>
    Array.from({ length: 40 }, () => {
      const fromMs = start.getTime() - Math.floor(t.dice() * 400 * 86_400_000);
      return { fromMs, toMs: fromMs + Math.floor(t.dice() ** 3 * 200 * 86_400_000) };
    });
  const sorted = (rows: readonly { span: number; source: string | null; leads: number }[]) => rows.map((r) => `${r.span} ${r.source} ${r.leads}`).sort();

  test("agrees with counting one by one, over any span, before and after folding", async () => {
    const report = await openReport(t.app, { period: "all-time" });
    const asked = spans();
    const plain = sorted(await countOneByOne(report, asked));
    expect(sorted(await countLeads(report, asked))).toEqual(plain);
    await foldTally(t.db);
    expect(sorted(await countLeads(report, asked))).toEqual(plain);
  });

  test("follows merges, changed sources and erasure, as do journeys and passages", async () => {
    const ids = (await t.db.query<{ contact_id: string }>("select contact_id from journey where reached > 1 order by contact_id limit 60")).map((r) => r.contact_id);
    await t.db.query("update contact set survivor_id = $2 where id = any($1)", [ids.slice(0, 20), ids[59]]);
    await t.db.query("update contact set source = 'fair', grade = 'A', country = 'FR' where id = any($1)", [ids.slice(10, 40)]);
    await t.db.query("delete from episode where contact_id = any($1)", [ids.slice(40, 45)]);
    await t.db.query("update contact set survivor_id = id where id = any($1)", [ids.slice(0, 5)]);
    const report = await openReport(t.app, { period: "all-time" });
    const asked = spans();
    expect(sorted(await countLeads(report, asked))).toEqual(sorted(await countOneByOne(report, asked)));
    const kept = await t.db.query("select * from journey order by contact_id");
    const passages = await t.db.query("select * from passage order by episode_id");
    await t.db.query("select refresh_journey(array(select distinct contact_id from episode))");
    expect(await t.db.query("select * from journey order by contact_id")).toEqual(kept);
    expect(await t.db.query("select * from passage order by episode_id")).toEqual(passages);
  });
});

describe("who sees what", () => {
  test("a rep sees the shared figure, the rows of their own teams, and how many are not theirs to see", async () => {
    const everything = await rowsOf({ period: "all-time" }, { figure: "deals-decided", key: null });
    const own = await rowsOf({ period: "all-time" }, { figure: "deals-decided", key: null }, t.as.rep);
    const sumFor = async (caller: typeof t.as.rep) => (await t.call(listFigureRows, { query: { period: "all-time", figure: "deals-won", limit: 1 } }, caller)).body.sum;
    expect(await sumFor(t.as.rep)).toBe(await sumFor(t.as.executive));
    expect(own.rows).toBeGreaterThan(0);
    expect(own.hidden).toBeGreaterThan(0);
    expect(own.rows + own.hidden).toBe(everything.rows);
    const foreign = await t.db.query<{ id: string }>("select id from opportunity where team_id = $1", [t.otherTeam]);
    expect(foreign.some(({ id }) => own.ids.has(id))).toBe(false);
  });

  test("a refused period says what to do", async () => {
    const answer = await t.call(readDashboard, { query: { period: "custom", from: "2026-03-01" } }, t.as.executive);
    expect([answer.status, answer.problem.code]).toEqual([400, "bad-period"]);
    const row = await t.call(listFigureRows, { query: { figure: "leads", cursor: "bm9uc2Vuc2U" } }, t.as.executive);
    expect([row.status, row.problem.code]).toEqual([400, "bad-cursor"]);
  });
});

test("who tried without a look before did not see the lead first: the wait is the attempt's", async () => {
  const [seen, attempt] = [speedStep("seen")!, speedStep("attempt")!];
  const rows = await t.db.query(
    `select ${seen.to} is not null as looked, ${speedMs(attempt)} / 60000 as minutes from (values ('09:00'::time, '09:00'::time, '09:30'::time, '09:30'::time), ('09:00', '09:00', '09:20', '09:30')) h (assigned_at, notified_at, seen_at, first_attempt_at)`,
  );
  expect(rows).toEqual([{ looked: false, minutes: 30 }, { looked: true, minutes: 10 }]);
});

describe("conservation", () => {
  test("accounts for every MQL, and names whoever falls through", async () => {
    await t.db.query("insert into team_member (team_id, user_id) values ($1, $2) on conflict do nothing", [t.otherTeam, t.as.rep.id]);
    const before = (await t.call(readConservation, { query: { period: "all-time" } }, t.as.executive)).body;
    expect(before.accounted).toBe(before.leadsIn);
    expect(before.places.length).toBeGreaterThan(4);
    for (const place of before.places) {
      const { rows, count } = (await t.call(listFigureRows, { query: { period: "all-time", figure: place.figure.figure, key: place.figure.key!, limit: 200 } }, t.as.executive)).body;
      expect([place.key, count!.value, [...new Set(rows.map((row) => row.detail))]]).toEqual([place.key, place.count, place.count === 0 ? [] : [place.name]]);
    }
    expect(before.checks.filter((c) => c.key !== "stage-fits-handoff" && c.key !== "one-place").map((c) => [c.key, c.offenders])).toEqual([["mql-handed-over", 0], ["open-has-somebody", 0], ["open-has-clock", 0], ["accounted", 0]]);
    const { id } = await t.db.one<{ id: string }>("select h.id from handoff h join passage p on p.episode_id = h.episode_id where p.standing and h.closed_at is not null and not exists (select from handoff o where o.contact_id = h.contact_id and o.id <> h.id) limit 1");
    await t.db.query("delete from handoff where id = $1", [id]);
    await t.db.query("delete from clock where handoff_id = (select id from handoff where closed_at is null limit 1)");
    const after = (await t.call(readConservation, { query: { period: "all-time" } }, t.as.executive)).body;
    expect(after.leadsIn - after.accounted).toBe(1);
    const offenders = (key: string) => after.checks.find((c) => c.key === key)!;
    expect(offenders("mql-handed-over").rows[0]).toMatchObject({ detail: "MQL without a handoff", contact: { name: expect.stringContaining("Person") } });
    expect(offenders("open-has-clock").offenders).toBe(1);
  });
});
