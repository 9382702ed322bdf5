import { epochDayFromIso, isoFromEpochDay, type EpochDay, type IsoDay } from "../kit/epoch-day.ts";
import { HOUR, MINUTE, type InstantMs } from "../kit/instant.ts";
import { epochDayAt, instantAt, startOfDay, timeOfDayAt, type TimeZone } from "../kit/zone.ts";

/** When a task is due, on the wall of the person it is for: a day, or a day and a time of day. */
export interface TaskDue {
  /** YYYY-MM-DD. */
  readonly day: IsoDay;
  /** HH:MM; null is any time of that day. */
  readonly time: string | null;
}

/** A due time as it is stored: an instant, and whether the whole day is meant. */
export interface DueInstant {
  readonly at: InstantMs;
  readonly allDay: boolean;
}

/** The instant a due time means in a zone; null where the day does not exist. A day without a time ends with the day. */
export function dueInstant(due: TaskDue, zone: TimeZone): DueInstant | null {
  const day = epochDayFromIso(due.day);
  if (day === null) return null;
  if (due.time === null) return { at: startOfDay(zone, day + 1) - 1, allDay: true };
  const [hours, minutes] = due.time.split(":").map(Number) as [number, number];
  return { at: instantAt(zone, day, hours * HOUR + minutes * MINUTE), allDay: false };
}

/** A stored due time as a person reads it in a zone. */
export function dueOf({ at, allDay }: DueInstant, zone: TimeZone): TaskDue {
  const time = timeOfDayAt(zone, at);
  const two = (part: number): string => String(Math.floor(part)).padStart(2, "0");
  return { day: isoFromEpochDay(epochDayAt(zone, at)), time: allDay ? null : `${two(time / HOUR)}:${two((time % HOUR) / MINUTE)}` };
}

/** When to remind: at the time itself, or at nine in the morning of the day. */
export function reminderAt({ at, allDay }: DueInstant, zone: TimeZone): InstantMs {
  return allDay ? instantAt(zone, epochDayAt(zone, at), 9 * HOUR) : at;
}

export const taskGroups = ["overdue", "today", "upcoming", "someday", "done"] as const;
export type TaskGroup = (typeof taskGroups)[number];

/** Where a task stands in somebody's list: what is late first, then today, later, undated, done. */
export function taskGroup(task: { readonly dueAt: InstantMs | null; readonly done: boolean }, now: InstantMs, zone: TimeZone): TaskGroup {
  if (task.done) return "done";
  if (task.dueAt === null) return "someday";
  if (task.dueAt < now) return "overdue";
  return task.dueAt < endOfDay(now, zone) ? "today" : "upcoming";
}

/** The first instant of the next day on the person's wall. */
export function endOfDay(now: InstantMs, zone: TimeZone): InstantMs {
  const day: EpochDay = epochDayAt(zone, now);
  return startOfDay(zone, day + 1);
}
