import type { CalibrationReport } from "@tandem/contract/lab/calibration";

export type Threshold = CalibrationReport["thresholds"][number];

function nearest(list: readonly Threshold[], distance: (one: Threshold) => number): number {
  return list.reduce((best, one, i) => (distance(one) < distance(list[best]!) ? i : best), 0);
}

/** The threshold whose volume is nearest to what is wanted: people a month, or in all where ages are no dates. */
export function nearestVolume(list: readonly Threshold[], wanted: number): number {
  return nearest(list, (one) => Math.abs((one.aMonth ?? one.people) - wanted));
}

/** The lowest threshold that reaches a precision: the most people at that quality. Where none does, the most precise. */
export function reachingPrecision(list: readonly Threshold[], wanted: number): number {
  const reaching = list.flatMap((one, i) => (one.precision >= wanted ? [i] : []));
  if (reaching.length > 0) return reaching.reduce((best, i) => (list[i]!.people > list[best]!.people ? i : best));
  return nearest(list, (one) => -one.precision);
}

/** The threshold at, or next below, so many points. */
export function atPoints(list: readonly Threshold[], points: number): number {
  return nearest(list, (one) => Math.abs(one.points - points));
}

/** Where a ratio stands on a scale of factors around 1, from 1/most to most; 0 to 1. */
export function placeOfLift(lift: number, most: number): number {
  if (lift <= 0) return 0;
  return Math.min(1, Math.max(0, 0.5 + Math.log(lift) / (2 * Math.log(most))));
}

/** The scale that shows all intervals without letting one of them flatten the others. */
export function liftScale(lifts: readonly { low: number; high: number | null }[]): number {
  const most = Math.max(2, ...lifts.flatMap(({ low, high }) => [high ?? 2, low > 0 ? 1 / low : 2]));
  return Math.min(10, Math.ceil(most));
}
