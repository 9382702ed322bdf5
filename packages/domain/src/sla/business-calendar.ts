/**
 * Business time: which instants count for somebody who works certain hours in a zone. An instant counts when the clock
 * on the wall then reads a time inside a block of that weekday, on a day that is not closed, outside the person's
 * absences. So an hour that a clock change skips counts nothing, and one that it repeats counts twice.
 */
import { epochDayFromIso, type EpochDay, type IsoDay, type Weekday, weekdayOf } from "../kit/epoch-day.ts";
import { DAY, HOUR, type InstantMs, type Interval, MINUTE } from "../kit/instant.ts";
import { epochDayAt, instantsOfLocal, isTimeZone, type TimeZone } from "../kit/zone.ts";
import { isSortedApart, lengthOf, mergeIntervals, subtractIntervals } from "./intervals.ts";

/** A stretch of a working day in wall time: `start` from "00:00", `end` up to "24:00". A night shift is two blocks. */
export interface Block {
  readonly start: string;
  readonly end: string;
}

/** Blocks by weekday, Monday "1" to Sunday "7". A weekday left out is free. */
export type Week = Readonly<Partial<Record<Weekday, readonly Block[]>>>;

/** The agreed calendar, as plain data. `closures` are whole local days: public holidays, company days off. */
export interface BusinessCalendar {
  readonly timeZone: TimeZone;
  readonly week: Week;
  readonly closures: ReadonlyArray<EpochDay | IsoDay>;
}

/** Time away: between two instants, or whole local days of the calendar, both ends included. */
export type Absence =
  | { readonly kind: "interval"; readonly fromMs: InstantMs; readonly toMs: InstantMs }
  | { readonly kind: "days"; readonly from: IsoDay; readonly to: IsoDay };

/** A compiled calendar. Opaque: ask it through the functions of this file. Remembers what it worked out. */
export interface Calendar {
  readonly timeZone: TimeZone;
  /** Length of an ordinary business day in milliseconds: the most frequent of the week, the longer one on a tie. */
  readonly dayMs: number;
  /** Whether a week has any business time at all, closures and absences aside. */
  readonly hasHours: boolean;
  /** Business time inside one chunk of instants. */
  readonly chunk: (index: number) => Chunk;
}

/** Four weeks of business time: disjoint stretches in order and, for each, how much lies before it in the chunk. */
interface Chunk {
  readonly parts: readonly Interval[];
  readonly before: readonly number[];
  readonly totalMs: number;
}

/** What is wrong with a calendar, for the person who edits it. */
export interface CalendarProblem {
  readonly code: "unknown-time-zone" | "bad-time" | "empty-block" | "overlapping-blocks" | "bad-closure" | "no-business-time";
  readonly weekday?: Weekday;
  readonly text: string;
}

const CHUNK = 28 * DAY;
/** `addBusiness` looks this far ahead and then says there is no such time. */
export const SEARCH_LIMIT_MS = 3_653 * DAY;
const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Reads "HH:MM" (up to "24:00") as milliseconds since midnight; null for anything else. */
export const timeOfDayFromText = (text: string): number | null => {
  const match = TIME.exec(text);
  if (!match) return null;
  return match[1] === undefined ? DAY : Number(match[1]) * HOUR + Number(match[2]) * MINUTE;
};

const readBlocks = (blocks: readonly Block[]): Interval[] =>
  blocks.map(({ start, end }) => ({ fromMs: timeOfDayFromText(start) ?? Number.NaN, toMs: timeOfDayFromText(end) ?? Number.NaN }));

const problemsOfDay = (weekday: Weekday, blocks: readonly Block[]): CalendarProblem[] => {
  const read = readBlocks(blocks);
  const problems: CalendarProblem[] = [];
  read.forEach(({ fromMs, toMs }, index) => {
    const text = `${blocks[index]?.start} to ${blocks[index]?.end}`;
    if (Number.isNaN(fromMs) || Number.isNaN(toMs)) problems.push({ code: "bad-time", weekday, text });
    else if (fromMs >= toMs) problems.push({ code: "empty-block", weekday, text });
  });
  if (problems.length > 0) return problems;
  if (!isSortedApart([...read].sort((a, b) => a.fromMs - b.fromMs)))
    problems.push({ code: "overlapping-blocks", weekday, text: blocks.map(({ start, end }) => `${start} to ${end}`).join(", ") });
  return problems;
};

/** All that is wrong with a calendar; an empty list means `compileCalendar` takes it and it has business time. */
export const findCalendarProblems = (spec: BusinessCalendar): CalendarProblem[] => {
  const problems: CalendarProblem[] = [];
  if (!isTimeZone(spec.timeZone)) problems.push({ code: "unknown-time-zone", text: spec.timeZone });
  for (const weekday of WEEKDAYS) problems.push(...problemsOfDay(weekday, spec.week[weekday] ?? []));
  for (const closure of spec.closures) {
    const bad = typeof closure === "number" ? !Number.isSafeInteger(closure) : epochDayFromIso(closure) === null;
    if (bad) problems.push({ code: "bad-closure", text: String(closure) });
  }
  if (WEEKDAYS.every((weekday) => (spec.week[weekday] ?? []).length === 0)) problems.push({ code: "no-business-time", text: "No weekday has a block." });
  return problems;
};

const ordinaryDay = (lengths: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const length of lengths) if (length > 0) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return best ? best[0] : 8 * HOUR;
};

const chunkOf = (parts: readonly Interval[]): Chunk => {
  const before: number[] = [];
  let totalMs = 0;
  for (const { fromMs, toMs } of parts) {
    before.push(totalMs);
    totalMs += toMs - fromMs;
  }
  return { parts, before, totalMs };
};

const remembering = (build: (index: number) => Chunk): ((index: number) => Chunk) => {
  const known = new Map<number, Chunk>();
  return (index) => {
    let chunk = known.get(index);
    if (!chunk) known.set(index, (chunk = build(index)));
    return chunk;
  };
};

const clip = (parts: readonly Interval[], fromMs: InstantMs, toMs: InstantMs): Interval[] =>
  parts.flatMap((part) => {
    const from = Math.max(part.fromMs, fromMs);
    const to = Math.min(part.toMs, toMs);
    return from < to ? [{ fromMs: from, toMs: to }] : [];
  });

/** Makes a calendar ready for use. Throws a RangeError on a malformed one: check it with `findCalendarProblems` first. */
export const compileCalendar = (spec: BusinessCalendar): Calendar => {
  const problem = findCalendarProblems(spec).find(({ code }) => code !== "no-business-time" && code !== "overlapping-blocks");
  if (problem) throw new RangeError(`business calendar: ${problem.code} ${problem.text}`);
  const { timeZone } = spec;
  const week = WEEKDAYS.map((weekday) => mergeIntervals(readBlocks(spec.week[weekday] ?? [])));
  const closed = new Set(spec.closures.map((day) => (typeof day === "number" ? day : epochDayFromIso(day))));

  const build = (index: number): Chunk => {
    const fromMs = index * CHUNK;
    const toMs = fromMs + CHUNK;
    const found: Interval[] = [];
    // A repeated hour around midnight can show yesterday's date again, so the days at both ends get a day of margin.
    const last = epochDayAt(timeZone, toMs) + 1;
    for (let day = epochDayAt(timeZone, fromMs) - 1; day <= last; day += 1) {
      if (closed.has(day)) continue;
      for (const block of week[weekdayOf(day) - 1] ?? []) found.push(...instantsOfLocal(timeZone, day * DAY + block.fromMs, day * DAY + block.toMs));
    }
    return chunkOf(clip(mergeIntervals(found), fromMs, toMs));
  };

  return { timeZone, dayMs: ordinaryDay(week.map(lengthOf)), hasHours: week.some((blocks) => blocks.length > 0), chunk: remembering(build) };
};

const intervalsOfAbsence = (timeZone: TimeZone, absence: Absence): Interval[] => {
  if (absence.kind === "interval") return absence.fromMs < absence.toMs ? [{ fromMs: absence.fromMs, toMs: absence.toMs }] : [];
  const from = epochDayFromIso(absence.from);
  const to = epochDayFromIso(absence.to);
  if (from === null || to === null) throw new RangeError(`absence: no such day, ${absence.from} to ${absence.to}`);
  return to < from ? [] : instantsOfLocal(timeZone, from * DAY, (to + 1) * DAY);
};

/** The same calendar without the time a person is away. Shares what the calendar already knows. */
export const withAbsences = (calendar: Calendar, absences: readonly Absence[]): Calendar => {
  const away = mergeIntervals(absences.flatMap((absence) => intervalsOfAbsence(calendar.timeZone, absence)));
  if (away.length === 0) return calendar;
  const build = (index: number): Chunk => {
    const within = clip(away, index * CHUNK, (index + 1) * CHUNK);
    const whole = calendar.chunk(index);
    return within.length === 0 ? whole : chunkOf(subtractIntervals(whole.parts, within));
  };
  return { ...calendar, chunk: remembering(build) };
};

/** Index of the last part that begins at or before `ms`, or -1. */
const partAt = (parts: readonly Interval[], ms: InstantMs): number => {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as Interval).fromMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const countedBefore = ({ parts, before }: Chunk, ms: InstantMs): number => {
  const index = partAt(parts, ms);
  const part = parts[index];
  return part ? (before[index] as number) + Math.min(ms, part.toMs) - part.fromMs : 0;
};

/** Business time from one instant to another, in milliseconds; 0 when `toMs` is not after `fromMs`. */
export const elapsedBusiness = (calendar: Calendar, fromMs: InstantMs, toMs: InstantMs): number => {
  if (toMs <= fromMs || !calendar.hasHours) return 0;
  const last = Math.floor(toMs / CHUNK);
  let elapsed = countedBefore(calendar.chunk(last), toMs);
  let index = Math.floor(fromMs / CHUNK);
  elapsed -= countedBefore(calendar.chunk(index), fromMs);
  for (; index < last; index += 1) elapsed += calendar.chunk(index).totalMs;
  return elapsed;
};

/**
 * The earliest instant by which `durationMs` of business time has passed since `startMs`. What runs out exactly at
 * closing time is due then, not at the next opening. Null when ten years hold too little business time.
 */
export const addBusiness = (calendar: Calendar, startMs: InstantMs, durationMs: number): InstantMs | null => {
  if (durationMs <= 0) return startMs;
  if (!calendar.hasHours) return null;
  const first = Math.floor(startMs / CHUNK);
  const last = Math.floor((startMs + SEARCH_LIMIT_MS) / CHUNK);
  let left = durationMs + countedBefore(calendar.chunk(first), startMs);
  for (let index = first; index <= last; index += 1) {
    const { parts, before, totalMs } = calendar.chunk(index);
    if (left > totalMs) {
      left -= totalMs;
      continue;
    }
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((before[middle] as number) < left) low = middle;
      else high = middle - 1;
    }
    const endMs = (parts[low] as Interval).fromMs + left - (before[low] as number);
    return endMs <= startMs + SEARCH_LIMIT_MS ? endMs : null;
  }
  return null;
};

/** Whether an instant is business time. */
export const isBusinessTime = (calendar: Calendar, ms: InstantMs): boolean => {
  const { parts } = calendar.chunk(Math.floor(ms / CHUNK));
  const part = parts[partAt(parts, ms)];
  return part !== undefined && ms < part.toMs;
};

/** The first instant of business time at or after `ms`; null when there is none within ten years. */
export const nextBusinessTime = (calendar: Calendar, ms: InstantMs): InstantMs | null => {
  const end = addBusiness(calendar, ms, 1);
  return end === null ? null : end - 1;
};
