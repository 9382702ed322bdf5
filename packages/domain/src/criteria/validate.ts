import { criteria, maximumDepth, type Criteria, type FieldCondition, type FieldRef, type FieldType, type SignalCondition } from "./criteria.ts";
import { countBounds } from "./evaluate.ts";
import { fieldName, type Wording } from "./explain.ts";
import { fitsType, operatorOf } from "./operators.ts";
import type { MemberKind } from "./subject.ts";

/** What is wrong with a document, and where: a path as in `fit.rules.3.when.all.0`. */
export interface Problem {
  readonly path: string;
  readonly code: string;
  readonly words: string;
}

/** Conditions and branches of one tree. */
export const mostNodes = 1_000;

/**
 * Size and depth of criteria that came from outside, checked before anything recursive (the schema too) walks them:
 * without it a request of a few kilobytes overflows the stack.
 */
export function findOversize(tree: unknown, path = ""): Problem | null {
  let level: unknown[] = [tree];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximumDepth) return { path, code: "too-deep", words: `Conditions may be nested ${maximumDepth} levels deep.` };
    nodes += level.length;
    if (nodes > mostNodes) return { path, code: "too-large", words: `Conditions may have ${mostNodes} parts at most.` };
    level = level.flatMap(childrenOf);
  }
  return null;
}

function childrenOf(node: unknown): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const { all, any, not } = node as { all?: unknown; any?: unknown; not?: unknown };
  return [all, any, not].flatMap((part) => (part === undefined ? [] : part));
}

/** Reads criteria from outside: limits first, then the shape. */
export function parseCriteria(tree: unknown, path = ""): { readonly ok: Criteria } | { readonly problems: readonly Problem[] } {
  const oversize = findOversize(tree, path);
  if (oversize) return { problems: [oversize] };
  const parsed = criteria.safeParse(tree);
  if (parsed.success) return { ok: parsed.data };
  return { problems: parsed.error.issues.map((issue) => ({ path: join(path, ...issue.path.map(String)), code: "bad-shape", words: issue.message })) };
}

export interface CriteriaKnowledge {
  /** Null for a field that does not exist. */
  typeOf(ref: FieldRef): FieldType | null;
  hasSignal(key: string): boolean;
  /** Left out where memberships are not known here. */
  hasMembership?(kind: MemberKind, key: string): boolean;
  /** False inside rules from which the score is made: they can't ask for it. */
  readonly mayAskScore: boolean;
  /** How the words call fields; those that ship with the product have their names without it. */
  readonly wording?: Wording;
}

/** What is wrong with criteria of good shape: references to nothing, operators that mean nothing, contradictions. */
export function validateCriteria(tree: Criteria, known: CriteriaKnowledge, path = ""): Problem[] {
  if ("all" in tree) return [...tree.all.flatMap((part, i) => validateCriteria(part, known, join(path, "all", String(i)))), ...contradictions(tree.all, known, path)];
  if ("any" in tree) {
    const empty = tree.any.length === 0 ? [problem(path, "holds-for-nobody", "No condition stands here, so this is never true. Add one, or leave it out.")] : [];
    return [...empty, ...tree.any.flatMap((part, i) => validateCriteria(part, known, join(path, "any", String(i))))];
  }
  if ("not" in tree) return validateCriteria(tree.not, known, join(path, "not"));
  if ("field" in tree) return validateField(tree, known, path);
  if ("signal" in tree) return validateSignal(tree, known, path);
  if ("memberOf" in tree) return known.hasMembership && !known.hasMembership(tree.memberOf, tree.key) ? [problem(path, "unknown-membership", `There is no ${tree.memberOf} "${tree.key}".`)] : [];
  if ("stageIsAnyOf" in tree) return [];
  const scoreless = known.mayAskScore ? [] : [problem(path, "asks-for-the-score", "The score is made from these conditions, so they can't ask for it.")];
  if ("gradeIsAnyOf" in tree) return scoreless;
  if (tree.atLeast === undefined && tree.atMost === undefined) return [...scoreless, problem(path, "no-bound", "A score condition needs at least or at most.")];
  return [...scoreless, ...emptyRange(path, tree.atLeast, tree.atMost)];
}

function validateField(condition: FieldCondition, known: CriteriaKnowledge, path: string): Problem[] {
  const type = known.typeOf(condition.field);
  if (type === null) return [problem(join(path, "field"), "unknown-field", `There is no field ${condition.field}.`)];
  const operator = operatorOf(condition);
  if (!fitsType(condition, type)) return [problem(join(path, operator), "operator-does-not-fit", `“${fieldName(condition.field, known.wording)}” is of type ${type}, on which ${operator} with this value means nothing.`)];
  if (Object.values(condition).flat().some((part) => typeof part === "string" && /\u0000|\p{Surrogate}/u.test(part))) return [problem(join(path, operator), "unstorable-text", "The text holds a character that cannot be stored.")];
  const [low, high] = condition.between ?? [0, 0];
  return low > high ? [problem(join(path, "between"), "holds-for-nobody", "The lower end is above the upper end, so this is never true. Swap them.")] : [];
}

function validateSignal(condition: SignalCondition, known: CriteriaKnowledge, path: string): Problem[] {
  const unknown = known.hasSignal(condition.signal) ? [] : [problem(join(path, "signal"), "unknown-signal", `There is no signal "${condition.signal}".`)];
  const { atLeast, atMost } = countBounds(condition);
  const lost = (atMost === 0 && (condition.firstWithinDays !== undefined || condition.notForDays !== undefined) && condition.withinDays === undefined) || (condition.firstWithinDays !== undefined && condition.notForDays !== undefined && condition.firstWithinDays <= condition.notForDays);
  return [...unknown, ...emptyRange(path, atLeast, atMost), ...(lost ? [problem(path, "holds-for-nobody", "These bounds exclude each other, so this is never true. Loosen one of them.")] : [])];
}

function emptyRange(path: string, low: number | undefined, high: number | undefined): Problem[] {
  return low !== undefined && high !== undefined && low > high ? [problem(path, "holds-for-nobody", `At least ${low} and at most ${high} exclude each other, so this is never true. Loosen one of them.`)] : [];
}

/** Contradictions that are cheap to see: number ranges and single values of one field that cannot hold together. */
function contradictions(parts: readonly Criteria[], known: CriteriaKnowledge, path: string): Problem[] {
  const byField = new Map<string, FieldCondition[]>();
  for (const part of parts) if ("field" in part) byField.set(part.field, [...(byField.get(part.field) ?? []), part]);
  return [...byField].flatMap(([field, conditions]) => {
    const low = Math.max(...conditions.map((one) => one.atLeast ?? (typeof one.between?.[0] === "number" ? one.between[0] : -Infinity)));
    const high = Math.min(...conditions.map((one) => one.atMost ?? (typeof one.between?.[1] === "number" ? one.between[1] : Infinity)));
    const empty = conditions.some((one) => one.isEmpty === true) && conditions.some((one) => one.isEmpty !== true);
    return low > high || empty ? [problem(path, "holds-for-nobody", `The conditions on ${fieldName(field as FieldRef, known.wording)} exclude each other, so this is never true. Loosen one of them.`)] : [];
  });
}

function problem(path: string, code: string, words: string): Problem {
  return { path, code, words };
}

export function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(".");
}
