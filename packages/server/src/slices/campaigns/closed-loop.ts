import { closedLoopFigures, readClosedLoop, type ClosedLoop, type ClosedLoopFigure, type ClosedLoopRow } from "@tandem/contract/campaigns/closed-loop";
import { noSource } from "@tandem/contract/insights/figures";
import { wholeCredit } from "@tandem/domain/attribution/credit";
import { handle } from "../../platform/http/route.ts";
import { bound, describePeriod, inCohort, isWholeCompany, milestones, openReport, readMatureUntil, skipped, type Report } from "../insights/door.ts";
import { creditSql, noCampaign, noTouch, type CreditQuestion } from "./credit.ts";
import { readCost, type Cost } from "./cost.ts";

export const readClosedLoopRoute = handle(readClosedLoop, async ({ app }, { query }) => {
  const { by, model: asked, basis, ...filter } = query;
  const report = await openReport(app, filter);
  const { official, windowDays } = report.inForce.agreement.attribution;
  const model = asked ?? official;
  const hasCost = by !== "source" && isWholeCompany(report.segment);
  const youth = readYouth(report, basis);
  const [columns, cost, names, wonWithoutRate, judge, skippedStages] = await Promise.all([
    Promise.all(closedLoopFigures.map((figure) => readColumn({ report, figure, model, by, basis }, youth))),
    hasCost ? readCost(report, by) : null,
    readNames(report, by),
    countWonWithoutRate({ report, figure: "won", model, by, basis }),
    youth,
    basis === "cohort" ? countSkipped(report) : null,
  ]);
  const keys = new Set([...columns.flatMap((column) => [...column.byKey.keys()]), ...(cost?.byKey.keys() ?? [])]);
  const rows = [...keys].map((key) => rowOf(key, by, names, columns, cost, judge)).toSorted(byWeight);
  const brought = cost && cost.total > 0 ? broughtByCost(rows) : null;
  return {
    countedAt: report.now.toISOString(),
    currency: report.currency,
    period: describePeriod(report),
    model, official, windowDays, rows,
    total: totalOf(columns, cost, brought, judge),
    broughtByCost: brought,
    wonWithoutRate,
    skipped: skippedStages,
    spendWithoutRate: cost?.withoutRate ?? 0,
    costUnavailable: hasCost ? null : by === "source" ? "Spend belongs to campaigns; it cannot be told apart by source." : "Spend belongs to campaigns; it cannot be told apart by segment.",
  };
});

export interface Column {
  readonly figure: ClosedLoopFigure;
  readonly byKey: ReadonlyMap<string, { credit: number; touched: number; amount: number; young: number }>;
  /** Counted without looking at touches: what the keys must sum to. */
  readonly total: { count: number; amount: number; young: number };
}

/** One figure of the report by key, and its total counted apart. */
export async function readColumn(question: CreditQuestion, youth: Promise<Youth>): Promise<Column> {
  const q = bound();
  const since = question.figure === "leads" ? (await youth).since : null;
  const young = since === null ? "0" : `count(*) filter (where at > ${q.bind(new Date(since))})`;
  const rows = await question.report.sql.query<{ key: string | null; credit: number; touched: number; amount: number; young: number }>(
    `${creditSql(question, q)}
     select key, sum(credit)::bigint as credit, count(*) as touched, sum(amount)::bigint as amount, ${young} as young from credit group by key
     union all select null, count(*) * ${wholeCredit}, count(*), coalesce(sum(amount), 0)::bigint, ${young} from entity`,
    q.params,
  );
  const total = rows.find((row) => row.key === null)!;
  return { figure: question.figure, byKey: new Map(rows.filter((row) => row.key !== null).map(({ key, ...sums }) => [key!, sums])), total: { count: total.touched, amount: total.amount, young: total.young } };
}

async function countWonWithoutRate(question: CreditQuestion): Promise<number> {
  const q = bound();
  const row = await question.report.sql.one<{ count: number }>(
    `${creditSql({ ...question, by: "source" }, q)} select count(*) as count from entity e join opportunity o on o.id = e.id where o.amount is not null and o.amount_company is null`,
    q.params,
  );
  return row.count;
}

/** Share of young leads from which on what they all brought is not to be judged yet. A campaign that is always on has some for ever. */
const maturingFrom = 0.2;

/** Of a cohort; what happened in a period is what it is. */
export interface Youth {
  /** Leads that came later (milliseconds) are younger than most sales take; null where nothing is young. */
  readonly since: number | null;
  readonly of: (leads: { touched: number; young: number }) => Pick<ClosedLoopRow, "young" | "maturing">;
}

export async function readYouth(report: Report, basis: CreditQuestion["basis"]): Promise<Youth> {
  const until = basis === "period" ? Infinity : await readMatureUntil(report);
  const since = until === Infinity ? null : until;
  // Where no lead came it goes by the end of what is counted.
  const none = since !== null && report.counted.toMs > since;
  return { since, of: ({ touched, young }) => ({ young, maturing: touched === 0 ? none : young >= touched * maturingFrom && young > 0 }) };
}

/** Leads of the period that went past a stage without an episode of it. */
async function countSkipped(report: Report): Promise<{ mqls: number; sqls: number }> {
  const q = bound();
  const cohort = inCohort(report, q, report.counted);
  const [mqls, sqls] = (["mql", "sql"] as const).map((stage) => `count(*) filter (where ${skipped(milestones.find((one) => one.stage === stage)!)})`);
  return report.sql.one<{ mqls: number; sqls: number }>(`select ${mqls} as mqls, ${sqls} as sqls from journey j where ${cohort} and j.reached > 1`, q.params);
}

/** A line of the report from its columns. */
export function rowOf(key: string, by: "campaign" | "channel" | "source", names: ReadonlyMap<string, string>, columns: readonly Column[], cost: Cost | null, youth: Youth): ClosedLoopRow {
  const cells = Object.fromEntries(columns.map(({ figure, byKey }) => [figure, { credit: byKey.get(key)?.credit ?? 0, touched: byKey.get(key)?.touched ?? 0 }])) as ClosedLoopRow["figures"];
  const revenue = columns.find((column) => column.figure === "won")?.byKey.get(key)?.amount ?? 0;
  const kind = key === noTouch ? "no-touch" : key === noCampaign ? "none" : by;
  const spent = kind === by && cost ? (cost.byKey.get(key) ?? 0) : null;
  return { key, kind, name: nameOf(key, kind, names), figures: cells, revenue, cost: spent, ...ratesOf(spent, { leads: cells.leads.credit, sqls: cells.sqls.credit, revenue }), ...youth.of(leadsOf(columns).byKey.get(key) ?? { touched: 0, young: 0 }) };
}

/** Credits and minor units. */
type Brought = NonNullable<ClosedLoop["broughtByCost"]>;

/** What came by itself was not bought and is no return. */
function broughtByCost(rows: readonly ClosedLoopRow[]): Brought {
  const paid = rows.filter((row) => row.cost !== null && row.cost > 0);
  const sum = (of: (row: ClosedLoopRow) => number) => paid.reduce((total, row) => total + of(row), 0);
  return { leads: sum((row) => row.figures.leads.credit), sqls: sum((row) => row.figures.sqls.credit), revenue: sum((row) => row.revenue) };
}

/** Everything counted; the rates set the cost against what the rows that have a cost brought. */
function totalOf(columns: readonly Column[], cost: Cost | null, brought: Brought | null, youth: Youth): ClosedLoopRow {
  const cells = Object.fromEntries(columns.map(({ figure, total }) => [figure, { credit: total.count * wholeCredit, touched: total.count }])) as ClosedLoopRow["figures"];
  const revenue = columns.find((column) => column.figure === "won")!.total.amount;
  const { count: touched, young } = leadsOf(columns).total;
  return { key: "total", kind: "none", name: "Total", figures: cells, revenue, cost: cost && cost.total, ...ratesOf(brought && cost!.total, brought), ...youth.of({ touched, young }) };
}

const leadsOf = (columns: readonly Column[]): Column => columns.find((column) => column.figure === "leads")!;

function ratesOf(cost: number | null, brought: Brought | null): Pick<ClosedLoopRow, "costPerLead" | "costPerSql" | "roi"> {
  if (cost === null || cost === 0 || brought === null) return { costPerLead: null, costPerSql: null, roi: null };
  const per = (credit: number) => (credit === 0 ? null : Math.round((cost * wholeCredit) / credit));
  return { costPerLead: per(brought.leads), costPerSql: per(brought.sqls), roi: cost < 0 ? null : ((brought.revenue - cost) / cost) * 100 };
}

function nameOf(key: string, kind: ClosedLoopRow["kind"], names: ReadonlyMap<string, string>): string {
  if (kind === "no-touch") return "No touch";
  if (kind === "none") return "No campaign";
  if (kind !== "source") return names.get(key) ?? key;
  return key === noSource ? "No source recorded" : key === "=" ? "Recorded as empty" : key.slice(1);
}

/** Campaign names by id; channels are named in the interface. */
async function readNames({ sql }: Report, by: string): Promise<Map<string, string>> {
  if (by !== "campaign") return new Map();
  return new Map((await sql.query<{ id: string; name: string }>("select id, name from campaign")).map((row) => [row.id, row.name]));
}

/** What brought most first; what nobody is credited for last. */
function byWeight(a: ClosedLoopRow, b: ClosedLoopRow): number {
  const last = (row: ClosedLoopRow) => (row.kind === "no-touch" ? 2 : row.kind === "none" ? 1 : 0);
  return last(a) - last(b) || b.figures.leads.credit - a.figures.leads.credit || (b.cost ?? 0) - (a.cost ?? 0) || (a.name < b.name ? -1 : 1);
}
