/**
 * The one place where local time meets instants. A zone's history is a row of stretches with a constant offset; each
 * stretch is asked of Temporal once and kept, so that a conversion afterwards costs a short binary search.
 */
import { Temporal } from "temporal-polyfill";
import type { EpochDay } from "./epoch-day.ts";
import { DAY, type InstantMs, type Interval } from "./instant.ts";

/** Zone name as the IANA database writes it, for instance `Europe/Berlin`. */
export type TimeZone = string;

/** A stretch of instants over which the zone's clocks are `offsetMs` ahead of UTC. */
export interface OffsetStretch extends Interval {
  readonly offsetMs: number;
}

/** Enough for the widest offsets ever used on earth, with room. */
const WIDEST_OFFSET = 16 * 60 * 60 * 1000;

const stretchesByZone = new Map<TimeZone, OffsetStretch[]>();

/** Whether `name` is a zone this engine knows. */
export const isTimeZone = (name: string): boolean => {
  if (stretchesByZone.has(name)) return true;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
};

const askTemporal = (zone: TimeZone, ms: InstantMs): OffsetStretch => {
  const moment = Temporal.Instant.fromEpochMilliseconds(Math.floor(ms)).toZonedDateTimeISO(zone);
  const next = moment.getTimeZoneTransition("next");
  // "previous" is strictly before, so step one millisecond on to count a transition that happens at this very instant.
  const previous = moment.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  return {
    fromMs: previous ? previous.epochMilliseconds : Number.NEGATIVE_INFINITY,
    toMs: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY,
    offsetMs: Math.trunc(moment.offsetNanoseconds / 1e6),
  };
};

/** Index of the first known stretch that ends after `ms`. */
const indexOf = (stretches: readonly OffsetStretch[], ms: InstantMs): number => {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as OffsetStretch).toMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The stretch of constant offset that contains an instant. Throws a RangeError for an unknown zone. */
export const stretchAt = (zone: TimeZone, ms: InstantMs): OffsetStretch => {
  let stretches = stretchesByZone.get(zone);
  if (!stretches) stretchesByZone.set(zone, (stretches = []));
  const index = indexOf(stretches, ms);
  const known = stretches[index];
  if (known && known.fromMs <= ms) return known;
  const asked = askTemporal(zone, ms);
  stretches.splice(index, 0, asked);
  return asked;
};

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetAt = (zone: TimeZone, ms: InstantMs): number => stretchAt(zone, ms).offsetMs;

/** The day a clock on the wall of the zone shows at an instant. */
export const epochDayAt = (zone: TimeZone, ms: InstantMs): EpochDay => Math.floor((ms + offsetAt(zone, ms)) / DAY);

/** Milliseconds since local midnight that a clock on the wall shows at an instant. */
export const timeOfDayAt = (zone: TimeZone, ms: InstantMs): number => {
  const local = ms + offsetAt(zone, ms);
  return local - Math.floor(local / DAY) * DAY;
};

/**
 * All instants at which the wall clock reads from `localFrom` (included) to `localTo` (excluded), both given as
 * milliseconds of local time since 1970-01-01T00:00 without a zone. In order; empty where a clock change skips the
 * reading, in two parts where a change repeats it.
 */
export const instantsOfLocal = (zone: TimeZone, localFrom: number, localTo: number): Interval[] => {
  const parts: Interval[] = [];
  const end = localTo + WIDEST_OFFSET;
  for (let at = localFrom - WIDEST_OFFSET; at < end; ) {
    const stretch = stretchAt(zone, at);
    const fromMs = Math.max(localFrom - stretch.offsetMs, stretch.fromMs);
    const toMs = Math.min(localTo - stretch.offsetMs, stretch.toMs);
    const last = parts[parts.length - 1];
    if (fromMs < toMs) {
      if (last && last.toMs === fromMs) parts[parts.length - 1] = { fromMs: last.fromMs, toMs };
      else parts.push({ fromMs, toMs });
    }
    at = stretch.toMs;
  }
  return parts;
};

/** The first instant of a day in a zone (not always 00:00). A day the zone skipped begins where the next one does. */
export const startOfDay = (zone: TimeZone, day: EpochDay): InstantMs => {
  for (let at = day; ; at += 1) {
    const first = instantsOfLocal(zone, at * DAY, (at + 1) * DAY)[0];
    if (first) return first.fromMs;
  }
};

/**
 * The instant at which a wall clock first reads `timeOfDay` (ms since midnight) or later on a day. Where a change skips
 * that reading, the instant of the change.
 */
export const instantAt = (zone: TimeZone, day: EpochDay, timeOfDay: number): InstantMs =>
  instantsOfLocal(zone, day * DAY + timeOfDay, (day + 3) * DAY)[0]?.fromMs ?? startOfDay(zone, day + 1);
