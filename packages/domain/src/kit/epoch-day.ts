/**
 * Calendar days as integers: days since 1970-01-01 in the proleptic Gregorian calendar, without a zone.
 * Which day an instant falls on depends on a zone: see `zone.ts`.
 */
import { DAY } from "./instant.ts";

/** Days since 1970-01-01. */
export type EpochDay = number;
/** A day as `YYYY-MM-DD`. */
export type IsoDay = string;
/** Monday 1 to Sunday 7, as ISO 8601 numbers them. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `YYYY-MM-DD`; null for anything else, days that do not exist (2026-02-30) included. */
export const epochDayFromIso = (text: IsoDay): EpochDay | null => {
  if (!ISO_DAY.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) return null;
  const day = ms / DAY;
  return isoFromEpochDay(day) === text ? day : null;
};

/** Writes a day as `YYYY-MM-DD`. */
export const isoFromEpochDay = (day: EpochDay): IsoDay => new Date(day * DAY).toISOString().slice(0, 10);

/** The weekday of a day. */
export const weekdayOf = (day: EpochDay): Weekday => (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;

/** The Monday of the week a day lies in. */
export const weekStartOf = (day: EpochDay): EpochDay => day - (weekdayOf(day) - 1);

/** The month of a day as `YYYY-MM`. */
export const monthOf = (day: EpochDay): string => isoFromEpochDay(day).slice(0, 7);

/** The first day of the month a day lies in. */
export const monthStartOf = (day: EpochDay): EpochDay => day - (new Date(day * DAY).getUTCDate() - 1);

/** The same day `months` later or earlier, held back to the last day of a shorter month (31 Jan + 1 = 28 Feb). */
export const addMonths = (day: EpochDay, months: number): EpochDay => {
  const date = new Date(day * DAY);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + months;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY;
};
