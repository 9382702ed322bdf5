import type { Criteria, FieldCondition, FieldRef, FieldType, FieldValue } from "../criteria/criteria.ts";
import { compileCriteria } from "../criteria/evaluate.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import type { CriteriaSubject } from "../criteria/subject.ts";
import type { Agreement, EngagementRule, FitRule } from "./agreement.ts";

/**
 * The most points anybody can come to, from above: nobody has more, and somebody may well have less. Rules that exclude
 * each other on one field (manager, director) are not added up.
 */
export function highestFit({ rules, groups }: Agreement["fit"], typeOf: (ref: FieldRef) => FieldType | null = standardTypeOf): number {
  const giving = rules.filter((rule) => rule.points > 0);
  const alone = giving.filter((rule) => rule.group === undefined);
  const byField = new Map<string, FitRule[]>();
  for (const rule of alone) byField.set(soleField(rule.when) ?? rule.key, [...(byField.get(soleField(rule.when) ?? rule.key) ?? []), rule]);
  const free = [...byField].reduce((sum, [field, list]) => sum + mostOfField(field as FieldRef, list, typeOf), 0);
  return free + cappedSums(giving.filter((rule) => rule.group !== undefined).map((rule) => ({ group: rule.group, most: rule.points })), groups);
}

/** Infinite as soon as one rule has no end. */
export function highestEngagement({ rules, groups }: Agreement["engagement"]): number {
  return cappedSums(rules.filter((rule) => rule.points > 0).map((rule) => ({ group: rule.group, most: mostOfRule(rule) })), groups);
}

/** What one rule gives at most, in absolute value: by its cap, and by what fits into its window or fades. */
export function mostOfRule(rule: EngagementRule): number {
  const points = Math.abs(rule.points);
  return Math.min(rule.cap ?? Infinity, rule.per === "once" ? points : points * (rule.capPerDay ?? Infinity) * daysWorth(rule));
}

/** How many days' points add up when something happens every day; a day counts until it is `windowDays` days ago. */
function daysWorth({ windowDays, halfLifeDays }: EngagementRule): number {
  if (windowDays !== undefined) return windowDays + 1;
  return halfLifeDays === undefined ? Infinity : 1 / (1 - 2 ** (-1 / halfLifeDays));
}

function cappedSums(parts: readonly { readonly group: string | undefined; readonly most: number }[], groups: readonly { readonly key: string; readonly cap: number }[]): number {
  const sums = new Map<string | undefined, number>();
  for (const { group, most } of parts) sums.set(group, (sums.get(group) ?? 0) + most);
  return [...sums].reduce((sum, [group, points]) => sum + Math.min(points, groups.find((one) => one.key === group)?.cap ?? Infinity), 0);
}

/** The only field that the criteria ask, if their answer turns on values that are named in them. */
function soleField(tree: Criteria): FieldRef | null {
  if ("all" in tree || "any" in tree) {
    const [first, ...rest] = ("all" in tree ? tree.all : tree.any).map(soleField);
    return first !== undefined && first !== null && rest.every((field) => field === first) ? first : null;
  }
  if (!("field" in tree)) return null;
  return tree.is !== undefined || tree.isAnyOf !== undefined || tree.atLeast !== undefined || tree.atMost !== undefined || typeof tree.between?.[0] === "number" ? tree.field : null;
}

/** Ranges include their ends, so the best value of a field is one that some condition names. */
function mostOfField(field: FieldRef, rules: readonly FitRule[], typeOf: (ref: FieldRef) => FieldType | null): number {
  const sum = rules.reduce((all, rule) => all + rule.points, 0);
  const type = rules.length > 1 ? typeOf(field) : null;
  const values = [...new Set(rules.flatMap((rule) => valuesIn(rule.when)))];
  // The sum is a bound from above too: good enough where trying every value would take its time.
  if (type === null || type === "multi-choice" || values.length * rules.length > 10_000) return sum;
  const tests = rules.map((rule) => ({ points: rule.points, holds: compileCriteria(rule.when, typeOf) }));
  return Math.max(...values.map((value) => tests.reduce((all, { points, holds }) => (holds(subjectWith(value), 0) ? all + points : all), 0)));
}

function valuesIn(tree: Criteria): FieldValue[] {
  if ("all" in tree) return tree.all.flatMap(valuesIn);
  if ("any" in tree) return tree.any.flatMap(valuesIn);
  const { is, isAnyOf, atLeast, atMost, between } = tree as FieldCondition;
  return [is, ...(isAnyOf ?? []), atLeast, atMost, ...(between ?? [])].filter((value) => value !== undefined);
}

function subjectWith(value: FieldValue): CriteriaSubject {
  return { field: () => value, signalDays: () => [], isMember: () => false, stage: "lead", fit: 0, engagement: 0, grade: "D" };
}
