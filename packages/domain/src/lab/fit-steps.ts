import type { Criteria, FieldRef, FieldType, FieldValue } from "../criteria/criteria.ts";
import { compileCriteria } from "../criteria/evaluate.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import type { CriteriaSubject, DayCount } from "../criteria/subject.ts";
import { compileNextTurn, type NextTurn } from "../criteria/turn.ts";
import type { EpochDay } from "../kit/epoch-day.ts";
import { clamp } from "../scoring/engagement.ts";
import { gradeOf, type CompiledAgreement } from "../scoring/score.ts";
import { bytes, integers, shorts, unsigned } from "./columns.ts";
import type { FieldColumn, LabHistory } from "./history.ts";
import { engagementOn } from "./engagement-steps.ts";
import type { ReplayPlan } from "./plan.ts";

/**
 * Who they were over time under one version: stretches of days with the fit rules that hold, the fit points and whether
 * the agreement says never. Where all criteria look at fields only, the stretches are the profiles of the history.
 */
export interface FitSteps {
  readonly start: Uint32Array;
  /** First day of each stretch. */
  readonly from: Uint16Array;
  /** Bit `rule % 32` of word `rule / 32`, one column a word. */
  readonly holds: readonly Uint32Array[];
  /** Milli-points. */
  readonly fit: Int32Array;
  /** 1 where the agreement says never. */
  readonly never: Uint8Array;
  /** Stretches end by themselves on days without an event: those days are visited too. */
  readonly turns: boolean;
}

type RowTest = (profile: number) => boolean;

/** Does the answer of a tree depend on nothing but the profile? Fit rules are asked before there is any score. */
function looksAtProfileOnly(tree: Criteria, scoreIsKnown: boolean): boolean {
  if ("all" in tree) return tree.all.every((part) => looksAtProfileOnly(part, scoreIsKnown));
  if ("any" in tree) return tree.any.every((part) => looksAtProfileOnly(part, scoreIsKnown));
  if ("not" in tree) return looksAtProfileOnly(tree.not, scoreIsKnown);
  if ("field" in tree) return tree.inTheLastDays === undefined;
  if ("signal" in tree) return false;
  if ("score" in tree || "gradeIsAnyOf" in tree) return !scoreIsKnown;
  return true;
}

/**
 * Compiles criteria to look-ups: each condition on a field is asked once a distinct value, by the same function the
 * engine uses, and afterwards read from a table by the value's code.
 */
export function compileOnColumns(tree: Criteria, fields: ReadonlyMap<string, FieldColumn>, typeOf: (ref: FieldRef) => FieldType | null): RowTest {
  if ("all" in tree) {
    const tests = tree.all.map((part) => compileOnColumns(part, fields, typeOf));
    return (row) => {
      for (const test of tests) if (!test(row)) return false;
      return true;
    };
  }
  if ("any" in tree) {
    const tests = tree.any.map((part) => compileOnColumns(part, fields, typeOf));
    return (row) => {
      for (const test of tests) if (test(row)) return true;
      return false;
    };
  }
  if ("not" in tree) {
    const test = compileOnColumns(tree.not, fields, typeOf);
    return (row) => !test(row);
  }
  const test = compileCriteria(tree, typeOf);
  const ref = "field" in tree ? tree.field : "memberOf" in tree ? `member ${tree.memberOf} ${tree.key}` : null;
  const column = ref === null ? undefined : fields.get(ref);
  const answer = (value: FieldValue) => test(subjectOfValue(value), 0);
  if (!column) {
    const always = answer(null);
    return () => always;
  }
  const table = Uint8Array.from(column.values, (value) => (answer(value) ? 1 : 0));
  const { codes } = column;
  return (row) => table[codes[row]!] === 1;
}

/** A subject of which only one field, or one membership, is asked. */
function subjectOfValue(value: FieldValue): CriteriaSubject {
  return { field: () => value, isMember: () => value === true, signalDays: () => [], stage: "lead", fit: 0, engagement: 0, grade: "D" };
}

/** Evaluates the fit rules and `never` of a version over the history. */
export function fitSteps(history: LabHistory, plan: ReplayPlan, typeOf: (ref: FieldRef) => FieldType | null = standardTypeOf): FitSteps {
  const { agreement } = plan.compiled;
  const never = agreement.mql.never;
  const simple = agreement.fit.rules.every((rule) => looksAtProfileOnly(rule.when, false)) && (never === undefined || looksAtProfileOnly(never, true));
  return simple ? profileSteps(history, plan, typeOf) : turningSteps(history, plan);
}

function profileSteps(history: LabHistory, plan: ReplayPlan, typeOf: (ref: FieldRef) => FieldType | null): FitSteps {
  const { profileStart, profileFrom } = history.people;
  const fields = new Map<string, FieldColumn>(history.people.fields.map((column) => [column.ref, column]));
  const { agreement } = plan.compiled;
  const rules = agreement.fit.rules.map((rule) => compileOnColumns(rule.when, fields, typeOf));
  const never = agreement.mql.never ? compileOnColumns(agreement.mql.never, fields, typeOf) : null;
  const steps = emptyFit(profileStart, profileFrom, rules.length, false);
  for (let p = 0; p < profileFrom.length; p++) if (never?.(p)) steps.never[p] = 1;
  rules.forEach((test, rule) => {
    const [word, bit] = [steps.holds[rule >>> 5]!, 1 << (rule & 31)];
    for (let p = 0; p < profileFrom.length; p++) if (test(p)) word[p]! |= bit;
  });
  sumFit(plan.compiled, steps);
  return steps;
}

function emptyFit(start: Uint32Array, from: Uint16Array, rules: number, turns: boolean): FitSteps {
  const holds = Array.from({ length: Math.max(1, Math.ceil(rules / 32)) }, () => unsigned(from.length));
  return { start, from, holds, fit: integers(from.length), never: bytes(from.length), turns };
}

/** Fit points of stretches `from` … `to - 1` from the rules that hold: also what changed points of a fit rule come to. */
export function sumFit(compiled: CompiledAgreement, steps: FitSteps, from = 0, to = steps.fit.length): void {
  const { fitRules, fitGroups } = compiled;
  if (fitRules.length <= 32 && fitGroups.length === 0) {
    sumFitOfWords(fitRules.map((rule) => rule.points), steps.holds[0]!, steps.fit, from, to);
    return;
  }
  const groups = new Float64Array(fitGroups.length);
  for (let p = from; p < to; p++) {
    groups.fill(0);
    let sum = 0;
    for (let r = 0; r < fitRules.length; r++) {
      if ((steps.holds[r >>> 5]![p]! & (1 << (r & 31))) === 0) continue;
      const rule = fitRules[r]!;
      if (rule.group < 0) sum += rule.points;
      else groups[rule.group]! += rule.points;
    }
    for (let g = 0; g < groups.length; g++) sum += clamp(groups[g]!, fitGroups[g]!.cap);
    steps.fit[p] = sum;
  }
}

/** The same combination of rules comes again and again: its sum is looked up, a byte of the combination at a time. */
function sumFitOfWords(points: readonly number[], holds: Uint32Array, fit: Int32Array, from: number, to: number): void {
  const tables = Array.from({ length: Math.ceil(points.length / 8) }, (_, part) => {
    const table = new Int32Array(256);
    for (let bits = 0; bits < 256; bits++) for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) table[bits]! += points[part * 8 + bit] ?? 0;
    return table;
  });
  for (let p = from; p < to; p++) {
    let [word, sum] = [holds[p]!, 0];
    for (let part = 0; word !== 0; part++, word >>>= 8) sum += tables[part]![word & 255]!;
    fit[p] = sum;
  }
}

/**
 * Criteria that look back from today, or at signals or engagement, turn without the profile changing: they are asked by
 * the engine's own compiled tests on every day on which they could turn.
 */
function turningSteps(history: LabHistory, plan: ReplayPlan): FitSteps {
  const { compiled } = plan;
  const { contacts, firstDay, lastDay } = history;
  const trees = [...compiled.agreement.fit.rules.map((rule) => rule.when), ...(compiled.agreement.mql.never ? [compiled.agreement.mql.never] : [])];
  const turns = trees.map(compileNextTurn).filter((turn): turn is NextTurn => turn !== null);
  const daily = compiled.agreement.mql.never !== undefined && asksEngagement(compiled.agreement.mql.never);
  const words = Math.max(1, Math.ceil(compiled.fitRules.length / 32));
  const start = unsigned(contacts + 1);
  const found: { from: number[]; fit: number[]; never: number[]; holds: number[][] } = { from: [], fit: [], never: [], holds: Array.from({ length: words }, () => []) };
  for (let c = 0; c < contacts; c++) {
    start[c] = found.from.length;
    const subject = columnSubject(history, plan, c);
    for (let day = 0; day <= lastDay; ) {
      const today = firstDay + day;
      subject.moveTo(day);
      addStretch(found, compiled, subject.view, today, day, start[c]!, () => engagementOn(history, plan, c, day));
      const turn = daily ? today + 1 : turns.reduce((first, next) => Math.min(first, next(subject.view, today) ?? Infinity), Infinity);
      day = Math.min(turn - firstDay, subject.nextProfile());
    }
  }
  start[contacts] = found.from.length;
  const steps = emptyFit(start, shorts(found.from.length), compiled.fitRules.length, true);
  steps.from.set(found.from);
  steps.fit.set(found.fit);
  steps.never.set(found.never);
  found.holds.forEach((word, i) => steps.holds[i]!.set(word));
  return steps;
}

function asksEngagement(tree: Criteria): boolean {
  if ("all" in tree) return tree.all.some(asksEngagement);
  if ("any" in tree) return tree.any.some(asksEngagement);
  if ("not" in tree) return asksEngagement(tree.not);
  return "score" in tree && tree.score === "engagement";
}

function addStretch(found: { from: number[]; fit: number[]; never: number[]; holds: number[][] }, compiled: CompiledAgreement, view: MovableSubject["view"], today: EpochDay, day: number, first: number, engagement: () => number): void {
  Object.assign(view, { fit: 0, engagement: 0, grade: "D" });
  const words = found.holds.map(() => 0);
  const groups = compiled.fitGroups.map(() => 0);
  let fit = 0;
  compiled.fitRules.forEach((rule, r) => {
    if (!rule.test(view, today)) return;
    words[r >>> 5]! |= 1 << (r & 31);
    if (rule.group < 0) fit += rule.points;
    else groups[rule.group]! += rule.points;
  });
  fit += groups.reduce((sum, points, g) => sum + clamp(points, compiled.fitGroups[g]!.cap), 0);
  Object.assign(view, { fit, engagement: compiled.never ? engagement() : 0, grade: gradeOf(compiled, fit) });
  const never = compiled.never?.(view, today) ? 1 : 0;
  const last = found.from.length - 1;
  // A turn that changes nothing is no stretch of its own.
  if (last >= first && found.never[last] === never && found.holds.every((word, i) => word[last]! >>> 0 === words[i]! >>> 0)) return;
  found.from.push(day);
  found.fit.push(fit);
  found.never.push(never);
  found.holds.forEach((word, i) => word.push(words[i]! >>> 0));
}

interface MovableSubject {
  readonly view: { -readonly [Key in keyof CriteriaSubject]: CriteriaSubject[Key] };
  /** Looks at the contact as of a day. */
  moveTo(day: number): void;
  /** First day of the next profile; Infinity where there is none. */
  nextProfile(): number;
}

/** One contact of the columns as criteria ask about it; a lead, because that is who is asked about. */
export function columnSubject(history: LabHistory, plan: Pick<ReplayPlan, "codes">, c: number): MovableSubject {
  const { people, start, signal, day, count, firstDay } = history;
  const { profileStart, profileFrom } = people;
  const columns = new Map<string, FieldColumn>(people.fields.map((column) => [column.ref, column]));
  const days = new Map<string, readonly DayCount[]>();
  let profile = profileStart[c]!;
  const valueOf = (ref: string): FieldValue => {
    const column = columns.get(ref);
    return column ? (column.values[column.codes[profile]!] ?? null) : null;
  };
  const daysOf = (key: string): readonly DayCount[] => {
    const known = days.get(key);
    if (known) return known;
    const code = plan.codes.get(key) ?? history.signals.indexOf(key);
    const list: DayCount[] = [];
    for (let i = start[c]!; i < start[c + 1]!; i++) if (signal[i] === code) list.push({ day: firstDay + day[i]!, count: count[i]! });
    days.set(key, list);
    return list;
  };
  return {
    view: { field: (ref) => valueOf(ref), isMember: (kind, key) => valueOf(`member ${kind} ${key}`) === true, signalDays: daysOf, stage: "lead", fit: 0, engagement: 0, grade: "D" },
    moveTo(on) {
      while (profile + 1 < profileStart[c + 1]! && profileFrom[profile + 1]! <= on) profile++;
    },
    nextProfile: () => (profile + 1 < profileStart[c + 1]! ? profileFrom[profile + 1]! : Infinity),
  };
}
