import { z } from "zod";

/** The zone as the IANA database names it; checked by the engine that will compute with it. */
export const timeZone = z.string().min(1).max(64).refine(isTimeZone, "a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +02:00 are valid to Intl and know no daylight-saving time; business hours need a place.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time such as 09:00");
/** A stretch of a working day in wall time; a night shift is two blocks. */
export const block = z.strictObject({ start: timeOfDay, end: timeOfDay }).refine((b) => b.start < b.end, "a block ends after it starts");
const dayBlocks = z
  .array(block)
  .max(6)
  .refine((blocks) => blocks.every((b, i) => i === 0 || blocks[i - 1]!.end <= b.start), "the blocks of a day follow each other without overlapping");

/** Business hours of a week: blocks by weekday, Monday "1" to Sunday "7". A weekday left out is free. */
export const week = z
  .strictObject({ 1: dayBlocks, 2: dayBlocks, 3: dayBlocks, 4: dayBlocks, 5: dayBlocks, 6: dayBlocks, 7: dayBlocks })
  .partial()
  .refine((days) => Object.values(days).some((blocks) => (blocks?.length ?? 0) > 0), "at least one block in the week");
export type Week = z.infer<typeof week>;

/** ISO 3166-1 alpha-2, and a subdivision as the holiday calendar names it ("BY"). */
export const holidayCountry = z.string().regex(/^[A-Z]{2}$/, "a two-letter country code");
export const holidayRegion = z.string().regex(/^[A-Za-z0-9-]{1,10}$/, "a region code");

export const businessHours = {
  timeZone,
  week,
  holidayCountry: holidayCountry.nullable(),
  holidayRegion: holidayRegion.nullable(),
};

const workday = [{ start: "09:00", end: "17:30" }];
/** Nine to half past five, Monday to Friday: where everybody starts until they say otherwise. */
export const usualWeek: Week = { 1: workday, 2: workday, 3: workday, 4: workday, 5: workday };
