import type { Week } from "@tandem/domain/sla/business-calendar";
import { compileCalendar, withAbsences, type Calendar } from "@tandem/domain/sla/business-calendar";
import { closuresOf, listPublicHolidays } from "@tandem/domain/sla/holidays";

/** What a business calendar is made from: the columns that people and teams share. */
export interface CalendarSpec {
  readonly time_zone: string;
  readonly week: Week;
  readonly holiday_country: string | null;
  readonly holiday_region: string | null;
}

export interface Away {
  readonly fromMs: number;
  readonly toMs: number;
}

const compiled = new Map<string, Calendar>();
const holidays = new Map<string, readonly string[]>();

/** The calendar of a person or team: compiled once for equal hours, holidays and closures. */
export async function calendarOf(spec: CalendarSpec, closures: readonly string[], year: number): Promise<Calendar> {
  const key = JSON.stringify([spec.time_zone, spec.week, spec.holiday_country, spec.holiday_region, closures, year]);
  const known = compiled.get(key);
  if (known) return known;
  const calendar = compileCalendar({ timeZone: spec.time_zone, week: spec.week, closures: [...closures, ...(await holidaysOf(spec, year))] });
  if (compiled.size > 2_000) compiled.clear();
  compiled.set(key, calendar);
  return calendar;
}

/** The year asked for, the one before and two after: no clause runs longer. */
async function holidaysOf(spec: CalendarSpec, year: number): Promise<readonly string[]> {
  if (spec.holiday_country === null) return [];
  const key = `${spec.holiday_country} ${spec.holiday_region ?? ""} ${year}`;
  const known = holidays.get(key);
  if (known) return known;
  const place = { country: spec.holiday_country, ...(spec.holiday_region !== null && { region: spec.holiday_region }) };
  const days = closuresOf((await listPublicHolidays(place, [year - 1, year, year + 1, year + 2])) ?? []);
  holidays.set(key, days);
  return days;
}

/** A person's calendar without the time they are away. */
export function without(calendar: Calendar, away: readonly Away[]): Calendar {
  return away.length === 0 ? calendar : withAbsences(calendar, away.map((a) => ({ kind: "interval", ...a })));
}

const allWeek: Week = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ start: "00:00", end: "24:00" }]]));

/** Every hour of every day: for promises given in days, not business hours. */
export function alwaysOpen(timeZone: string): Calendar {
  const key = `always ${timeZone}`;
  const known = compiled.get(key);
  if (known) return known;
  const calendar = compileCalendar({ timeZone, week: allWeek, closures: [] });
  compiled.set(key, calendar);
  return calendar;
}
