import { bytes, integers, noDay, shorts } from "./columns.ts";
import { least, most } from "./engagement-steps.ts";
import { below, gradeIndex, gridOf, leavesGridOn, neededOn, unbounded, type Bounds } from "./grid.ts";
import type { LabHistory } from "./history.ts";
import type { ReplayPlan } from "./plan.ts";
import type { DaySpan, VersionReplay } from "./replay.ts";

/** Where a version would have handed people over, by contact; filled by `handOver`, each contact in its own place. */
export interface Handovers {
  /** First day in the period; `noDay`: not at all. */
  readonly firstOn: Uint16Array;
  readonly times: Uint16Array;
  /** 1 where they were handed over in the period or before it. */
  readonly ever: Uint8Array;
  /** At the first: milli-points, grade 0 (A) to 3 (D), and 1 + the fast lane's position or 0. */
  readonly engagement: Int32Array;
  readonly grade: Uint8Array;
  readonly lane: Uint8Array;
}

/** Handovers by day of the period, added up; what a part of the contacts gives, parts add up to the whole. */
export interface HandoverDays {
  readonly all: Uint32Array;
  readonly byLane: Uint32Array;
}

/**
 * Of whom the recorded handoffs tell when they came back: for the version in force of everybody, for a draft only of whom
 * the version in force would have handed over as well.
 */
export type Real = "recorded" | Pick<Handovers, "ever">;

/**
 * What was asked of a version's thresholds while it handed over, so that a move is asked only of those whom it can
 * concern: of everybody else every answer, and with them the handovers, would be the same.
 */
export interface Trace {
  /** By contact: the grade whose threshold they are held to all the time (0 for A), `none` or `several`. */
  readonly level: Uint8Array;
  /** By contact: the threshold can move as long as it stays above the one and is at most the other. Milli-points. */
  readonly above: Int32Array;
  readonly upTo: Int32Array;
  /** By visit: 1 where it handed over once more in the period, after a first time, 2 where a fast lane did. */
  readonly again: Uint8Array;
}

const none = 4;
export const several = 5;

export function emptyHandovers(contacts: number): Handovers {
  return { firstOn: shorts(contacts).fill(noDay), times: shorts(contacts), ever: bytes(contacts), engagement: integers(contacts), grade: bytes(contacts), lane: bytes(contacts) };
}

export function emptyTrace(history: LabHistory, { steps }: VersionReplay): Trace {
  const { contacts } = history;
  return { level: bytes(contacts), above: integers(contacts), upTo: integers(contacts), again: bytes(steps.visits.day.length) };
}

export function noDays(span: DaySpan): HandoverDays {
  return { all: new Uint32Array(span.to + 1), byLane: new Uint32Array(span.to + 1) };
}

/** Hands over contacts `from` … `to - 1`, who are added to `days`. With a trace, moves of the same replay can be handed over again by `handOverAgain`. */
export function handOver(history: LabHistory, replay: VersionReplay, span: DaySpan, into: Handovers, real: Real, from = 0, to = history.contacts, trace: Trace | null = null, days = noDays(span)): HandoverDays {
  const { laned, fit, steps } = replay;
  const { highest } = steps;
  const grid = gridOf(replay.plan.compiled);
  const lowest = Math.min(...grid);
  const bounds = unbounded();
  const decide = decider(history, replay, span, into, days, real, bounds, trace?.again ?? null);
  into.firstOn.fill(noDay, from, to);
  into.times.fill(0, from, to);
  into.ever.fill(0, from, to);
  if (trace) trace.again.fill(0, steps.visits.start[from]!, steps.visits.start[to]!);
  for (let c = from; c < to; c++) {
    if (trace) trace.level[c] = levelOf(replay, c);
    const high = highest[c]!;
    if (laned[c] === 0) {
      // Most never come near: of those all is said by their highest.
      const p = fit.start[c]!;
      const needed = high < lowest || p !== fit.start[c + 1]! - 1 ? lowest : fit.never[p] === 1 ? Infinity : grid[gradeIndex(replay.plan.compiled, fit.fit[p]!)]!;
      if (high < needed) {
        if (trace) {
          trace.above[c] = high;
          trace.upTo[c] = most;
        }
        continue;
      }
    }
    bounds.above = least;
    bounds.upTo = most;
    decide(c);
    if (trace) {
      trace.above[c] = bounds.above;
      trace.upTo[c] = bounds.upTo;
    }
  }
  return days;
}

/** Which threshold a contact is held to, as `Trace.level` has it. */
export function levelOf({ plan, fit }: VersionReplay, c: number): number {
  const last = fit.start[c + 1]! - 1;
  const level = fit.never[last] === 1 ? none : gradeIndex(plan.compiled, fit.fit[last]!);
  for (let p = fit.start[c]!; p < last; p++) if ((fit.never[p] === 1 ? none : gradeIndex(plan.compiled, fit.fit[p]!)) !== level) return several;
  return level;
}

/** Hands over one contact at a time, of whom nothing is noted yet. */
export function decider(history: LabHistory, replay: VersionReplay, span: DaySpan, into: Handovers, days: HandoverDays, real: Real, bounds: Bounds, again: Uint8Array | null): (c: number) => void {
  const { people } = history;
  const { plan, fit, laned } = replay;
  const { visits, peak } = replay.steps;
  const grid = gridOf(plan.compiled);
  const lowest = Math.min(...grid);
  const { firstOn, times, ever, engagement, grade: gradeAt, lane: laneAt } = into;
  const { start: visitStart, day: visitDay } = visits;
  return (c) => {
    const lanes = laned[c] === 1;
    let p = fit.start[c]!;
    const lastStretch = fit.start[c + 1]! - 1;
    // Most are one person all the time and use no lane: then one threshold holds, and few visits are worth a look.
    const plain = p === lastStretch && !lanes;
    const needed = !plain ? lowest : fit.never[p] === 1 ? Infinity : grid[gradeIndex(plan.compiled, fit.fit[p]!)]!;
    const known = people.from[c]!;
    const beyond = people.until[c]!;
    const end = visitStart[c + 1]!;
    let cool = -1;
    for (let v = visitStart[c]!; v < end; v++) {
      const today = visitDay[v]!;
      if (today < known) continue;
      if (today >= beyond || today > span.to) break;
      if (!lanes && peak[v]! < needed) {
        below(bounds, peak[v]!, needed);
        continue;
      }
      while (p < lastStretch && fit.from[p + 1]! <= today) p++;
      if (fit.never[p] === 1) continue;
      const grade = gradeIndex(plan.compiled, fit.fit[p]!);
      const lane = lanes ? laneBetween(history, plan, c, cool, today) : 0;
      if (lane === 0 && (below(bounds, peak[v]!, grid[grade]!) || (cool >= 0 && !wokenBetween(history, plan, c, cool, today)))) continue;
      ever[c] = 1;
      if (today >= span.from) {
        if (firstOn[c] === noDay) {
          firstOn[c] = today;
          engagement[c] = peak[v]!;
          gradeAt[c] = grade;
          laneAt[c] = lane;
        } else if (again !== null) again[v] = lane > 0 ? 2 : 1;
        times[c]!++;
        days.all[today]!++;
        if (lane > 0) days.byLane[today]!++;
      }
      const back = backOn(history, replay, c, v, span.to, grid, real, bounds);
      if (back >= noDay) break;
      cool = back + plan.coolOffDays;
      while (v + 1 < end && visitDay[v + 1]! <= cool) v++;
    }
  };
}

/** The day on which somebody handed over at visit `v` came back to nurture; `noDay` and later: not in this history. */
function backOn(history: LabHistory, replay: VersionReplay, c: number, v: number, lastDay: number, grid: readonly number[], real: Real, bounds: Bounds): number {
  const { people } = history;
  const today = replay.steps.visits.day[v]!;
  const [a, b] = [people.releaseStart[c]!, people.releaseStart[c + 1]!];
  if (b > a && (real === "recorded" || real.ever[c] === 1)) for (let r = a; r < b; r++) if (people.releaseDay[r]! >= today) return people.releaseDay[r]!;
  // Nobody comes back without doing something after the cool-off: whoever did nothing so late is not looked at further.
  const { coolOffDays } = replay.plan;
  if (history.latest[c]! <= today + 1 + coolOffDays || !mayComeBack(replay, c, v, today + 1 + coolOffDays, lastDay, grid, bounds)) return noDay;
  return leavesGridOn(history, replay, c, v, lastDay, grid, bounds, coolOffDays);
}

/** Is there any visit after the earliest end of a cool-off on which the grid or a fast lane could hand them over again? */
function mayComeBack({ plan, fit, steps, laned }: VersionReplay, c: number, v: number, after: number, lastDay: number, grid: readonly number[], bounds: Bounds): boolean {
  if (laned[c] === 1 || fit.start[c + 1]! - fit.start[c]! > 1) return true;
  const { visits, peak } = steps;
  const needed = neededOn(plan, fit, c, lastDay, grid);
  for (let at = visits.start[c + 1]! - 1; at > v; at--) {
    const today = visits.day[at]!;
    if (today <= after) return false;
    if (today <= lastDay && !below(bounds, peak[at]!, needed)) return true;
  }
  return false;
}

/** 1 + the position of the first fast lane that was opened after `after` and until `today`, or 0. */
function laneBetween({ start, signal, day }: LabHistory, plan: ReplayPlan, c: number, after: number, today: number): number {
  let lane = 0;
  for (let i = start[c]!; i < start[c + 1]!; i++) {
    const opens = plan.laneOf[signal[i]!]!;
    if (opens > 0 && (lane === 0 || opens < lane) && day[i]! > after && day[i]! <= today) lane = opens;
  }
  return lane;
}

/** Did the contact do anything worth points after `after` and until `today`? */
function wokenBetween({ start, signal, day }: LabHistory, plan: ReplayPlan, c: number, after: number, today: number): boolean {
  for (let i = start[c]!; i < start[c + 1]!; i++) if (day[i]! > after && day[i]! <= today && plan.wakes[signal[i]!] === 1) return true;
  return false;
}
