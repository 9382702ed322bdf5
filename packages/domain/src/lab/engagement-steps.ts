import { clamp } from "../scoring/engagement.ts";
import { bytes, integers, shorts, unsigned } from "./columns.ts";
import { sortUnique, type LabHistory, type Visits } from "./history.ts";
import { pointsOn, type FlatRule, type ReplayPlan, type Target } from "./plan.ts";

/**
 * Engagement over time, as steps: its value on every visited day. Between two visits it can only fall (whatever makes it
 * rise is visited), so the days in between are asked for only where somebody needs to know when it fell.
 */
export interface EngagementSteps {
  readonly visits: Visits;
  /** Milli-points by visit. */
  readonly peak: Int32Array;
  /** By group of rules: its milli-points by visit before the cap of the group. */
  readonly groups: readonly Int32Array[];
  /** By visit: milli-points on the day before the next visit; `unasked` until somebody wants to know. */
  readonly trough: Int32Array;
  /** 1 where any trough of the contact was asked for; elsewhere its troughs mean nothing. */
  readonly asked: Uint8Array;
  /** The highest of each contact; the least integer where it has no visit. */
  readonly highest: Int32Array;
}

/** What a column of milli-points holds at the least and at the most. */
export const least = -2_147_483_647;
export const most = 2_147_483_647;
const unasked = -2_147_483_648;

/** Room for the sweep of one contact, kept between contacts. */
export interface Scratch {
  sum: Float64Array;
  groups: Float64Array[];
}

export function scratchFor(plan: Pick<ReplayPlan, "groupCaps">): Scratch {
  return { sum: new Float64Array(64), groups: plan.groupCaps.map(() => new Float64Array(64)) };
}

function roomFor(scratch: Scratch, visits: number): void {
  if (scratch.sum.length >= visits) return;
  scratch.sum = new Float64Array(visits * 2);
  scratch.groups = scratch.groups.map(() => new Float64Array(visits * 2));
}

/** Columns for the steps of a version, to be filled by `sweep`. */
export function emptySteps(visits: Visits, contacts: number, groups: number): EngagementSteps {
  const length = visits.day.length;
  return { visits, peak: integers(length), groups: Array.from({ length: groups }, () => integers(length)), trough: integers(length), asked: bytes(contacts), highest: integers(contacts) };
}

/** Computes the steps of contacts `from` … `to - 1`. Contacts are independent: any split gives the same columns. */
export function sweep(history: LabHistory, plan: ReplayPlan, steps: EngagementSteps, from = 0, to = history.contacts): void {
  const scratch = scratchFor(plan);
  for (let c = from; c < to; c++) sweepContact(history, plan, steps, c, scratch);
}

/** Computes the steps of one contact. */
export function sweepContact(history: LabHistory, plan: ReplayPlan, steps: EngagementSteps, c: number, scratch: Scratch): void {
  const { start, signal, day, count } = history;
  const visitDay = steps.visits.day;
  const first = steps.visits.start[c]!;
  const last = steps.visits.start[c + 1]!;
  const visits = last - first;
  roomFor(scratch, visits);
  const { sum, groups } = scratch;
  // Most contacts have few visits: a loop is quicker than a call.
  for (let i = 0; i < visits; i++) sum[i] = 0;
  for (let g = 0; g < groups.length; g++) {
    const points = groups[g]!;
    for (let i = 0; i < visits; i++) points[i] = 0;
  }
  const end = start[c + 1]!;
  for (let a = start[c]!; a < end; ) {
    const code = signal[a]!;
    let b = a + 1;
    while (b < end && signal[b] === code) b++;
    const targets = plan.targetsOf[code]!;
    if (targets.length > 0) {
      let begin = first;
      while (visitDay[begin]! < day[a]!) begin++;
      for (let t = 0; t < targets.length; t++) {
        const target = targets[t]!;
        const into = target.group < 0 ? sum : groups[target.group]!;
        if (b - a === 1 && count[a]! < target.alone.length) addTable(target.alone[count[a]!]!, day[a]!, visitDay, begin, last, into, first);
        else addTarget(target, history, a, b, visitDay, begin, last, into, first);
      }
    }
    a = b;
  }
  for (let g = 0; g < groups.length; g++) {
    const [points, cap, kept] = [groups[g]!, plan.groupCaps[g]!, steps.groups[g]!];
    for (let i = 0; i < visits; i++) {
      const value = points[i]!;
      kept[first + i] = held(value);
      sum[i]! += value > cap ? cap : value < -cap ? -cap : value;
    }
  }
  const { peak } = steps;
  let high = least;
  for (let i = 0; i < visits; i++) {
    const value = held(sum[i]!);
    peak[first + i] = value;
    if (value > high) high = value;
  }
  steps.highest[c] = high;
  steps.asked[c] = 0;
}

/** Nobody's threshold is beyond a column's integers; what is held stays comparable. */
function held(points: number): number {
  return points > most ? most : points < least ? least : points;
}

/** Adds what a day gives by its age to the visits from `begin` on; `into` begins with visit `origin`. */
export function addTable(table: Int32Array, since: number, visitDay: Uint16Array, begin: number, last: number, into: Float64Array, origin: number): void {
  const ages = table.length;
  for (let v = begin; v < last; v++) {
    const age = visitDay[v]! - since;
    if (age >= ages) return;
    into[v - origin]! += table[age]!;
  }
}

function addTarget(target: Target, history: Pick<LabHistory, "day" | "count">, a: number, b: number, visitDay: Uint16Array, begin: number, last: number, into: Float64Array, origin: number): void {
  const { additive, special } = target;
  let rules = special;
  if (additive !== null) {
    const tables = additive.length;
    let fits = true;
    for (let i = a; i < b; i++) if (history.count[i]! >= tables) fits = false;
    if (!fits) rules = target.rules;
    else
      for (let i = a, from = begin; i < b; i++) {
        while (visitDay[from]! < history.day[i]!) from++;
        addTable(additive[history.count[i]!]!, history.day[i]!, visitDay, from, last, into, origin);
      }
  }
  for (let r = 0; r < rules.length; r++) addRule(rules[r]!, history, a, b, visitDay, begin, last, into, origin);
}

/** Adds what a rule gives on each visit from `begin` on to `into`, whose first place is visit `origin`. */
function addRule(rule: FlatRule, history: Pick<LabHistory, "day" | "count">, a: number, b: number, visitDay: Uint16Array, begin: number, last: number, into: Float64Array, origin: number): void {
  const { worth, cap, capPerDay } = rule;
  const ages = worth.length;
  const { day, count } = history;
  if (b - a === 1) {
    const since = day[a]!;
    const n = count[a]!;
    const times = rule.once ? 1 : n > capPerDay ? capPerDay : n;
    for (let v = begin; v < last; v++) {
      const age = visitDay[v]! - since;
      if (age >= ages) return;
      const points = times * worth[age]!;
      into[v - origin]! += points > cap ? cap : points < -cap ? -cap : points;
    }
    return;
  }
  if (rule.once) {
    for (let v = begin; v < last; v++) into[v - origin]! += pointsOn(rule, history, a, b, visitDay[v]!);
    return;
  }
  let latest = a;
  for (let v = begin; v < last; v++) {
    const today = visitDay[v]!;
    while (latest + 1 < b && day[latest + 1]! <= today) latest++;
    let points = 0;
    for (let i = latest; i >= a; i--) {
      const age = today - day[i]!;
      if (age >= ages) break;
      const n = count[i]!;
      points += (n > capPerDay ? capPerDay : n) * worth[age]!;
    }
    into[v - origin]! += points > cap ? cap : points < -cap ? -cap : points;
  }
}

/** Engagement of one contact on any day. Milli-points. */
export function engagementOn(history: LabHistory, plan: ReplayPlan, c: number, today: number): number {
  const { start, signal, day } = history;
  const sums = plan.groupSums;
  // Groups are few: a loop is quicker than a call.
  for (let g = 0; g < sums.length; g++) sums[g] = 0;
  let sum = 0;
  const end = start[c + 1]!;
  for (let a = start[c]!; a < end; ) {
    const code = signal[a]!;
    let b = a + 1;
    while (b < end && signal[b] === code) b++;
    if (day[a]! <= today) {
      const targets = plan.targetsOf[code]!;
      for (let t = 0; t < targets.length; t++) {
        const points = targetOn(targets[t]!, history, a, b, today);
        const { group } = targets[t]!;
        if (group < 0) sum += points;
        else sums[group]! += points;
      }
    }
    a = b;
  }
  for (let g = 0; g < sums.length; g++) sum += clamp(sums[g]!, plan.groupCaps[g]!);
  return sum;
}

function targetOn(target: Target, history: Pick<LabHistory, "day" | "count">, a: number, b: number, today: number): number {
  const { day, count } = history;
  if (b - a === 1 && count[a]! < target.alone.length) return target.alone[count[a]!]![today - day[a]!] ?? 0;
  let points = 0;
  for (let r = 0; r < target.rules.length; r++) points += pointsOn(target.rules[r]!, history, a, b, today);
  return points;
}

/** Milli-points on the day before the next visit, or on `lastDay` after the last one. Asked once, then kept. */
export function troughAt(history: LabHistory, plan: ReplayPlan, { visits, trough, asked }: EngagementSteps, c: number, v: number): number {
  if (asked[c] === 0) {
    asked[c] = 1;
    trough.fill(unasked, visits.start[c]!, visits.start[c + 1]!);
  }
  const known = trough[v]!;
  if (known !== unasked) return known;
  const before = v + 1 < visits.start[c + 1]! ? visits.day[v + 1]! - 1 : history.lastDay;
  return (trough[v] = held(engagementOn(history, plan, c, before)));
}

/**
 * A rule that takes points lets the score rise again when it runs out or fades, with nothing happening: those days are
 * visited too. Without such rules the visits of the history do.
 *
 * @param extra further days a contact's grade or `never` can turn by itself; they are added to `days`
 */
export function visitsFor(history: LabHistory, plan: ReplayPlan, extra?: (contact: number, days: number[]) => void): Visits {
  const taking = plan.rules.filter((rule) => rule.takes && rule.signal >= 0);
  if (taking.length === 0 && !extra) return history.visits;
  const { start, signal, day, lastDay } = history;
  const takes = history.signals.map((_, code) => taking.filter((rule) => rule.signal === code));
  const visitStart = unsigned(history.contacts + 1);
  let all: Uint16Array = new Uint16Array(history.visits.day.length + 1_024);
  const days: number[] = [];
  let at = 0;
  for (let c = 0; c < history.contacts; c++) {
    visitStart[c] = at;
    days.length = 0;
    if (taking.length > 0) for (let i = start[c]!; i < start[c + 1]!; i++) for (const rule of takes[signal[i]!]!) turnsOf(rule, day[i]!, lastDay, days);
    extra?.(c, days);
    const [a, b] = [history.visits.start[c]!, history.visits.start[c + 1]!];
    if (at + b - a + days.length > all.length) all = grown(all, at + b - a + days.length);
    const first = at;
    for (let v = a; v < b; v++) all[at++] = history.visits.day[v]!;
    const begins = b > a ? history.visits.day[a]! : Infinity;
    for (const turn of days) if (turn > begins) all[at++] = turn;
    if (days.length > 0) at = sortUnique(all, first, at);
  }
  visitStart[history.contacts] = at;
  const tight = shorts(at);
  tight.set(all.subarray(0, at));
  return { start: visitStart, day: tight };
}

function turnsOf({ worth }: FlatRule, since: number, lastDay: number, days: number[]): void {
  for (let age = 1; age <= worth.length && since + age <= lastDay; age++) if (worth[age] !== worth[age - 1]) days.push(since + age);
}

function grown(column: Uint16Array, least: number): Uint16Array {
  const larger = new Uint16Array(Math.max(column.length * 2, least));
  larger.set(column);
  return larger;
}
