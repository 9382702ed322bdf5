import { DAY } from "./instant.ts";
import type { EpochDay } from "./epoch-day.ts";

/** How days are written in sentences, here as on the screens: the day before the month's first three letters, whoever reads it. */
export const monthNames = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"] as const;

/** "18 Nov". */
export function shortDay(day: EpochDay): string {
  const date = new Date(day * DAY);
  return `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]!.slice(0, 3)}`;
}

/** "18 Nov 2026". */
export function dayWords(day: EpochDay): string {
  return `${shortDay(day)} ${new Date(day * DAY).getUTCFullYear()}`;
}
