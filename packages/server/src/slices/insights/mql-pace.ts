import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { addMonths, isoFromEpochDay, weekStartOf, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { epochDayAt, startOfDay } from "@tandem/domain/kit/zone";
import { forecastPace } from "@tandem/domain/kpis/pace";
import { nameOfPeriod, periodOf, quarterOf, quarterStartOf, stepsOf, type Period } from "@tandem/domain/kpis/period";
import { bound } from "../../platform/bound.ts";
import { passagesIn } from "./definitions.ts";
import { isWholeCompany, type Report } from "./report.ts";

/** MQLs of each company day of a span, the first day first. */
export async function readDailyMqls(report: Report, span: Period): Promise<number[]> {
  const q = bound();
  const { zone } = report;
  const days = Array.from({ length: span.toDay - span.fromDay }, (_, index) => span.fromDay + index);
  const counts = days.map(() => 0);
  if (days.length === 0) return counts;
  // Quarters of an hour never straddle a midnight, whatever the zone: the statement needs not know it.
  const rows = await report.sql.query<{ at: number; count: number }>(
    `select (floor(extract(epoch from p.entered_at) / 900) * 900)::float8 as at, count(*) as count from passage p where ${passagesIn(report, q, span)} group by 1`,
    q.params,
  );
  for (const row of rows) {
    const index = epochDayAt(zone, row.at * 1000) - span.fromDay;
    if (index >= 0 && index < counts.length) counts[index]! += row.count;
  }
  return counts;
}

/** Asks for the days of a span once, however many panels want them. */
export type DailyMqls = (span: Period) => Promise<number[]>;
export function askDailyMqlsOnce(report: Report): DailyMqls {
  const asked = new Map<string, Promise<number[]>>();
  return (span) => {
    const key = `${span.fromDay} ${span.toDay}`;
    const known = asked.get(key) ?? readDailyMqls(report, span);
    asked.set(key, known);
    return known;
  };
}

/** MQLs owed in a span: the target of each quarter it touches, by days; null where neither target nor clause says. */
export function mqlsOwed({ inForce }: Report, span: { readonly fromDay: EpochDay; readonly toDay: EpochDay }): number | null {
  const clause = inForce.agreement.sla.marketing.find((one) => one.kind === "mql-volume");
  let owed: number | null = null;
  for (let quarter = quarterStartOf(span.fromDay); quarter < span.toDay; quarter = addMonths(quarter, 3)) {
    const end = addMonths(quarter, 3);
    const target = inForce.agreement.targets.find((one) => one.segment === undefined && one.quarter === quarterOf(quarter))?.mqls ?? clause?.atLeast;
    if (target === undefined) continue;
    const days = Math.min(end, span.toDay) - Math.max(quarter, span.fromDay);
    owed = (owed ?? 0) + (target * days) / (end - quarter);
  }
  return owed;
}

/** The period the pace is about: the one chosen, or this quarter where the choice is longer than a target. */
function pacePeriod(report: Report): Period {
  const { period, today, zone } = report;
  return period.choice === "all-time" || period.toDay - period.fromDay > 100 ? periodOf("this-quarter", today, zone) : period;
}

/** Where the MQLs of the period are heading against what Marketing owes. With a filter there is no target: it is the company's. */
export async function readPace(report: Report, dailyMqls: DailyMqls): Promise<Dashboard["pace"]> {
  const period = pacePeriod(report);
  const toDay = Math.min(period.toDay, report.today + 1);
  if (toDay <= period.fromDay) return null;
  const passed: Period = { ...period, toDay, toMs: startOfDay(report.zone, toDay) };
  const daily = await dailyMqls(passed);
  const owed = isWholeCompany(report.segment) ? mqlsOwed(report, period) : null;
  const { soFar, daysPassed, days, target, dueByNow, forecast, low, high } = forecastPace({ daily, fromDay: period.fromDay, toDay: period.toDay, target: owed === null ? null : Math.ceil(owed) });
  return {
    periodName: nameOfPeriod(period),
    from: isoFromEpochDay(period.fromDay),
    to: isoFromEpochDay(period.toDay - 1),
    soFar, daysPassed, days, target, dueByNow, forecast, low, high, daily,
    figure: { figure: "mqls", key: null },
  };
}

/** MQLs by week, from Monday, with what is owed in each; the last 26 weeks where the period is longer. */
export async function readWeeks(report: Report, dailyMqls: DailyMqls): Promise<Dashboard["weeks"]> {
  const { counted, today, zone } = report;
  const fromDay = Math.max(counted.fromDay, weekStartOf(Math.min(counted.toDay - 1, today)) - 25 * 7);
  const span: Period = { ...counted, fromDay, fromMs: startOfDay(zone, fromDay) };
  const daily = await dailyMqls(span);
  return stepsOf(span, "week").map((monday) => {
    const [first, end] = [Math.max(monday, span.fromDay), Math.min(monday + 7, span.toDay)];
    const mqls = daily.slice(first - span.fromDay, end - span.fromDay).reduce((sum, count) => sum + count, 0);
    const due = isWholeCompany(report.segment) ? mqlsOwed(report, { fromDay: first, toDay: end }) : null;
    return { week: isoFromEpochDay(monday), mqls, due, partial: end - first < 7 || end > today, figure: { figure: "mqls" as const, key: isoFromEpochDay(monday) } };
  });
}

