import { addMonths, isoFromEpochDay, monthStartOf, type EpochDay } from "../kit/epoch-day.ts";

/** By when deals shall close: the spans a pipeline is looked at by. Days are company-local. */
export const closeSpans = ["overdue", "this-month", "this-quarter", "next-quarter", "none"] as const;
export type CloseSpan = (typeof closeSpans)[number];

/** First and last day, both included; null is open on that side. `none` is the deals without a close date. */
export interface DaySpan {
  readonly from: string | null;
  readonly to: string | null;
}

/** The days of a span, seen from today. Quarters are those of the calendar year. */
export function daysOfSpan(span: Exclude<CloseSpan, "none">, today: EpochDay): DaySpan {
  const month = monthStartOf(today);
  const quarter = addMonths(month, -(new Date(month * 86_400_000).getUTCMonth() % 3));
  const days = (from: EpochDay, months: number): DaySpan => ({ from: isoFromEpochDay(from), to: isoFromEpochDay(addMonths(from, months) - 1) });
  switch (span) {
    case "overdue":
      return { from: null, to: isoFromEpochDay(today - 1) };
    case "this-month":
      return days(month, 1);
    case "this-quarter":
      return days(quarter, 3);
    case "next-quarter":
      return days(addMonths(quarter, 3), 3);
  }
}
