import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { isoFromEpochDay, weekStartOf, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { epochDayAt, startOfDay } from "@tandem/domain/kit/zone";
import { forecastPace, proRataByQuarter } from "@tandem/domain/kpis/pace";
import { nameOfPeriod, periodOf, quarterOf, stepsOf, type Period } from "@tandem/domain/kpis/period";
import { bound } from "../../platform/bound.ts";
import { passagesIn } from "./definitions.ts";
import type { VersionStanding } from "./of-version.ts";
import { isWholeCompany, type Report } from "./report.ts";
import { volumeOwed, type VolumeStretch } from "./volume-clause.ts";

/** MQLs of each company day of a span, the first day first. */
export async function readDailyMqls(report: Report, span: Period): Promise<number[]> {
  const q = bound();
  const { zone } = report;
  const days = Array.from({ length: span.toDay - span.fromDay }, (_, index) => span.fromDay + index);
  const counts = days.map(() => 0);
  if (days.length === 0) return counts;
  // Quarters of an hour never straddle a midnight, whatever the zone: the statement needs not know it.
  const rows = await report.sql.query<{ at: number; count: number }>(
    `select date_part('epoch', at) as at, count(*) as count from (select date_bin('15 minutes', p.entered_at, timestamptz 'epoch') as at from passage p where ${passagesIn(report, q, span)}) quarters group by quarters.at`,
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

/**
 * MQLs aimed at in a span and whose number it is: the shared target where a quarter has one, else the clause. Null of
 * neither. A target names its quarter itself, so the version in force speaks for all of them; a clause is owed for its days.
 */
function mqlsAimed({ inForce }: Report, volumes: readonly VolumeStretch[], span: Pick<Period, "fromDay" | "toDay">): { mqls: number; aim: "target" | "clause" } | null {
  const targetOf = (quarter: EpochDay) => inForce.agreement.targets.find((one) => one.segment === undefined && one.quarter === quarterOf(quarter))?.mqls;
  const targets = proRataByQuarter(span, targetOf);
  const owed = volumeOwed(volumes, span, (quarter) => targetOf(quarter) === undefined);
  return targets === null && owed === null ? null : { mqls: (targets ?? 0) + (owed ?? 0), aim: targets === null ? "clause" : "target" };
}

/** The period the pace is about: the one chosen, or this quarter where the choice is longer than a target. */
function pacePeriod(report: Report): Period {
  const { period, today, zone } = report;
  return period.choice === "all-time" || period.toDay - period.fromDay > 100 ? periodOf("this-quarter", today, zone) : period;
}

/** Days of a version's own data below which nothing is forecast from it. */
const leastDays = 7;

/** Where the MQLs of the period are heading against what is aimed at. With a filter there is no target: it is the company's. */
export async function readPace(report: Report, dailyMqls: DailyMqls, volumes: Promise<readonly VolumeStretch[]>, of: VersionStanding | null): Promise<Dashboard["pace"]> {
  const period = pacePeriod(report);
  const toDay = Math.min(period.toDay, report.today + 1);
  if (toDay <= period.fromDay) return null;
  const passed: Period = { ...period, toDay, toMs: startOfDay(report.zone, toDay) };
  const daily = await dailyMqls(passed);
  const aimed = isWholeCompany(report.segment) ? mqlsAimed(report, await volumes, period) : null;
  const owed = aimed && volumeOwed(await volumes, period);
  // A version has a rate from the day it took effect on: the days before it are not quiet ones.
  const before = of?.fromDay == null ? 0 : Math.max(0, Math.min(of.fromDay - period.fromDay, daily.length));
  const earlier = daily.slice(0, before).reduce((sum, count) => sum + count, 0);
  const { forecast, low, high } = forecastPace({ daily: daily.slice(before), fromDay: period.fromDay + before, toDay: period.toDay, target: null });
  const noForecast = toDay >= period.toDay || of === null ? null : of.ended ? "ended" : daily.length - before < leastDays ? "young" : null;
  const target = aimed && Math.ceil(aimed.mqls);
  return {
    periodName: nameOfPeriod(period),
    from: isoFromEpochDay(period.fromDay),
    to: isoFromEpochDay(period.toDay - 1),
    soFar: daily.reduce((sum, count) => sum + count, 0),
    daysPassed: daily.length,
    days: period.toDay - period.fromDay,
    target,
    aim: aimed && aimed.aim,
    owed: owed && Math.ceil(owed),
    dueByNow: target === null ? null : Math.ceil((target * daily.length) / (period.toDay - period.fromDay)),
    forecast: noForecast ? null : earlier + forecast,
    low: noForecast ? null : earlier + low,
    high: noForecast ? null : earlier + high,
    noForecast,
    daily,
    figure: { figure: "mqls", key: null },
  };
}

/** MQLs by week, from Monday, with what is aimed at in each; the last 26 weeks where the period is longer. */
export async function readWeeks(report: Report, dailyMqls: DailyMqls, volumes: Promise<readonly VolumeStretch[]>): Promise<Dashboard["weeks"]> {
  const { counted, today, zone } = report;
  const fromDay = Math.max(counted.fromDay, weekStartOf(Math.min(counted.toDay - 1, today)) - 25 * 7);
  const span: Period = { ...counted, fromDay, fromMs: startOfDay(zone, fromDay) };
  const [daily, stretches] = await Promise.all([dailyMqls(span), volumes]);
  return stepsOf(span, "week").map((monday) => {
    const [first, end] = [Math.max(monday, span.fromDay), Math.min(monday + 7, span.toDay)];
    const mqls = daily.slice(first - span.fromDay, end - span.fromDay).reduce((sum, count) => sum + count, 0);
    const aimed = isWholeCompany(report.segment) ? mqlsAimed(report, stretches, { fromDay: first, toDay: end }) : null;
    return { week: isoFromEpochDay(monday), mqls, due: aimed && aimed.mqls, aim: aimed && aimed.aim, partial: end - first < 7 || end > today, figure: { figure: "mqls" as const, key: isoFromEpochDay(monday) } };
  });
}
