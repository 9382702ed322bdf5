/**
 * Where a count is heading by the end of its period: "at this rate 283 of 300 by 31 Dec, range 266 to 301". The count so
 * far goes on at its own rate; the range says how far chance alone would carry it, four times in five.
 */
import { addMonths, type EpochDay } from "../kit/epoch-day.ts";
import { quarterStartOf } from "./period.ts";

/**
 * What a span of days is owed of a number per calendar quarter, by the days of each quarter that lie in it; `toDay` is
 * exclusive. Null where no quarter has a number.
 * @param perQuarter the number of the quarter that begins on this day
 */
export function proRataByQuarter(span: { readonly fromDay: EpochDay; readonly toDay: EpochDay }, perQuarter: (quarter: EpochDay) => number | undefined): number | null {
  let owed: number | null = null;
  for (let quarter = quarterStartOf(span.fromDay); quarter < span.toDay; quarter = addMonths(quarter, 3)) {
    const number = perQuarter(quarter);
    if (number === undefined) continue;
    const end = addMonths(quarter, 3);
    owed = (owed ?? 0) + (number * (Math.min(end, span.toDay) - Math.max(quarter, span.fromDay))) / (end - quarter);
  }
  return owed;
}

export interface Pace {
  readonly soFar: number;
  /** Whole days that have passed, and that the period has. */
  readonly daysPassed: number;
  readonly days: number;
  /** What the commitment asks for by today, pro rata; null without one. */
  readonly dueByNow: number | null;
  readonly target: number | null;
  /** At this rate by the end. */
  readonly forecast: number;
  readonly low: number;
  readonly high: number;
}

/** 80 % of a normal distribution lie within this many standard deviations. */
const EIGHTY_PERCENT = 1.2816;

/**
 * Forecasts from counts per day (first day first, today last). The spread of a day is measured, never below that of a
 * Poisson process: a handful of quiet days must not feign certainty.
 */
export function forecastPace(input: { readonly daily: readonly number[]; readonly fromDay: EpochDay; readonly toDay: EpochDay; readonly target: number | null }): Pace {
  const { daily, target } = input;
  const days = input.toDay - input.fromDay;
  const daysPassed = Math.min(daily.length, days);
  const soFar = daily.slice(0, days).reduce((sum, count) => sum + count, 0);
  const left = days - daysPassed;
  const rate = daysPassed === 0 ? 0 : soFar / daysPassed;
  const variance = daysPassed < 2 ? rate : daily.slice(0, days).reduce((sum, count) => sum + (count - rate) ** 2, 0) / (daysPassed - 1);
  // The days to come vary, and so does what we know of the rate.
  const spread = daysPassed === 0 ? 0 : EIGHTY_PERCENT * Math.sqrt(Math.max(variance, rate) * left * (1 + left / daysPassed));
  const forecast = Math.round(soFar + rate * left);
  return {
    soFar,
    daysPassed,
    days,
    target,
    dueByNow: target === null ? null : Math.ceil((target * daysPassed) / days),
    forecast,
    low: Math.max(soFar, Math.round(soFar + rate * left - spread)),
    high: Math.max(forecast, Math.round(soFar + rate * left + spread)),
  };
}
