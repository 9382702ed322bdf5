/**
 * The stretch of company days a report is about, from the choice a person makes ("this quarter") to the instants a
 * statement compares with. Days turn over at midnight of the company's zone, which the agreement names.
 */
import { dayWords, monthNames, shortDay } from "../kit/day-words.ts";
import { addMonths, epochDayFromIso, isoFromEpochDay, monthStartOf, weekStartOf, type EpochDay } from "../kit/epoch-day.ts";
import type { InstantMs } from "../kit/instant.ts";
import { epochDayAt, startOfDay, type TimeZone } from "../kit/zone.ts";

export const periodChoices = ["this-quarter", "last-quarter", "this-month", "last-month", "last-12-months", "all-time", "custom"] as const;
export type PeriodChoice = (typeof periodChoices)[number];

/** Company days from the first (included) to `toDay` (excluded) and the same as instants. */
export interface Period {
  readonly choice: PeriodChoice;
  readonly fromDay: EpochDay;
  readonly toDay: EpochDay;
  readonly fromMs: InstantMs;
  readonly toMs: InstantMs;
}

/** All time begins here: before any business that keeps records in a computer. */
const beginning = epochDayFromIso("1990-01-01")!;

/** The first day of the calendar quarter a day lies in. */
export function quarterStartOf(day: EpochDay): EpochDay {
  const month = Number(isoFromEpochDay(day).slice(5, 7));
  return addMonths(monthStartOf(day), -((month - 1) % 3));
}

/** The quarter a day lies in as targets name it: `2026-Q4`. */
export function quarterOf(day: EpochDay): string {
  const text = isoFromEpochDay(day);
  return `${text.slice(0, 4)}-Q${Math.ceil(Number(text.slice(5, 7)) / 3)}`;
}

/** First day of the quarter that is named (`2026-Q4`), and of the one after it. Null where the name is none. */
export function daysOfQuarter(name: string): { readonly fromDay: EpochDay; readonly toDay: EpochDay } | null {
  const [, year, nth] = /^(\d{4})-Q([1-4])$/.exec(name) ?? [];
  const fromDay = year === undefined ? null : epochDayFromIso(`${year}-${String(Number(nth) * 3 - 2).padStart(2, "0")}-01`);
  return fromDay === null ? null : { fromDay, toDay: addMonths(fromDay, 3) };
}

/** The days of a choice, seen from today; `custom` uses the days given, both included. */
export function periodOf(choice: PeriodChoice, today: EpochDay, zone: TimeZone, custom?: { readonly fromDay: EpochDay; readonly lastDay: EpochDay }): Period {
  const [fromDay, toDay] = daysOf(choice, today, custom);
  return { choice, fromDay, toDay, fromMs: startOfDay(zone, fromDay), toMs: startOfDay(zone, toDay) };
}

function daysOf(choice: PeriodChoice, today: EpochDay, custom?: { readonly fromDay: EpochDay; readonly lastDay: EpochDay }): [EpochDay, EpochDay] {
  const quarter = quarterStartOf(today);
  const month = monthStartOf(today);
  switch (choice) {
    case "this-quarter":
      return [quarter, addMonths(quarter, 3)];
    case "last-quarter":
      return [addMonths(quarter, -3), quarter];
    case "this-month":
      return [month, addMonths(month, 1)];
    case "last-month":
      return [addMonths(month, -1), month];
    case "last-12-months":
      return [addMonths(month, -11), addMonths(month, 1)];
    case "all-time":
      return [beginning, today + 1];
    case "custom":
      return custom ? [custom.fromDay, custom.lastDay + 1] : [quarter, addMonths(quarter, 3)];
  }
}

/** The period a change is measured against: the calendar one before, or as many days before; null for all time. */
export function previousPeriod(period: Period, zone: TimeZone): Period | null {
  const { choice, fromDay, toDay } = period;
  if (choice === "all-time") return null;
  const months = { "this-quarter": 3, "last-quarter": 3, "this-month": 1, "last-month": 1, "last-12-months": 12, custom: 0 }[choice];
  const from = months > 0 ? addMonths(fromDay, -months) : fromDay - (toDay - fromDay);
  return { choice: "custom", fromDay: from, toDay: fromDay, fromMs: startOfDay(zone, from), toMs: startOfDay(zone, fromDay) };
}

/**
 * The part of a period that has already passed, and as many days of the one before: what a fair comparison of a running
 * period looks at ("+6.1 % on Q3" after 48 days compares with 48 days).
 */
export function elapsedPart(period: Period, today: EpochDay, zone: TimeZone): Period {
  if (today + 1 >= period.toDay) return period;
  const toDay = Math.max(period.fromDay, today + 1);
  return { ...period, toDay, toMs: startOfDay(zone, toDay) };
}

/** First days of the months (or weeks, from Monday) that a period touches, each not before the period itself. */
export function stepsOf(period: Pick<Period, "fromDay" | "toDay">, step: "month" | "week"): EpochDay[] {
  const steps: EpochDay[] = [];
  const start = step === "month" ? monthStartOf(period.fromDay) : weekStartOf(period.fromDay);
  for (let day = start; day < period.toDay; day = step === "month" ? addMonths(day, 1) : day + 7) steps.push(day);
  return steps;
}

/** How a period is called: "Q4 2026", "November 2026", "All time", "1 Oct to 5 Nov 2026". */
export function nameOfPeriod(period: Period): string {
  const { choice, fromDay, toDay } = period;
  if (choice === "all-time") return "All time";
  if (choice === "last-12-months") return "12 months";
  const wholeQuarter = fromDay === quarterStartOf(fromDay) && toDay === addMonths(fromDay, 3);
  if (wholeQuarter) return `Q${quarterOf(fromDay).slice(6)} ${quarterOf(fromDay).slice(0, 4)}`;
  if (fromDay === monthStartOf(fromDay) && toDay === addMonths(fromDay, 1)) return `${monthNames[Number(isoFromEpochDay(fromDay).slice(5, 7)) - 1]} ${isoFromEpochDay(fromDay).slice(0, 4)}`;
  return `${shortDay(fromDay)} to ${dayWords(toDay - 1)}`;
}

/** The company day now. */
export function todayIn(zone: TimeZone, now: InstantMs): EpochDay {
  return epochDayAt(zone, now);
}
