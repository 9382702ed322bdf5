import type { CompiledAgreement } from "../scoring/compiled-agreement.ts";
import { noDay } from "./columns.ts";
import { engagementOn, least, most, troughAt, type EngagementSteps } from "./engagement-steps.ts";
import type { FitSteps } from "./fit-steps.ts";
import type { LabHistory } from "./history.ts";
import type { ReplayPlan } from "./plan.ts";
import type { DaySpan, VersionReplay } from "./replay.ts";

/** Who is inside the MQL grid, and when they leave it. */

/**
 * Between what a threshold may move without any answer turning that was given: it stays above `above` and is at most
 * `upTo`. Every comparison of a score with it draws the bounds closer.
 */
export interface Bounds {
  above: number;
  upTo: number;
}

export const unbounded = (): Bounds => ({ above: least, upTo: most });

/** Is the score below what is needed? Both in milli-points. Bounds stay small integers, which cost nothing to set. */
export function below(bounds: Bounds, points: number, needed: number): boolean {
  if (points < needed) {
    if (points > bounds.above) bounds.above = (points > most ? most : points) | 0;
    return true;
  }
  // The greatest integer stays free to say that nothing bounds it.
  if (points < bounds.upTo) bounds.upTo = (points >= most ? most - 1 : points) | 0;
  return false;
}

/** Engagement that the grid asks of each grade, A to D; Infinity where it takes nobody. */
export function gridOf({ grid }: CompiledAgreement): readonly [number, number, number, number] {
  return [grid.A ?? Infinity, grid.B ?? Infinity, grid.C ?? Infinity, grid.D ?? Infinity];
}

/** 0 for A to 3 for D. */
export function gradeIndex({ gradeFrom }: CompiledAgreement, points: number): number {
  return points >= gradeFrom.A ? 0 : points >= gradeFrom.B ? 1 : points >= gradeFrom.C ? 2 : 3;
}

/** Engagement that the grid asks of the contact on a day; Infinity where nothing does. */
export function neededOn(plan: ReplayPlan, fit: FitSteps, c: number, today: number, grid: readonly number[]): number {
  let p = fit.start[c]!;
  const last = fit.start[c + 1]! - 1;
  while (p < last && fit.from[p + 1]! <= today) p++;
  return fit.never[p] === 1 ? Infinity : grid[gradeIndex(plan.compiled, fit.fit[p]!)]!;
}

/**
 * First day after visit `visit` on which the contact is outside the grid; `noDay` and later: not until `lastDay`.
 *
 * @param coolOffDays asked for by who waits for the end of the cool-off that follows: days after which the same visit comes next are as good
 */
export function leavesGridOn(history: LabHistory, replay: VersionReplay, c: number, visit: number, lastDay: number, grid: readonly number[], bounds: Bounds, coolOffDays: number | null = null): number {
  const { plan, fit, steps } = replay;
  const { visits, peak } = steps;
  const end = visits.start[c + 1]!;
  let at = visit;
  if (below(bounds, peak[at]!, neededOn(plan, fit, c, visits.day[at]!, grid))) {
    // Handed over by a fast lane below the grid: outside from the next day on, unless that day lifts them into it.
    const tomorrow = visits.day[at]! + 1;
    if (tomorrow > lastDay) return noDay;
    at++;
    if (at === end || visits.day[at] !== tomorrow || below(bounds, peak[at]!, neededOn(plan, fit, c, tomorrow, grid))) return tomorrow;
  }
  for (; ; at++) {
    const today = visits.day[at]!;
    const needed = neededOn(plan, fit, c, today, grid);
    const next = at + 1 < end ? Math.min(visits.day[at + 1]!, lastDay + 1) : lastDay + 1;
    const falls = next > lastDay ? below(bounds, endOf(history, replay, c, at, lastDay), needed) : next - 1 > today && below(bounds, troughAt(history, plan, steps, c, at), needed);
    if (falls) return fallsBelow(history, replay, c, today, next - 1, needed, bounds, coolOffDays);
    if (next > lastDay) return noDay;
    if (below(bounds, peak[at + 1]!, neededOn(plan, fit, c, next, grid))) return next;
  }
}

/** The score at the end of the span, after its last visit there. */
function endOf(history: LabHistory, { plan, steps }: VersionReplay, c: number, v: number, lastDay: number): number {
  const isLast = v + 1 === steps.visits.start[c + 1]!;
  return isLast && lastDay === history.lastDay ? troughAt(history, plan, steps, c, v) : engagementOn(history, plan, c, lastDay);
}

/**
 * Between visits a score only falls: the first day below, between a day inside and one outside. Who waits for the end of a
 * cool-off only asks which visits come after it: the days asked about are those that part one visit from the next.
 */
function fallsBelow(history: LabHistory, { plan, steps }: VersionReplay, c: number, inside: number, outside: number, needed: number, bounds: Bounds, coolOffDays: number | null): number {
  while (outside - inside > 1) {
    let asked = (inside + outside) >>> 1;
    if (coolOffDays !== null) {
      const visit = middleVisit(steps, c, inside + 1 + coolOffDays, outside + coolOffDays);
      if (visit < 0) break;
      asked = steps.visits.day[visit]! - coolOffDays - 1;
    }
    if (below(bounds, engagementOn(history, plan, c, asked), needed)) outside = asked;
    else inside = asked;
  }
  return outside;
}

/** The middle one of the visits after `after` and until `upTo`; -1 where there is none. */
function middleVisit({ visits }: EngagementSteps, c: number, after: number, upTo: number): number {
  const begin = visits.start[c]!;
  let last = visits.start[c + 1]! - 1;
  while (last >= begin && visits.day[last]! > upTo) last--;
  let first = last;
  while (first >= begin && visits.day[first]! > after) first--;
  return first === last ? -1 : (first + 1 + last) >>> 1;
}

/** Every crossing into and out of the grid in the period, by contact, then day. */
export interface Crossings {
  readonly contact: number[];
  /** Counted from the history's first day. */
  readonly day: number[];
  /** 1 into the grid, 0 out of it. */
  readonly into: number[];
}

export function findCrossings(history: LabHistory, replay: VersionReplay, span: DaySpan, from = 0, to = history.contacts): Crossings {
  const { plan, fit, steps } = replay;
  const { visits, peak, highest } = steps;
  const found: Crossings = { contact: [], day: [], into: [] };
  const grid = gridOf(plan.compiled);
  const lowest = Math.min(...grid);
  const bounds = unbounded();
  const cross = (c: number, day: number, into: number): void => {
    if (day < span.from || day > span.to) return;
    found.contact.push(c);
    found.day.push(day);
    found.into.push(into);
  };
  for (let c = from; c < to; c++) {
    if (highest[c]! < lowest) continue;
    const p = fit.start[c]!;
    const last = fit.start[c + 1]! - 1;
    if (p === last && highest[c]! < (fit.never[p] === 1 ? Infinity : grid[gradeIndex(plan.compiled, fit.fit[p]!)]!)) continue;
    const end = visits.start[c + 1]!;
    for (let v = visits.start[c]!; v < end && visits.day[v]! <= span.to; v++) {
      const today = visits.day[v]!;
      if (peak[v]! < neededOn(plan, fit, c, today, grid)) continue;
      cross(c, today, 1);
      const out = leavesGridOn(history, replay, c, v, span.to, grid, bounds);
      if (out >= noDay) break;
      cross(c, out, 0);
      while (v + 1 < end && visits.day[v + 1]! <= out) v++;
    }
  }
  return found;
}
