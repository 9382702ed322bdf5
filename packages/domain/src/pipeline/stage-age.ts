import { DAY } from "../kit/instant.ts";

/** How long a deal stands in its stage, against how long deals usually do. Times in milliseconds. */
export interface StageAge {
  readonly ageMs: number;
  /** Median of the completed stays in that stage; null while too few are known to speak of a usual time. */
  readonly medianMs: number | null;
}

/** Below this many completed stays a median says nothing. */
export const fewestStays = 5;

/** A deal stands out once it is in its stage for longer than half of all deals were, and for a day at least. */
export function isStuck({ ageMs, medianMs }: StageAge): boolean {
  return medianMs !== null && ageMs > medianMs && ageMs >= DAY;
}
