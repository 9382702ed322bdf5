import type { Criteria, FieldCondition, FieldRef, FieldType, SignalCondition } from "../criteria/criteria.ts";
import { countBounds } from "../criteria/evaluate.ts";
import { fieldName, type Wording } from "../criteria/explain.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { fold } from "../people/fold.ts";
import { stableText } from "./canonical.ts";

/**
 * Criteria that hold for nobody, or for everyone. Only what is certain is said: a tree of which nothing is found here
 * may still hold for nobody.
 */
type TypeOf = (ref: FieldRef) => FieldType | null;

/** @returns why no contact can ever satisfy the criteria, as the clause of a sentence, or null. */
export function whyNobody(tree: Criteria, typeOf: TypeOf = standardTypeOf, wording: Wording = {}): string | null {
  return clash([tree], { typeOf, wording, left: mostLooked });
}

interface Looking {
  readonly typeOf: TypeOf;
  readonly wording: Wording;
  /** Conditions that may still be looked at. */
  left: number;
}

/** Conditions looked at for one tree: people write dozens, and what comes from outside must not hold up everyone else. */
const mostLooked = 5_000;

/** Whether the criteria ask nothing: `all` of nothing, and what comes to the same. */
export function holdsForEveryone(tree: Criteria): boolean {
  if ("all" in tree) return tree.all.every(holdsForEveryone);
  if ("any" in tree) return tree.any.some(holdsForEveryone);
  return "not" in tree && whyNobody(tree.not) !== null;
}

function clash(parts: readonly Criteria[], looking: Looking): string | null {
  const flat: Criteria[] = [];
  for (const open = [...parts]; open.length > 0; ) {
    const part = open.pop()!;
    if ("all" in part) for (const inner of part.all) open.push(inner);
    else flat.push(part);
  }
  if ((looking.left -= flat.length) < 0) return null;
  const leaves = flat.filter((part) => !("any" in part) && !("not" in part));
  const said = new Set(flat.map((part) => stableText(part as never)));
  const denied = flat.find((part) => "not" in part && (said.has(stableText(part.not as never)) || holdsForEveryone(part.not)));
  if (denied) return "it asks for something and for its opposite";
  const direct = fieldsClash(leaves, looking) ?? setsClash(leaves) ?? scoresClash(leaves) ?? signalsClash(leaves, looking);
  if (direct !== null) return direct;
  for (const part of flat) {
    if (!("any" in part)) continue;
    if (part.any.length === 0) return "no condition stands in one of its groups";
    let why: string | null = null;
    for (const branch of part.any) if ((why = clash([...leaves, branch], looking)) === null) break;
    if (why !== null) return why;
  }
  return null;
}

function grouped<Leaf>(leaves: readonly Leaf[], keyOf: (leaf: Leaf) => string): Map<string, Leaf[]> {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const group = groups.get(keyOf(leaf));
    if (group) group.push(leaf);
    else groups.set(keyOf(leaf), [leaf]);
  }
  return groups;
}

function fieldsClash(leaves: readonly Criteria[], { typeOf, wording }: Looking): string | null {
  for (const [field, conditions] of grouped(leaves.filter((leaf): leaf is FieldCondition => "field" in leaf), (leaf) => leaf.field)) {
    const type = typeOf(field);
    if (conditions.some((one) => one.isEmpty === true) && conditions.some((one) => one.isEmpty !== true)) return `${fieldName(field as FieldRef, wording)} can't be empty and have a value`;
    // A list can hold two values at once; anything else has one.
    if (type !== "multi-choice" && type !== null && !oneValueFits(conditions, type)) return `the conditions on ${fieldName(field as FieldRef, wording)} exclude each other`;
  }
  return null;
}

function oneValueFits(conditions: readonly FieldCondition[], type: FieldType): boolean {
  const low = Math.max(...conditions.map((one) => one.atLeast ?? (typeof one.between?.[0] === "number" ? one.between[0] : -Infinity)));
  const high = Math.min(...conditions.map((one) => one.atMost ?? (typeof one.between?.[1] === "number" ? one.between[1] : Infinity)));
  const [after, before] = [latest(conditions), earliest(conditions)];
  if (low > high || (after !== null && before !== null && after >= before)) return false;
  const lists = conditions.flatMap((one) => (one.is === undefined ? (one.isAnyOf ? [one.isAnyOf] : []) : [[one.is]]));
  if (lists.length === 0) return true;
  const written = (value: string | number | boolean) => (typeof value === "string" ? fold(value) : value);
  const others = lists.slice(1).map((list) => new Set(list.map(written)));
  return lists[0]!.some((value) => {
    const text = written(value);
    if (!others.every((list) => list.has(text))) return false;
    if (typeof text === "number") return text >= low && text <= high;
    if (typeof text !== "string") return true;
    if (type === "date") return (after === null || text > after) && (before === null || text < before);
    return conditions.every((one) => (one.contains === undefined || text.includes(fold(one.contains))) && (one.startsWith === undefined || text.startsWith(fold(one.startsWith))));
  });
}

const latest = (conditions: readonly FieldCondition[]) => conditions.reduce<string | null>((day, one) => (one.after !== undefined && (day === null || one.after > day) ? one.after : day), null);
const earliest = (conditions: readonly FieldCondition[]) => conditions.reduce<string | null>((day, one) => (one.before !== undefined && (day === null || one.before < day) ? one.before : day), null);

/** A contact has one grade and one stage. */
function setsClash(leaves: readonly Criteria[]): string | null {
  const grades = leaves.flatMap((leaf) => ("gradeIsAnyOf" in leaf ? [leaf.gradeIsAnyOf as readonly string[]] : []));
  const stages = leaves.flatMap((leaf) => ("stageIsAnyOf" in leaf ? [leaf.stageIsAnyOf as readonly string[]] : []));
  const apart = (lists: readonly (readonly string[])[]) => lists.length > 1 && !lists[0]!.some((one) => lists.every((list) => list.includes(one)));
  return apart(grades) ? "a contact has one fit grade" : apart(stages) ? "a contact is in one stage" : null;
}

function scoresClash(leaves: readonly Criteria[]): string | null {
  for (const score of ["fit", "engagement"] as const) {
    const bounds = leaves.flatMap((leaf) => ("score" in leaf && leaf.score === score ? [leaf] : []));
    if (Math.max(...bounds.map((one) => one.atLeast ?? -Infinity)) > Math.min(...bounds.map((one) => one.atMost ?? Infinity))) return `the bounds of the ${score} score exclude each other`;
  }
  return null;
}

/** More often than not at all in the same or a longer stretch. */
function signalsClash(leaves: readonly Criteria[], { wording }: Looking): string | null {
  for (const [key, conditions] of grouped(leaves.filter((leaf): leaf is SignalCondition => "signal" in leaf), (leaf) => leaf.signal)) {
    const bounded = conditions.map((one) => ({ ...countBounds(one), days: one.withinDays ?? Infinity }));
    if (bounded.some((wanted) => bounded.some((allowed) => wanted.atLeast > allowed.atMost && wanted.days <= allowed.days))) return `the conditions on the signal “${wording.signal?.(key) ?? key}” exclude each other`;
  }
  return null;
}
