/**
 * Public holidays by country and region. The rules come from the library date-holidays, whose data is under CC BY-SA 3.0:
 * `HOLIDAY_ATTRIBUTION` has to stand where the holidays are shown. The data is large, so it is loaded on first use.
 */
import type Holidays from "date-holidays";
import { epochDayFromIso, type IsoDay, isoFromEpochDay } from "../kit/epoch-day.ts";
import { DAY } from "../kit/instant.ts";

export const HOLIDAY_ATTRIBUTION = "Holidays: date-holidays, data under CC BY-SA 3.0, drawn from Wikipedia.";

/** Country as ISO 3166-1 ("DE"), region as ISO 3166-2 without the country ("BY"), and for few countries a part of it. */
export interface HolidayPlace {
  readonly country: string;
  readonly region?: string;
  readonly part?: string;
}

/** One day off. `wholeDay` is false for holidays that begin in the course of the day (Christmas Eve from 14:00). */
export interface Holiday {
  readonly day: IsoDay;
  readonly name: string;
  readonly wholeDay: boolean;
}

const load = async (): Promise<typeof Holidays> => (await import("date-holidays")).default;

const open = (Source: typeof Holidays, { country, region, part }: HolidayPlace): Holidays =>
  part !== undefined && region !== undefined ? new Source(country, region, part) : region !== undefined ? new Source(country, region) : new Source(country);

const sorted = (names: Record<string, string> | undefined): { code: string; name: string }[] =>
  Object.entries(names ?? {})
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Countries with known holidays, named in `language` (ISO 639-1). */
export const listHolidayCountries = async (language = "en"): Promise<{ code: string; name: string }[]> => sorted(new (await load())().getCountries(language));

/** Regions of a country; empty where it has none. */
export const listHolidayRegions = async (country: string, language = "en"): Promise<{ code: string; name: string }[]> =>
  sorted(new (await load())().getStates(country, language));

/**
 * Public holidays of a place in the given years, in order, one entry a day (a feast of four days is four entries).
 * Days moved off a weekend are included. Null for an unknown country or region. `language` names them where known.
 */
export const listPublicHolidays = async (place: HolidayPlace, years: readonly number[], language?: string): Promise<Holiday[] | null> => {
  const Source = await load();
  const blank = new Source();
  if (!(place.country in blank.getCountries())) return null;
  if (place.region !== undefined && !(place.region in (blank.getStates(place.country) ?? {}))) return null;
  const source = open(Source, place);
  const byDay = new Map<IsoDay, Holiday>();
  for (const year of years) {
    for (const { type, date, start, end, name } of source.getHolidays(year, language) ?? []) {
      const first = epochDayFromIso(date.slice(0, 10));
      if (type !== "public" || first === null) continue;
      const wholeDay = date.slice(11, 16) === "00:00";
      const days = wholeDay ? Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY)) : 1;
      for (let day = first; day < first + days; day += 1) {
        const iso = isoFromEpochDay(day);
        const known = byDay.get(iso);
        if (!known || (wholeDay && !known.wholeDay)) byDay.set(iso, { day: iso, name, wholeDay });
      }
    }
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
};

/** The days to put into a calendar's closures. */
export const closuresOf = (holidays: readonly Holiday[]): IsoDay[] => holidays.filter(({ wholeDay }) => wholeDay).map(({ day }) => day);
