/** Sets of instants (or of times of a day) as disjoint half-open intervals in order. */
import type { Interval } from "../kit/instant.ts";

/** Whether intervals are in order and do not overlap (they may touch). */
export const isSortedApart = (intervals: readonly Interval[]): boolean =>
  intervals.every((interval, index) => index === 0 || (intervals[index - 1] as Interval).toMs <= interval.fromMs);

/** The union: in order, touching ones joined, empty ones gone. */
export const mergeIntervals = (intervals: readonly Interval[]): Interval[] => {
  const merged: Interval[] = [];
  for (const { fromMs, toMs } of [...intervals].sort((a, b) => a.fromMs - b.fromMs)) {
    if (fromMs >= toMs) continue;
    const last = merged[merged.length - 1];
    if (last && fromMs <= last.toMs) merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, toMs) };
    else merged.push({ fromMs, toMs });
  }
  return merged;
};

/** What of `whole` is not in `away`; both disjoint and in order. */
export const subtractIntervals = (whole: readonly Interval[], away: readonly Interval[]): Interval[] => {
  const left: Interval[] = [];
  let first = 0;
  for (const { fromMs, toMs } of whole) {
    while (first < away.length && (away[first] as Interval).toMs <= fromMs) first += 1;
    let from = fromMs;
    for (let index = first; index < away.length && (away[index] as Interval).fromMs < toMs; index += 1) {
      const gone = away[index] as Interval;
      if (gone.fromMs > from) left.push({ fromMs: from, toMs: gone.fromMs });
      from = Math.max(from, gone.toMs);
    }
    if (from < toMs) left.push({ fromMs: from, toMs });
  }
  return left;
};

/** Total length in milliseconds. */
export const lengthOf = (intervals: readonly Interval[]): number => intervals.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
