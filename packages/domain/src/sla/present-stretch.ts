/** Whether a clock on a calendar moves right now, and until when: what a screen needs to count along between two answers. */
import type { InstantMs } from "../kit/instant.ts";
import { elapsedBusiness, isBusinessTime, nextBusinessTime, type Calendar } from "./business-calendar.ts";

export interface PresentStretch {
  /** The end of the stretch of business time that `ms` lies in; null outside business time. */
  readonly countsUntilMs: InstantMs | null;
  /** When business time begins again; null inside it, and when there is none within ten years. */
  readonly resumesAtMs: InstantMs | null;
}

const DAY = 86_400_000;

/** A stretch longer than a day is cut there. */
export const presentStretch = (calendar: Calendar, ms: InstantMs): PresentStretch => {
  if (!isBusinessTime(calendar, ms)) return { countsUntilMs: null, resumesAtMs: nextBusinessTime(calendar, ms) };
  // The longest span from now in which all time counts, found by halving: counted time equals wall time just until its end.
  let [low, high] = [1, DAY];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (elapsedBusiness(calendar, ms, ms + middle) === middle) low = middle;
    else high = middle - 1;
  }
  return { countsUntilMs: ms + low, resumesAtMs: null };
};
