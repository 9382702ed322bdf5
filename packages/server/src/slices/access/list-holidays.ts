import { listHolidays } from "@tandem/contract/access/holidays";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { HOLIDAY_ATTRIBUTION, listHolidayCountries, listHolidayRegions, listPublicHolidays } from "@tandem/domain/sla/holidays";
import { handle } from "../../platform/http/route.ts";

const shown = 12;

export const listHolidaysRoute = handle(listHolidays, async ({ app }, { query: { country, region } }) => {
  const today = isoFromEpochDay(epochDayAt("UTC", app.clock.now().getTime()));
  const year = Number(today.slice(0, 4));
  const place = country ? { country, ...(region && { region }) } : null;
  const coming = place ? ((await listPublicHolidays(place, [year, year + 1], "en")) ?? []).filter(({ day }) => day >= today).slice(0, shown) : [];
  return {
    countries: await listHolidayCountries(),
    regions: country ? await listHolidayRegions(country) : [],
    coming: coming.map(({ day, name }) => ({ day, name })),
    attribution: HOLIDAY_ATTRIBUTION,
  };
});
