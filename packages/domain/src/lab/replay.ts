import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import type { CompiledAgreement } from "../scoring/compiled-agreement.ts";
import { bytes, integers, noDay, shorts } from "./columns.ts";
import { emptySteps, engagementOn, exchangeRules, sweep, troughAt, visitsFor, type EngagementSteps } from "./engagement-steps.ts";
import { fitSteps, sumFit, type FitSteps } from "./fit-steps.ts";
import type { LabHistory } from "./history.ts";
import { flatRule, planReplay, targetsOf, type ReplayPlan } from "./plan.ts";

/**
 * The replay of one version over a company's history, as known today: who would have been handed over on which day, and
 * when each person's score crossed into and out of the MQL grid.
 *
 * A person is handed over on the first day on which they can be reached and the score qualifies (grid or fast lane). After
 * that they are with Sales. If a real handoff says when Sales gave them back to nurture, that is when; of whom nothing is
 * known, the day on which their score leaves the grid stands for it. From then the agreement's cool-off runs, and only
 * engagement after it hands them over again.
 */
export interface VersionReplay {
  readonly plan: ReplayPlan;
  readonly fit: FitSteps;
  readonly steps: EngagementSteps;
  /** 1 for contacts that ever did what opens a fast lane. */
  readonly laned: Uint8Array;
}

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

/** Both ends included, counted from the history's first day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Lays a version out over the history: plan, fit over time and empty steps, to be filled by `sweep`. */
export function prepareReplay(history: LabHistory, compiled: CompiledAgreement, options: { readonly typeOf?: (ref: FieldRef) => FieldType | null; readonly codeOf?: (key: string) => number | undefined } = {}): VersionReplay {
  const plan = planReplay(compiled, history, options.codeOf);
  const fit = fitSteps(history, plan, options.typeOf ?? standardTypeOf);
  const visits = visitsFor(history, plan, fit.turns ? (c, days) => { for (let i = fit.start[c]! + 1; i < fit.start[c + 1]!; i++) days.push(fit.from[i]!); } : undefined);
  return { plan, fit, steps: emptySteps(visits, history.contacts, plan.groupCaps.length), laned: lanedContacts(history, plan) };
}

function lanedContacts({ contacts, start, signal }: LabHistory, plan: ReplayPlan): Uint8Array {
  const laned = bytes(contacts);
  if (!plan.hasLanes) return laned;
  for (let c = 0; c < contacts; c++) for (let i = start[c]!; i < start[c + 1]!; i++) if (plan.laneOf[signal[i]!]! > 0) laned[c] = 1;
  return laned;
}

/** The whole replay of a version on one thread. */
export function replayVersion(history: LabHistory, compiled: CompiledAgreement, options?: Parameters<typeof prepareReplay>[2]): VersionReplay {
  const replay = prepareReplay(history, compiled, options);
  sweep(history, replay.plan, replay.steps);
  return replay;
}

export function emptyHandovers(contacts: number): Handovers {
  return { firstOn: shorts(contacts), times: shorts(contacts), ever: bytes(contacts), engagement: integers(contacts), grade: bytes(contacts), lane: bytes(contacts) };
}

/**
 * Hands over contacts `from` … `to - 1`. `real` says of whom the recorded handoffs tell when they came back: for the
 * version in force everybody, for a draft only whom the version in force would have handed over as well.
 */
export function handOver(history: LabHistory, replay: VersionReplay, span: DaySpan, into: Handovers, real: "recorded" | Pick<Handovers, "ever">, from = 0, to = history.contacts): HandoverDays {
  const { people } = history;
  const { plan, fit, laned } = replay;
  const { visits, peak, highest } = replay.steps;
  const days: HandoverDays = { all: new Uint32Array(span.to + 1), byLane: new Uint32Array(span.to + 1) };
  const grid = gridOf(plan.compiled);
  const lowest = Math.min(...grid);
  const { firstOn, times, ever, engagement, grade: gradeAt, lane: laneAt } = into;
  const { start: visitStart, day: visitDay } = visits;
  firstOn.fill(noDay, from, to);
  times.fill(0, from, to);
  ever.fill(0, from, to);
  for (let c = from; c < to; c++) {
    const lanes = laned[c] === 1;
    if (highest[c]! < lowest && !lanes) continue;
    let p = fit.start[c]!;
    const lastStretch = fit.start[c + 1]! - 1;
    // Most are one person all the time and use no lane: then one threshold holds, and few visits are worth a look.
    const plain = p === lastStretch && !lanes;
    const needed = !plain ? lowest : fit.never[p] === 1 ? Infinity : grid[gradeIndex(plan.compiled, fit.fit[p]!)]!;
    if (plain && highest[c]! < needed) continue;
    const known = people.from[c]!;
    const beyond = people.until[c]!;
    const end = visitStart[c + 1]!;
    let cool = -1;
    for (let v = visitStart[c]!; v < end; v++) {
      if (peak[v]! < needed && !lanes) continue;
      const today = visitDay[v]!;
      if (today < known) continue;
      if (today >= beyond || today > span.to) break;
      while (p < lastStretch && fit.from[p + 1]! <= today) p++;
      if (fit.never[p] === 1) continue;
      const grade = gradeIndex(plan.compiled, fit.fit[p]!);
      const lane = lanes ? laneBetween(history, plan, c, cool, today) : 0;
      if (lane === 0 && (peak[v]! < grid[grade]! || (cool >= 0 && !wokenBetween(history, plan, c, cool, today)))) continue;
      ever[c] = 1;
      if (today >= span.from) {
        if (firstOn[c] === noDay) {
          firstOn[c] = today;
          engagement[c] = peak[v]!;
          gradeAt[c] = grade;
          laneAt[c] = lane;
        }
        times[c]!++;
        days.all[today]!++;
        if (lane > 0) days.byLane[today]!++;
      }
      const back = backOn(history, replay, c, v, span.to, grid, real);
      if (back >= noDay) break;
      cool = back + plan.coolOffDays;
      while (v + 1 < end && visitDay[v + 1]! <= cool) v++;
    }
  }
  return days;
}

/** The day on which somebody handed over at visit `v` came back to nurture; `noDay` and later: not in this history. */
function backOn(history: LabHistory, replay: VersionReplay, c: number, v: number, lastDay: number, grid: readonly number[], real: "recorded" | Pick<Handovers, "ever">): number {
  const { people } = history;
  const today = replay.steps.visits.day[v]!;
  const [a, b] = [people.releaseStart[c]!, people.releaseStart[c + 1]!];
  if (b > a && (real === "recorded" || real.ever[c] === 1)) for (let r = a; r < b; r++) if (people.releaseDay[r]! >= today) return people.releaseDay[r]!;
  // Nobody comes back without doing something after the cool-off: whoever did nothing so late is not looked at further.
  const { coolOffDays } = replay.plan;
  if (history.latest[c]! <= today + 1 + coolOffDays || !mayComeBack(replay, c, v, today + 1 + coolOffDays, lastDay, grid)) return noDay;
  return leavesGridOn(history, replay, c, v, lastDay, grid, coolOffDays);
}

/** Is there any visit after the earliest end of a cool-off on which the grid or a fast lane could hand them over again? */
function mayComeBack({ plan, fit, steps, laned }: VersionReplay, c: number, v: number, after: number, lastDay: number, grid: readonly number[]): boolean {
  if (laned[c] === 1 || fit.start[c + 1]! - fit.start[c]! > 1) return true;
  const { visits, peak } = steps;
  const needed = neededOn(plan, fit, c, lastDay, grid);
  for (let at = visits.start[c + 1]! - 1; at > v; at--) {
    const today = visits.day[at]!;
    if (today <= after) return false;
    if (today <= lastDay && peak[at]! >= needed) return true;
  }
  return false;
}

/**
 * First day after visit `v` on which the contact's score is outside the grid; `noDay` where it stays inside to the end.
 *
 * @param coolOffDays the day is wanted only for the cool-off that follows: days after which the same visit comes next are as good
 */
function leavesGridOn(history: LabHistory, replay: VersionReplay, c: number, visit: number, lastDay: number, grid: readonly number[], coolOffDays: number | null = null): number {
  const { plan, fit, steps } = replay;
  const { visits, peak } = steps;
  const end = visits.start[c + 1]!;
  let at = visit;
  if (peak[at]! < neededOn(plan, fit, c, visits.day[at]!, grid)) {
    // Handed over by a fast lane below the grid: outside from the next day on, unless that day lifts them into it.
    const tomorrow = visits.day[at]! + 1;
    if (tomorrow > lastDay) return noDay;
    at++;
    if (at === end || visits.day[at] !== tomorrow || peak[at]! < neededOn(plan, fit, c, tomorrow, grid)) return tomorrow;
  }
  for (; ; at++) {
    const today = visits.day[at]!;
    const needed = neededOn(plan, fit, c, today, grid);
    const next = at + 1 < end ? Math.min(visits.day[at + 1]!, lastDay + 1) : lastDay + 1;
    const falls = next > lastDay ? endsBelow(history, replay, c, at, lastDay, needed) : next - 1 > today && troughAt(history, plan, steps, c, at) < needed;
    if (falls) return fallsBelow(history, replay, c, today, next - 1, needed, coolOffDays);
    if (next > lastDay) return noDay;
    if (peak[at + 1]! < neededOn(plan, fit, c, next, grid)) return next;
  }
}

/** Is the score below at the end of the span, after its last visit there? */
function endsBelow(history: LabHistory, { plan, steps }: VersionReplay, c: number, v: number, lastDay: number, needed: number): boolean {
  const isLast = v + 1 === steps.visits.start[c + 1]!;
  if (isLast && lastDay === history.lastDay) return troughAt(history, plan, steps, c, v) < needed;
  return engagementOn(history, plan, c, lastDay) < needed;
}

/** Between visits a score only falls: the first day below, between a day inside and one outside. */
function fallsBelow(history: LabHistory, { plan, steps }: VersionReplay, c: number, inside: number, outside: number, needed: number, coolOffDays: number | null): number {
  while (outside - inside > 1 && (coolOffDays === null || visitsWithin(steps, c, inside + 1 + coolOffDays, outside + coolOffDays))) {
    const middle = (inside + outside) >>> 1;
    if (engagementOn(history, plan, c, middle) < needed) outside = middle;
    else inside = middle;
  }
  return outside;
}

/** Is there a visit after `after` and until `upTo`? */
function visitsWithin({ visits }: EngagementSteps, c: number, after: number, upTo: number): boolean {
  for (let v = visits.start[c + 1]! - 1; v >= visits.start[c]! && visits.day[v]! > after; v--) if (visits.day[v]! <= upTo) return true;
  return false;
}

/** Engagement that the grid asks of the contact on a day; Infinity where nothing does. */
function neededOn(plan: ReplayPlan, fit: FitSteps, c: number, today: number, grid: readonly number[]): number {
  let p = fit.start[c]!;
  const last = fit.start[c + 1]! - 1;
  while (p < last && fit.from[p + 1]! <= today) p++;
  return fit.never[p] === 1 ? Infinity : grid[gradeIndex(plan.compiled, fit.fit[p]!)]!;
}

/** 0 for A to 3 for D. */
export function gradeIndex({ gradeFrom }: CompiledAgreement, points: number): number {
  return points >= gradeFrom.A ? 0 : points >= gradeFrom.B ? 1 : points >= gradeFrom.C ? 2 : 3;
}

function gridOf({ grid }: CompiledAgreement): readonly [number, number, number, number] {
  return [grid.A ?? Infinity, grid.B ?? Infinity, grid.C ?? Infinity, grid.D ?? Infinity];
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
      const out = leavesGridOn(history, replay, c, v, span.to, grid);
      if (out >= noDay) break;
      cross(c, out, 0);
      while (v + 1 < end && visits.day[v + 1]! <= out) v++;
    }
  }
  return found;
}

/**
 * A replay with other thresholds: what was computed of engagement and of who somebody was stays as it is. Only for an
 * agreement that differs in nothing but its grid, its grades or the points of rules that keep their sign.
 */
export function withThresholds(replay: VersionReplay, compiled: CompiledAgreement): VersionReplay {
  return { ...replay, plan: { ...replay.plan, compiled } };
}

/** Positions of engagement rules whose points differ, and whether the steps can be kept (no rule changed sides). */
export function changedRules(before: ReplayPlan, compiled: CompiledAgreement): { readonly engagement: readonly number[]; readonly fit: boolean; readonly keepsVisits: boolean } {
  const engagement = compiled.engagementRules.flatMap((rule, i) => (rule.points === before.compiled.engagementRules[i]!.points ? [] : [i]));
  return {
    engagement,
    fit: compiled.fitRules.some((rule, i) => rule.points !== before.compiled.fitRules[i]!.points),
    // A rule that begins to take points needs visits of its own; one that ceases to may keep them.
    keepsVisits: engagement.every((i) => compiled.engagementRules[i]!.points >= 0 || before.rules[i]!.takes),
  };
}

/** The plan after points of rules were moved; everything else of the agreement is as it was. */
export function planWithPoints(history: LabHistory, before: ReplayPlan, compiled: CompiledAgreement, engagement: readonly number[]): ReplayPlan {
  const rules = before.rules.map((rule, i) => (engagement.includes(i) ? flatRule(compiled.engagementRules[i]!, i, rule.signal, history.lastDay) : rule));
  const wakes = new Uint8Array(before.wakes.length);
  for (const signal of compiled.positiveSignals) {
    const code = before.codes.get(signal) ?? -1;
    if (code >= 0) wakes[code] = 1;
  }
  return { ...before, compiled, rules, wakes, targetsOf: targetsOf(rules, history.signals.length) };
}

/** Moves points in place for contacts `from` … `to - 1`: only the rules named are computed again. */
export function movePoints(history: LabHistory, replay: VersionReplay, after: ReplayPlan, engagement: readonly number[], from = 0, to = history.contacts): void {
  exchangeRules(history, replay.plan, after, engagement, replay.steps, from, to);
}

/** Fit points of every stretch again, after points of fit rules were moved. */
export function moveFitPoints(replay: VersionReplay, compiled: CompiledAgreement): void {
  sumFit(compiled, replay.fit);
}
