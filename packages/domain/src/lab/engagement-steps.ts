import { clamp } from "../scoring/engagement.ts";
import { integers, shorts, unsigned } from "./columns.ts";
import { sortUnique, type LabHistory, type Visits } from "./history.ts";
import { pointsOn, type FlatRule, type ReplayPlan } from "./plan.ts";

/**
 * Engagement over time, as steps: its value on every visited day. Between two visits it can only fall (whatever makes it
 * rise is visited), so the days in between are asked for only where somebody needs to know when it fell.
 */
export interface EngagementSteps {
  readonly visits: Visits;
  /** Milli-points by visit. */
  readonly peak: Int32Array;
  /** The highest of each contact; `Int32` least where it has no visit. */
  readonly highest: Int32Array;
}

const least = -2_147_483_648;
const most = 2_147_483_647;

/** Room for the sweep of one contact, kept between contacts. */
export interface Scratch {
  sum: Float64Array;
  groups: Float64Array[];
  touched: number[];
}

export function scratchFor(plan: Pick<ReplayPlan, "groupCaps">): Scratch {
  return { sum: new Float64Array(64), groups: plan.groupCaps.map(() => new Float64Array(64)), touched: [] };
}

function roomFor(scratch: Scratch, visits: number): void {
  if (scratch.sum.length >= visits) return;
  scratch.sum = new Float64Array(visits * 2);
  scratch.groups = scratch.groups.map(() => new Float64Array(visits * 2));
}

/** Columns for the steps of a version, to be filled by `sweep`. */
export function emptySteps(visits: Visits, contacts: number): EngagementSteps {
  return { visits, peak: integers(visits.day.length), highest: integers(contacts) };
}

/** Computes the steps of contacts `from` … `to - 1`. Contacts are independent: any split gives the same columns. */
export function sweep(history: LabHistory, plan: ReplayPlan, steps: EngagementSteps, from = 0, to = history.contacts): void {
  const scratch = scratchFor(plan);
  for (let c = from; c < to; c++) sweepContact(history, plan, steps, c, scratch);
}

function sweepContact(history: LabHistory, plan: ReplayPlan, steps: EngagementSteps, c: number, scratch: Scratch): void {
  const { start, signal, day } = history;
  const visitDay = steps.visits.day;
  const [first, last] = [steps.visits.start[c]!, steps.visits.start[c + 1]!];
  const visits = last - first;
  roomFor(scratch, visits);
  const { sum, groups, touched } = scratch;
  for (let i = 0; i < visits; i++) sum[i] = 0;
  const end = start[c + 1]!;
  for (let a = start[c]!; a < end; ) {
    const code = signal[a]!;
    let b = a + 1;
    while (b < end && signal[b] === code) b++;
    const rules = plan.rulesOf[code]!;
    if (rules.length > 0) {
      let begin = first;
      while (visitDay[begin]! < day[a]!) begin++;
      for (let r = 0; r < rules.length; r++) {
        const rule = rules[r]!;
        let into = sum;
        if (rule.group >= 0) {
          into = groups[rule.group]!;
          if (!touched.includes(rule.group)) {
            touched.push(rule.group);
            for (let i = 0; i < visits; i++) into[i] = 0;
          }
        }
        addRule(rule, history, a, b, visitDay, begin, last, into, first);
      }
    }
    a = b;
  }
  for (const group of touched) {
    const [points, cap] = [groups[group]!, plan.groupCaps[group]!];
    for (let i = 0; i < visits; i++) sum[i]! += clamp(points[i]!, cap);
  }
  touched.length = 0;
  keep(steps, c, first, visits, sum);
}

function keep(steps: EngagementSteps, c: number, first: number, visits: number, sum: Float64Array): void {
  const { peak } = steps;
  let high = least;
  for (let i = 0; i < visits; i++) {
    const points = sum[i]!;
    // Nobody's threshold is out there; what is held stays comparable.
    const held = points > most ? most : points < least ? least : points;
    peak[first + i] = held;
    if (held > high) high = held;
  }
  steps.highest[c] = high;
}

/** Adds what a rule gives on each visit from `begin` on to `into`, whose first place is visit `origin`. */
export function addRule(rule: FlatRule, history: Pick<LabHistory, "day" | "count">, a: number, b: number, visitDay: Uint16Array, begin: number, last: number, into: Float64Array, origin: number): void {
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
  const groups: number[] = [];
  let sum = 0;
  const end = start[c + 1]!;
  for (let a = start[c]!; a < end; ) {
    const code = signal[a]!;
    let b = a + 1;
    while (b < end && signal[b] === code) b++;
    if (day[a]! <= today)
      for (const rule of plan.rulesOf[code]!) {
        const points = pointsOn(rule, history, a, b, today);
        if (rule.group < 0) sum += points;
        else groups[rule.group] = (groups[rule.group] ?? 0) + points;
      }
    a = b;
  }
  for (let g = 0; g < groups.length; g++) if (groups[g] !== undefined) sum += clamp(groups[g]!, plan.groupCaps[g]!);
  return sum;
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

/**
 * Exchanges rules in place: `before` gave what the steps hold, `after` is what they shall hold. Only contacts that did
 * something such a rule looks at are touched. The rules of a group go together, because its cap is over all of them.
 */
export function exchangeRules(history: LabHistory, before: ReplayPlan, after: ReplayPlan, changed: readonly number[], steps: EngagementSteps, from = 0, to = history.contacts): void {
  for (const part of partsOf(before, changed)) exchangePart(history, before, after, part, steps, from, to);
}

interface Part {
  readonly group: number;
  readonly rules: readonly number[];
}

function partsOf(plan: ReplayPlan, changed: readonly number[]): Part[] {
  const alone = changed.filter((index) => plan.rules[index]!.group < 0).map((index) => ({ group: -1, rules: [index] }));
  const groups = new Set(changed.map((index) => plan.rules[index]!.group).filter((group) => group >= 0));
  return [...alone, ...[...groups].map((group) => ({ group, rules: plan.rules.filter((rule) => rule.group === group).map((rule) => rule.index) }))];
}

function exchangePart(history: LabHistory, before: ReplayPlan, after: ReplayPlan, part: Part, steps: EngagementSteps, from: number, to: number): void {
  const { start, signal, day } = history;
  const { peak, highest } = steps;
  const visitDay = steps.visits.day;
  const rulesBy = history.signals.map((_, code) => part.rules.filter((index) => before.rules[index]!.signal === code));
  const concerns = Uint8Array.from(rulesBy, (rules) => (rules.length > 0 ? 1 : 0));
  const room = { old: new Float64Array(64), now: new Float64Array(64) };
  const scratch = scratchFor(after);
  const cap = part.group < 0 ? Infinity : after.groupCaps[part.group]!;
  const capBefore = part.group < 0 ? Infinity : before.groupCaps[part.group]!;
  for (let c = from; c < to; c++) {
    const end = start[c + 1]!;
    let a = start[c]!;
    while (a < end && concerns[signal[a]!] === 0) a++;
    if (a === end) continue;
    const [first, last] = [steps.visits.start[c]!, steps.visits.start[c + 1]!];
    if (room.old.length < last - first) Object.assign(room, { old: new Float64Array((last - first) * 2), now: new Float64Array((last - first) * 2) });
    const { old, now } = room;
    old.fill(0, 0, last - first);
    now.fill(0, 0, last - first);
    let earliest = last;
    while (a < end) {
      const code = signal[a]!;
      let b = a + 1;
      while (b < end && signal[b] === code) b++;
      if (concerns[code] === 1) {
        let begin = first;
        while (visitDay[begin]! < day[a]!) begin++;
        if (begin < earliest) earliest = begin;
        for (const index of rulesBy[code]!) {
          addRule(before.rules[index]!, history, a, b, visitDay, begin, last, old, first);
          addRule(after.rules[index]!, history, a, b, visitDay, begin, last, now, first);
        }
      }
      a = b;
    }
    let [moved, full] = [false, false];
    for (let v = earliest; v < last; v++) {
      const difference = clamp(now[v - first]!, cap) - clamp(old[v - first]!, capBefore);
      if (difference === 0) continue;
      moved = true;
      const held = peak[v]!;
      const points = held + difference;
      if (held === most || held === least || points > most || points < least) full = true;
      else peak[v] = points;
    }
    if (full) sweepContact(history, after, steps, c, scratch);
    else if (moved) {
      let high = least;
      for (let v = first; v < last; v++) if (peak[v]! > high) high = peak[v]!;
      highest[c] = high;
    }
  }
}
