import type { Agreement, EngagementRule, Grade } from "../agreement/agreement.ts";
import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import { compileCriteria, toMilli, type Test } from "../criteria/evaluate.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { compileNextTurn, type NextTurn } from "../criteria/turn.ts";

/** An agreement made ready for scoring: criteria as closures, points as milli-points, decay as integer tables. */
export interface CompiledAgreement {
  readonly agreement: Agreement;
  readonly fitRules: readonly CompiledFitRule[];
  readonly fitGroups: readonly CompiledGroup[];
  readonly engagementRules: readonly CompiledEngagementRule[];
  readonly engagementGroups: readonly CompiledGroup[];
  /** Milli-points from which each grade is given; below C is D. */
  readonly gradeFrom: { readonly A: number; readonly B: number; readonly C: number };
  /** Milli-points of engagement from which each grade qualifies; null is never. */
  readonly grid: Readonly<Record<Grade, number | null>>;
  readonly fastLanes: readonly { readonly key: string; readonly signal: string }[];
  readonly never: Test | null;
  readonly tiers: readonly { readonly key: string; readonly test: Test }[];
  /** Signals that can bring someone back after a cool-off: those of rules with points, and the fast lanes. */
  readonly positiveSignals: readonly string[];
  /** When criteria of fit rules or of `never` turn by themselves. */
  readonly turns: readonly NextTurn[];
}

export interface CompiledFitRule {
  readonly key: string;
  readonly name: string;
  /** Milli-points. */
  readonly points: number;
  readonly test: Test;
  /** Index into the groups, or -1. */
  readonly group: number;
}

export interface CompiledGroup {
  readonly key: string;
  readonly name: string;
  /** Milli-points, in absolute value. */
  readonly cap: number;
}

export interface CompiledEngagementRule {
  readonly key: string;
  readonly name: string;
  readonly signal: string;
  /** Milli-points of one occurrence today. */
  readonly points: number;
  readonly once: boolean;
  readonly capPerDay: number;
  /** Milli-points, in absolute value. */
  readonly cap: number;
  /** Ages above it (whole days) count nothing. */
  readonly maxAge: number;
  readonly fading: Fading | null;
  readonly group: number;
}

/** What one occurrence is worth by its age in days, and the age at which that next changes. */
export interface Fading {
  readonly worth: Int32Array;
  readonly nextChange: Int32Array;
}

/** @param typeOf the type of a field (custom fields included); null where unknown. */
export function compileAgreement(agreement: Agreement, typeOf: (ref: FieldRef) => FieldType | null = standardTypeOf): CompiledAgreement {
  const { fit, engagement, mql } = agreement;
  const looking = [...fit.rules.map((rule) => rule.when), ...(mql.never ? [mql.never] : [])];
  return {
    agreement,
    fitRules: fit.rules.map((rule) => ({
      key: rule.key,
      name: rule.name,
      points: toMilli(rule.points),
      test: compileCriteria(rule.when, typeOf),
      group: fit.groups.findIndex((group) => group.key === rule.group),
    })),
    fitGroups: fit.groups.map(compileGroup),
    engagementRules: engagement.rules.map((rule) => compileRule(rule, engagement.groups)),
    engagementGroups: engagement.groups.map(compileGroup),
    gradeFrom: { A: toMilli(fit.gradeFrom.A), B: toMilli(fit.gradeFrom.B), C: toMilli(fit.gradeFrom.C) },
    grid: { A: milliOrNever(mql.grid.A), B: milliOrNever(mql.grid.B), C: milliOrNever(mql.grid.C), D: milliOrNever(mql.grid.D) },
    fastLanes: mql.fastLanes.map(({ key, signal }) => ({ key, signal })),
    never: mql.never ? compileCriteria(mql.never, typeOf) : null,
    tiers: agreement.tiers.map((tier) => ({ key: tier.key, test: compileCriteria(tier.when, typeOf) })),
    positiveSignals: [...new Set([...engagement.rules.filter((rule) => rule.points > 0).map((rule) => rule.signal), ...mql.fastLanes.map((lane) => lane.signal)])],
    turns: looking.map(compileNextTurn).filter((turn) => turn !== null),
  };
}

function milliOrNever(points: number | null): number | null {
  return points === null ? null : toMilli(points);
}

function compileGroup(group: { key: string; name: string; cap: number }): CompiledGroup {
  return { key: group.key, name: group.name, cap: toMilli(group.cap) };
}

function compileRule(rule: EngagementRule, groups: readonly { key: string }[]): CompiledEngagementRule {
  const points = toMilli(rule.points);
  const fading = rule.halfLifeDays === undefined ? null : fadingOf(points, rule.halfLifeDays);
  return {
    key: rule.key,
    name: rule.name,
    signal: rule.signal,
    points,
    once: rule.per === "once",
    capPerDay: rule.capPerDay ?? Infinity,
    cap: rule.cap === undefined ? Infinity : toMilli(rule.cap),
    maxAge: fading ? fading.worth.length - 1 : (rule.windowDays ?? Infinity),
    fading,
    group: groups.findIndex((group) => group.key === rule.group),
  };
}

/** Fading goes in tenths of a point, as scores are shown: what is seen is exact, and a score stays for days as it is. */
export const fadeStep = 100;

/** The integer decay table: halved every `halfLifeDays`, rounded to tenths of a point, half away from zero, ended where it reaches nothing. */
export function fadingOf(points: number, halfLifeDays: number): Fading {
  const worth: number[] = [];
  for (let age = 0; ; age++) {
    // What a fresh occurrence is worth is the rule's own figure, whatever its decimals.
    const value = age === 0 ? points : Math.sign(points) * Math.round((Math.abs(points) * 2 ** (-age / halfLifeDays)) / fadeStep) * fadeStep;
    if (value === 0) break;
    worth.push(value);
  }
  const nextChange = new Int32Array(worth.length);
  for (let age = worth.length - 1; age >= 0; age--) nextChange[age] = worth[age] === worth[age + 1] ? nextChange[age + 1]! : age + 1;
  return { worth: Int32Array.from(worth), nextChange };
}
