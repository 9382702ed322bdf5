import { clamp, worthAt } from "../scoring/engagement.ts";
import type { CompiledAgreement, CompiledEngagementRule } from "../scoring/compiled-agreement.ts";
import type { LabHistory } from "./history.ts";

/**
 * An agreement laid out for a sweep over columns: rules by signal code, worth by age as flat tables. A move exchanges what
 * it changes in place: to the machine code of the loops a copy is an object of another make, and all of it is made anew.
 */
export interface ReplayPlan {
  compiled: CompiledAgreement;
  rules: readonly FlatRule[];
  /** Signal code by key, as this agreement recognises it. */
  readonly codes: ReadonlyMap<string, number>;
  /** By signal code, then by what it adds to: the score itself or a group. */
  targetsOf: readonly (readonly Target[])[];
  /** Cap of each group of engagement rules, milli-points. */
  readonly groupCaps: readonly number[];
  /** Room to add up groups in, one contact at a time. */
  readonly groupSums: Float64Array;
  /** By signal code: 1 + the position of the first fast lane it opens; 0 where it opens none. */
  readonly laneOf: Uint8Array;
  readonly hasLanes: boolean;
  /** By signal code: does it bring somebody back after a cool-off? */
  wakes: Uint8Array;
  readonly coolOffDays: number;
}

/**
 * All rules of a signal that add to the same sum, as tables of milli-points by age: days of a signal are many, kinds of
 * days few. Index 0 is unused; counts beyond the last table go rule by rule.
 */
export interface Target {
  /** -1 is the score itself. */
  readonly group: number;
  readonly rules: readonly FlatRule[];
  /** A signal that happened on one day only: everything together, by count. */
  readonly alone: readonly Int32Array[];
  /** On several days: what adds up day by day, by count; null where nothing does. */
  readonly additive: readonly Int32Array[] | null;
  /** On several days: rules that look at all days at once (a cap, or counting once). */
  readonly special: readonly FlatRule[];
}

const countsInTables = 8;

/** An engagement rule as the sweep uses it. */
export interface FlatRule {
  readonly key: string;
  /** Position in the agreement. */
  readonly index: number;
  /** Signal code; -1 where the history has no such signal. */
  readonly signal: number;
  readonly once: boolean;
  /** Once with a half-life is the first ever; once with a window any that is still inside. */
  readonly fades: boolean;
  readonly capPerDay: number;
  readonly cap: number;
  /** Milli-points of one occurrence by its age in days; older is nothing. */
  readonly worth: Int32Array;
  readonly group: number;
  /** Takes points, so that the score can rise again with nothing happening. */
  readonly takes: boolean;
}

/** @param codeOf the history's code of a signal key (a draft may recognise a key its own way); undefined where it has none. */
export function planReplay(compiled: CompiledAgreement, history: Pick<LabHistory, "signals" | "lastDay">, codeOf: (key: string) => number | undefined = (key) => indexOrNone(history.signals, key)): ReplayPlan {
  const rules = compiled.engagementRules.map((rule, index) => flatRule(rule, index, codeOf(rule.signal) ?? -1, history.lastDay));
  const laneOf = new Uint8Array(history.signals.length);
  compiled.fastLanes.forEach((lane, i) => {
    const code = codeOf(lane.signal);
    if (code !== undefined && laneOf[code] === 0) laneOf[code] = i + 1;
  });
  const keys = [...compiled.agreement.signals.map((signal) => signal.key), ...compiled.engagementRules.map((rule) => rule.signal)];
  const codes = new Map(keys.map((key) => [key, codeOf(key) ?? -1]));
  return {
    compiled,
    rules,
    codes,
    targetsOf: targetsOf(rules, history.signals.length),
    groupCaps: compiled.engagementGroups.map((group) => group.cap),
    groupSums: new Float64Array(compiled.engagementGroups.length),
    laneOf,
    hasLanes: laneOf.some((lane) => lane > 0),
    wakes: wakesOf(compiled, codes, history.signals.length),
    coolOffDays: compiled.agreement.nurture.coolOffDays,
  };
}

/** Has a plan follow points that were moved, of these engagement rules; everything else of the agreement is as it was. */
export function movePoints(plan: ReplayPlan, { signals, lastDay }: Pick<LabHistory, "signals" | "lastDay">, compiled: CompiledAgreement, moved: readonly number[]): void {
  plan.rules = plan.rules.map((rule, i) => (moved.includes(i) ? flatRule(compiled.engagementRules[i]!, i, rule.signal, lastDay) : rule));
  plan.wakes = wakesOf(compiled, plan.codes, signals.length);
  plan.targetsOf = targetsOf(plan.rules, signals.length);
}

function wakesOf({ positiveSignals }: CompiledAgreement, codes: ReplayPlan["codes"], signals: number): Uint8Array {
  const wakes = new Uint8Array(signals);
  for (const signal of positiveSignals) {
    const code = codes.get(signal) ?? -1;
    if (code >= 0) wakes[code] = 1;
  }
  return wakes;
}

function targetsOf(rules: readonly FlatRule[], signals: number): Target[][] {
  return Array.from({ length: signals }, (_, code) => {
    const ofSignal = rules.filter((rule) => rule.signal === code);
    return [...new Set(ofSignal.map((rule) => rule.group))].toSorted((a, b) => a - b).map((group) => targetOf(group, ofSignal.filter((rule) => rule.group === group)));
  });
}

function targetOf(group: number, rules: readonly FlatRule[]): Target {
  const special = rules.filter((rule) => rule.once || rule.cap !== Infinity);
  const adding = rules.filter((rule) => !special.includes(rule));
  return { group, rules, special, alone: tablesOf(rules), additive: adding.length === 0 ? null : tablesOf(adding) };
}

function tablesOf(rules: readonly FlatRule[]): Int32Array[] {
  const ages = Math.max(...rules.map((rule) => rule.worth.length));
  return Array.from({ length: countsInTables + 1 }, (_, count) => {
    const table = new Int32Array(ages);
    for (let age = 0; age < ages; age++) for (const rule of rules) table[age]! += aloneOn(rule, count, age);
    let end = ages;
    while (end > 0 && table[end - 1] === 0) end--;
    return table.slice(0, end);
  });
}

/** What one day gives by itself. */
export function aloneOn(rule: FlatRule, count: number, age: number): number {
  if (age >= rule.worth.length || count === 0) return 0;
  return clamp((rule.once ? 1 : Math.min(count, rule.capPerDay)) * rule.worth[age]!, rule.cap);
}

function indexOrNone(list: readonly string[], key: string): number | undefined {
  const at = list.indexOf(key);
  return at < 0 ? undefined : at;
}

/** The worth comes from the one function that says what an occurrence of an age is worth. */
function flatRule(rule: CompiledEngagementRule, index: number, signal: number, lastDay: number): FlatRule {
  const ages = Math.min(rule.maxAge, lastDay) + 1;
  const worth = new Int32Array(ages);
  for (let age = 0; age < ages; age++) worth[age] = worthAt(rule, age);
  return { key: rule.key, index, signal, once: rule.once, fades: rule.fading !== null, capPerDay: rule.capPerDay, cap: rule.cap, worth, group: rule.group, takes: rule.points < 0 };
}

/** What a rule gives on one day, over the signal days `from` … `to - 1` of one contact and its signal. Milli-points. */
export function pointsOn(rule: FlatRule, history: Pick<LabHistory, "day" | "count">, from: number, to: number, today: number): number {
  const { day, count } = history;
  const { worth } = rule;
  if (rule.once) {
    let at = from;
    // Once with a window: the latest is inside it if any is.
    if (!rule.fades) while (at + 1 < to && day[at + 1]! <= today) at++;
    const age = today - day[at]!;
    return age < 0 || age >= worth.length ? 0 : clamp(worth[age]!, rule.cap);
  }
  let sum = 0;
  for (let i = to - 1; i >= from; i--) {
    const age = today - day[i]!;
    if (age < 0) continue;
    if (age >= worth.length) break;
    const n = count[i]!;
    sum += (n > rule.capPerDay ? rule.capPerDay : n) * worth[age]!;
  }
  return clamp(sum, rule.cap);
}
