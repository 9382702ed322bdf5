import { closedLoopFigures, listClosedLoopRows, listOutcomes, readClosedLoop, readResults, type ClosedLoop, type ClosedLoopFigure } from "@tandem/contract/campaigns/closed-loop";
import { createCampaign, editCampaign } from "@tandem/contract/campaigns/campaigns";
import { addMembers } from "@tandem/contract/campaigns/members";
import { addSpend } from "@tandem/contract/campaigns/spend";
import { attributionModels, countingTouches, creditTouches } from "@tandem/domain/attribution/credit";
import { beforeAll, describe, expect, test } from "vitest";
import { readDashboard } from "@tandem/contract/insights/dashboard";
import { generateBusiness, start } from "../insights/business.fixture.ts";
import { insightsApp, type InsightsApp } from "../insights/insights.fixture.ts";
import { campaigns } from "./slice.ts";

const day = 86_400_000;
const values = ["Spring", "HERBST", "webinar", "nobody-owns-this", null];
let t: InsightsApp;
const ids: Record<string, string> = {};
beforeAll(async () => {
  t = await insightsApp({ slices: [campaigns], seed: 11 });
  await generateBusiness(t, 400);
  for (const [name, utm, channel] of [["Spring offer", "spring", "paid-search"], ["Autumn fair", "Herbst", "event"], ["Quiet one", "quiet", "email"]] as const) {
    const made = await t.call(createCampaign, { body: { name, channel, utm: [utm], budget: 500_000 } }, t.as.marketing);
    ids[name] = made.body.id;
  }
  await touchEverybody();
  // A buying group of two, and somebody merged whose touches count for the survivor.
  const [first] = await t.db.query<{ id: string }>("select id from opportunity order by id limit 1");
  const others = await t.db.query<{ contact_id: string }>("select contact_id from journey where reached = 1 order by contact_id limit 6");
  await t.db.query("insert into opportunity_contact (opportunity_id, contact_id, main, added_at) values ($1, $2, false, $3)", [first!.id, others[0]!.contact_id, start]);
  await t.db.query("update contact set survivor_id = $2 where id = $1", [others[1]!.contact_id, others[2]!.contact_id]);
  await t.call(addMembers, { params: { campaignId: ids["Autumn fair"]! }, body: { contactIds: others.map((o) => o.contact_id), status: "attended", at: new Date(start.getTime() - 380 * day).toISOString() } }, t.as.marketing);
  for (const [name, amount, currency, on] of [["Spring offer", 120_000, "CHF", "2026-03-02"], ["Spring offer", 70_000, "USD", "2026-03-03"], ["Quiet one", 9_900, "CHF", "2026-11-02"]] as const)
    await t.call(addSpend, { params: { campaignId: ids[name]! }, body: { day: on, amount, currency } }, t.as.marketing);
});

/** A few touches for most people, on subjects whose assignment holds for an interval. */
async function touchEverybody(): Promise<void> {
  const people = await t.db.query<{ contact_id: string; lead_at: Date }>("select contact_id, lead_at from journey order by contact_id");
  const touches = people.flatMap(({ contact_id, lead_at }) =>
    Array.from({ length: Math.floor(t.dice() * 5) }, () => {
      const campaign = values[Math.floor(t.dice() * values.length)]!;
      const channel = ["paid-search", "email", "direct", "event"][Math.floor(t.dice() * 4)]!;
      // Some on the very second of the lead, some after, some long before.
      const at = new Date(lead_at.getTime() - Math.floor((t.dice() - 0.25) * 3) * 100 * day);
      return { subject_id: contact_id, event_id: t.app.ids.next(), at, channel, campaign, campaign_folded: campaign?.toLowerCase() ?? null, applied: 1 };
    }),
  );
  await t.db.query("insert into touch (subject_id, event_id, at, channel, campaign, campaign_folded, applied) select subject_id, event_id, at, channel, campaign, campaign_folded, applied from jsonb_populate_recordset(null::touch, $1)", [JSON.stringify(touches)]);
  await t.db.query(
    `insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at)
     select gen_random_uuid(), contact_id, contact_id, '-infinity', case when n % 9 = 0 then $1::timestamptz else 'infinity' end, 'test', 1, $1 from (select contact_id, row_number() over (order by contact_id) as n from journey) j`,
    [new Date(start.getTime() - 200 * day)],
  );
}

async function ask(query: Partial<Parameters<typeof t.call<typeof readClosedLoop>>[1]["query"]> = {}): Promise<ClosedLoop> {
  const { body, status, problem } = await t.call(readClosedLoop, { query: { period: "all-time", ...query } as never }, t.as.executive);
  expect([status, problem]).toEqual([200, expect.anything()]);
  return body;
}

describe.each(attributionModels)("under %s", (model) => {
  describe.each(["campaign", "channel", "source"] as const)("by %s", (by) => {
    test.each(["cohort", "period"] as const)("every column sums to its total, %s", async (basis) => {
      for (const period of ["all-time", "last-quarter"] as const) {
        const report = await ask({ model, by, basis, period });
        for (const figure of closedLoopFigures) {
          expect([figure, report.rows.reduce((sum, row) => sum + row.figures[figure].credit, 0)]).toEqual([figure, report.total.figures[figure].credit]);
        }
        expect(report.rows.reduce((sum, row) => sum + row.revenue, 0)).toBe(report.total.revenue);
        if (by !== "source") expect(report.rows.reduce((sum, row) => sum + (row.cost ?? 0), 0)).toBe(report.total.cost);
      }
    });

    test("a cell opens into rows that sum to it", async () => {
      const filter = { model, by, period: "last-12-months", basis: "period" } as const;
      const report = await ask(filter);
      for (const row of report.rows) {
        for (const figure of ["mqls", "won"] as ClosedLoopFigure[]) {
          const found = await listAll({ ...filter, figure, key: row.key });
          expect([row.name, figure, found.credit, found.listed]).toEqual([row.name, figure, row.figures[figure].credit, row.figures[figure].touched]);
          if (figure === "won") expect([row.name, found.amount]).toEqual([row.name, row.revenue]);
        }
      }
    });
  });

  test("SQL shares out what the rule of the domain shares out", async () => {
    const official = await ask({ model, by: "channel", basis: "period" });
    const deals = await t.db.query<{ id: string; amount: number; moment: Date }>("select id, coalesce(amount_company, 0) as amount, created_at as moment from opportunity where state = 'won' order by id");
    const touches = await t.db.query<{ opportunity_id: string; id: string; at: Date; channel: string }>(
      `select distinct g.opportunity_id, t.event_id as id, t.at, t.channel from opportunity_contact g join contact c on c.id = g.contact_id
       join contact any_one on any_one.survivor_id = c.survivor_id join assignment a on a.contact_id = any_one.id join touch t on t.subject_id = a.subject_id and t.at >= a.from_at and t.at < a.to_at where t.channel <> 'direct'
       union select g.opportunity_id, gen_random_uuid(), m.at, 'event' from opportunity_contact g join campaign_member m on m.contact_id = g.contact_id`,
    );
    const expected = new Map<string, { credit: number; amount: number }>();
    for (const deal of deals) {
      const own = touches.filter((one) => one.opportunity_id === deal.id).map((one) => ({ id: one.id, at: one.at.getTime(), channel: one.channel }));
      const credits = creditTouches(model, countingTouches(own, deal.moment.getTime(), 365), deal.amount);
      const parts = credits.length > 0 ? credits.map((one) => ({ key: one.touch.channel, credit: one.credit, amount: one.amount })) : [{ key: "no-touch", credit: 10_000, amount: deal.amount }];
      for (const { key, credit, amount } of parts) expected.set(key, { credit: (expected.get(key)?.credit ?? 0) + credit, amount: (expected.get(key)?.amount ?? 0) + amount });
    }
    const shown = official.rows.filter((row) => row.figures.won.credit > 0).map((row) => [row.key, row.figures.won.credit, row.revenue]);
    expect(shown.sort()).toEqual([...expected].filter(([, one]) => one.credit > 0).map(([key, one]) => [key, one.credit, one.amount]).sort());
    expect(shown.length).toBeGreaterThan(2);
  });
});

async function listAll(query: Record<string, unknown>, caller = t.as.executive) {
  let [cursor, listed, credit, amount, hidden] = [undefined as string | undefined, 0, 0, 0, 0];
  do {
    const { body } = await t.call(listClosedLoopRows, { query: { ...query, limit: 100, ...(cursor && { cursor }) } as never }, caller);
    listed += body.rows.length;
    credit += body.rows.reduce((sum, row) => sum + row.credit, 0);
    amount += body.rows.reduce((sum, row) => sum + (row.amount ?? 0), 0);
    expect(body.rows.length === 0 || body.count >= listed).toBe(true);
    hidden = body.hidden;
    cursor = body.next ?? undefined;
  } while (cursor);
  return { listed, credit, amount, hidden };
}

describe("the report", () => {
  test("names what belongs to no campaign and what was touched by nothing", async () => {
    const { rows } = await ask();
    expect(rows.map((row) => row.kind)).toEqual(expect.arrayContaining(["campaign", "none", "no-touch"]));
    expect(rows.at(-1)!.name).toBe("No touch");
    expect(rows.find((row) => row.name === "Quiet one")).toMatchObject({ cost: 9_900, figures: { leads: { credit: 0 } }, roi: -100 });
  });

  test("a column of people and who skipped its stage are together what the funnel counts", async () => {
    const { funnel } = (await t.call(readDashboard, { query: { period: "all-time" } }, t.as.executive)).body;
    const reached = (stage: string) => funnel.steps.find((step) => step.stage === stage)!.reached;
    const { total, skipped } = await ask();
    expect(skipped!.mqls + skipped!.sqls).toBeGreaterThan(0);
    expect([total.figures.mqls.touched + skipped!.mqls, total.figures.sqls.touched + skipped!.sqls]).toEqual([reached("mql"), reached("sql")]);
    expect((await ask({ basis: "period" })).skipped).toBeNull();
  });

  test("what leads of long ago brought is judged, what the latest brought is maturing", async () => {
    const { rows, total } = await ask({ period: "custom", from: "2025-11-19", to: "2026-01-31" });
    expect(rows.length).toBeGreaterThan(0);
    expect([total, ...rows].some((row) => row.maturing)).toBe(false);
    expect([total, ...rows].some((row) => row.young > 0)).toBe(false);
    const latest = (await ask({ period: "custom", from: "2026-10-15", to: "2026-11-14" })).total;
    expect(latest).toMatchObject({ maturing: true, young: latest.figures.leads.touched });
    // A few young ones among many do not make the whole unknown.
    const all = await ask();
    expect(all.total.young).toBeGreaterThan(latest.young - 1);
    const withLeads = [all.total, ...all.rows].filter((row) => row.figures.leads.touched > 0);
    // Young ones, leads, and whether that is a fifth of them.
    expect(withLeads.map(({ young, figures, maturing }) => [young, figures.leads.touched, maturing])).toEqual([[70, 399, false], [14, 93, false], [19, 89, true], [33, 190, false], [25, 132, false]]);
    expect((await ask({ basis: "period" })).rows.some((row) => row.maturing)).toBe(false);
  });

  test("counts spend without a rate apart", async () => {
    const report = await ask();
    expect(report.spendWithoutRate).toBe(1);
    const spring = report.rows.find((row) => row.name === "Spring offer")!;
    expect(spring.cost).toBe(120_000);
    expect(spring.costPerLead).toBe(Math.round((120_000 * 10_000) / spring.figures.leads.credit));
    expect(spring.roi).toBeCloseTo(((spring.revenue - 120_000) / 120_000) * 100, 8);
  });

  test("sets the cost of the total against what was bought by it, not against what came by itself", async () => {
    const { rows, total, broughtByCost } = await ask();
    const paid = rows.filter((row) => (row.cost ?? 0) > 0);
    const sum = (of: (row: (typeof rows)[number]) => number) => paid.reduce((all, row) => all + of(row), 0);
    expect(broughtByCost).toEqual({ leads: sum((row) => row.figures.leads.credit), sqls: sum((row) => row.figures.sqls.credit), revenue: sum((row) => row.revenue) });
    expect(broughtByCost!.leads).toBeLessThan(total.figures.leads.credit);
    expect([total.costPerLead, total.costPerSql]).toEqual([broughtByCost!.leads, broughtByCost!.sqls].map((credit) => Math.round((total.cost! * 10_000) / credit)));
    expect(total.roi).toBeCloseTo(((broughtByCost!.revenue - total.cost!) / total.cost!) * 100, 8);
  });

  test("keeps an empty source, the word unknown and no source apart, and splits no cost by source", async () => {
    const report = await ask({ by: "source" });
    expect(report.rows.map((row) => row.name)).toEqual(expect.arrayContaining(["Recorded as empty", "unknown", "No source recorded", "social"]));
    expect([report.total.cost, report.total.roi, report.broughtByCost]).toEqual([null, null, null]);
    expect(report.costUnavailable).toContain("source");
  });

  test("finds touches of before when a campaign takes a value later", async () => {
    const before = (await ask()).rows.find((row) => row.key === ids["Quiet one"])!;
    const now = (await t.call(editCampaign, { params: { campaignId: ids["Quiet one"]! }, body: { name: "Quiet one", channel: "email", utm: ["WEBINAR"], budget: null, version: 0 } }, t.as.marketing)).body;
    expect(now.touches.value).toBeGreaterThan(0);
    expect((await ask()).rows.find((row) => row.key === ids["Quiet one"])!.figures.leads.touched).toBeGreaterThan(before.figures.leads.touched);
  });

  test("a rep sees the cell and the deals of their own teams; the rest is counted as hidden", async () => {
    const all = await listAll({ figure: "won", period: "all-time", basis: "period" });
    const own = await listAll({ figure: "won", period: "all-time", basis: "period" }, t.as.rep);
    expect(own.hidden).toBeGreaterThan(0);
    expect(own.listed + own.hidden).toBe(all.listed);
  });
});

describe("a campaign's results", () => {
  test("say the same as its line in the report", async () => {
    for (const model of attributionModels) {
      const report = await ask({ model });
      for (const id of Object.values(ids)) {
        const { body } = await t.call(readResults, { params: { campaignId: id }, query: { period: "all-time", model } }, t.as.marketing);
        expect(body.row).toEqual(report.rows.find((row) => row.key === id));
      }
    }
  });

  test("say what became of each lead passed, and why", async () => {
    const { body } = await t.call(readResults, { params: { campaignId: ids["Spring offer"]! }, query: { period: "all-time" } }, t.as.marketing);
    const { handedOver, waiting, accepted, qualified, rejected, other, reasons } = body.outcomes;
    expect(handedOver).toBeGreaterThan(0);
    expect(waiting + accepted + qualified + rejected + other).toBe(handedOver);
    expect(reasons.reduce((sum, r) => sum + r.count, 0)).toBe(rejected);
    let [count, cursor] = [0, undefined as string | undefined];
    do {
      const page = (await t.call(listOutcomes, { query: { campaign: ids["Spring offer"]!, period: "all-time", limit: 7, ...(cursor && { cursor }) } }, t.as.marketing)).body;
      count += page.rows.length;
      for (const row of page.rows) if (row.state.startsWith("rejected")) expect(row.reason!.name).not.toBe(row.reason!.code);
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(count).toBe(handedOver);
    const theirs = (await t.call(listOutcomes, { query: { period: "all-time", limit: 200 } }, t.as.rep)).body;
    const foreign = await t.db.query<{ id: string }>("select id from handoff where team_id = $1", [t.otherTeam]);
    expect(theirs.rows.length).toBeGreaterThan(0);
    expect(theirs.rows.some((row) => foreign.some(({ id }) => id === row.handoffId))).toBe(false);
  });
});
