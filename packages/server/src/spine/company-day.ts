import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { epochDayAt } from "@tandem/domain/kit/zone";

/** The company day an instant falls on, in the agreement's zone. */
export function dayIn(timeZone: string, at: Date): EpochDay {
  return epochDayAt(timeZone, at.getTime());
}
