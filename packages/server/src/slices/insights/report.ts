import { badPeriod, type ReportFilter } from "@tandem/contract/insights/filter";
import { epochDayFromIso, isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { elapsedPart, nameOfPeriod, periodOf, todayIn, type Period } from "@tandem/domain/kpis/period";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";

/** What every statement of a report needs to know: whose numbers, of which days, under which agreement. */
export interface Report {
  readonly sql: Sql;
  readonly now: Date;
  readonly inForce: InForce;
  readonly zone: string;
  readonly currency: string;
  readonly today: EpochDay;
  readonly period: Period;
  /** The part of the period that has passed. */
  readonly counted: Period;
  readonly segment: Segment;
}

export type Segment = Pick<ReportFilter, "country" | "grade" | "channel" | "owner" | "team" | "agreementVersion">;

export function isWholeCompany(segment: Segment): boolean {
  return Object.values(segment).every((value) => value === undefined);
}

/** Reads a filter against the agreement in force: company zone, company currency, today. */
export async function openReport(app: App, filter: ReportFilter): Promise<Report> {
  const now = app.clock.now();
  const inForce = await agreementInForce(app.db, now);
  const { timeZone: zone, currency } = inForce.agreement;
  const today = todayIn(zone, now.getTime());
  const period = periodOf(filter.period, today, zone, customDays(filter));
  const { country, grade, channel, owner, team, agreementVersion } = filter;
  const segment = Object.fromEntries(Object.entries({ country, grade, channel, owner, team, agreementVersion }).filter(([, value]) => value !== undefined)) as Segment;
  return { sql: app.db, now, inForce, zone, currency, today, period, counted: elapsedPart(period, today, zone), segment };
}

function customDays({ period, from, to }: ReportFilter): { fromDay: EpochDay; lastDay: EpochDay } | undefined {
  if (period !== "custom") return undefined;
  const fromDay = epochDayFromIso(from ?? "");
  const lastDay = epochDayFromIso(to ?? "");
  if (fromDay === null || lastDay === null || lastDay < fromDay) throw new Refusal(badPeriod);
  return { fromDay, lastDay };
}

/** The period as it goes over the wire. */
export function describePeriod({ period, counted, now }: Report) {
  return {
    choice: period.choice,
    name: nameOfPeriod(period),
    from: isoFromEpochDay(period.fromDay),
    to: isoFromEpochDay(period.toDay - 1),
    countedTo: isoFromEpochDay(Math.max(counted.toDay - 1, period.fromDay)),
    running: period.toMs > now.getTime(),
  };
}
