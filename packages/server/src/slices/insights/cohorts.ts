import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { sourceKey } from "@tandem/contract/insights/figures";
import { addMonths, monthOf, monthStartOf } from "@tandem/domain/kit/epoch-day";
import { epochDayAt, startOfDay } from "@tandem/domain/kit/zone";
import { bound } from "../../platform/bound.ts";
import { countLeads, firstLeadAt, type LeadCount } from "./count-leads.ts";
import { inCohort, reached } from "./definitions.ts";
import type { Span } from "./span.ts";
import type { Report } from "./report.ts";
import type { Typical } from "./typical-times.ts";

/** Months of first contact with their leads and customers: the period's, at least twelve, from the first lead there is. */
export async function readCohorts(report: Report, typical: Typical): Promise<Dashboard["cohorts"]> {
  const months = await monthsOf(report);
  const spans = months.map((day): Span => ({ fromMs: startOfDay(report.zone, day), toMs: startOfDay(report.zone, addMonths(day, 1)) }));
  if (spans.length === 0) return { rows: [], leads: 0, customers: 0, typicalDays: null };
  const [leads, customers] = await Promise.all([countLeads(report, spans), customersBySpan(report, spans)]);
  const rows = months.map((day, index) => ({
    month: monthOf(day),
    leads: leads.filter((row) => row.span === index).reduce((sum, row) => sum + row.leads, 0),
    customers: customers.get(index) ?? 0,
    // Its youngest leads have not had the time that nineteen of twenty customers took.
    maturing: typical.toCustomerMs !== null && spans[index]!.toMs + typical.toCustomerMs > typical.knownUntilMs,
  }));
  return {
    rows,
    leads: rows.reduce((sum, row) => sum + row.leads, 0),
    customers: rows.reduce((sum, row) => sum + row.customers, 0),
    typicalDays: typical.toCustomerMs === null ? null : typical.toCustomerMs / 86_400_000,
  };
}

async function monthsOf(report: Report): Promise<number[]> {
  const first = await firstLeadAt(report);
  if (first === null) return [];
  const last = monthStartOf(Math.min(report.period.toDay - 1, report.today));
  const begin = Math.max(monthStartOf(epochDayAt(report.zone, first)), Math.min(monthStartOf(report.period.fromDay), addMonths(last, -11)));
  const months: number[] = [];
  for (let month = begin; month <= last; month = addMonths(month, 1)) months.push(month);
  return months;
}

async function customersBySpan(report: Report, spans: readonly Span[]): Promise<Map<number, number>> {
  const q = bound();
  const bounds = q.bind(spans.map((span) => new Date(span.fromMs).toISOString()));
  const rows = await report.sql.query<{ span: number; count: number }>(
    `select width_bucket(j.lead_at, ${bounds}::timestamptz[]) - 1 as span, count(*) as count
     from journey j where ${inCohort(report, q, { fromMs: spans[0]!.fromMs, toMs: spans.at(-1)!.toMs })} and ${reached(6)} group by 1`,
    q.params,
  );
  return new Map(rows.map((row) => [row.span, row.count]));
}

/** Leads of the period by where they said they came from, and how many of each became customers. */
export async function readOrigins(report: Report, counted: Promise<readonly LeadCount[]>): Promise<Dashboard["origins"]> {
  const q = bound();
  const [leads, customers] = await Promise.all([
    counted,
    report.sql.query<{ source: string | null; count: number }>(`select j.source, count(*) as count from journey j where ${inCohort(report, q, report.counted)} and ${reached(6)} group by j.source`, q.params),
  ]);
  return leads
    .map((row) => ({ source: row.source, leads: row.leads, customers: customers.find((one) => one.source === row.source)?.count ?? 0, figure: { figure: "origin-leads" as const, key: sourceKey(row.source) } }))
    .toSorted((a, b) => b.leads - a.leads || ((a.source ?? "") < (b.source ?? "") ? -1 : 1));
}

/** People whose history contradicts itself: kept in every number, and shown apart. */
export async function countContradictory(report: Report): Promise<number> {
  const q = bound();
  return (await report.sql.one<{ count: number }>(`select count(*) as count from journey j where ${inCohort(report, q, report.counted)} and j.flag is not null`, q.params)).count;
}
