import { z } from "zod";
import { operation } from "../operation.ts";
import { holidayCountry, holidayRegion } from "./business-hours.ts";

const place = z.object({ code: z.string(), name: z.string() });

export const listHolidays = operation({
  name: "access.list-holidays",
  method: "GET",
  path: "/access/holidays",
  summary: "The countries whose public holidays are known; for a country its regions and the coming holidays there.",
  who: "signed-in",
  query: z.strictObject({ country: holidayCountry.optional(), region: holidayRegion.optional() }),
  response: z.object({
    countries: z.array(place),
    regions: z.array(place),
    coming: z.array(z.object({ day: z.iso.date(), name: z.string() })),
    attribution: z.string(),
  }),
});
