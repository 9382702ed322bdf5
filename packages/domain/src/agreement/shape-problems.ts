import type { z } from "zod";
import { agreement } from "./agreement.ts";
import { problem, type AgreementProblem } from "./problem.ts";

/**
 * What the shape refuses, as sentences with their place: which part is unknown, missing or of the wrong kind. Of several
 * forms that may stand in one place the one is explained that comes nearest.
 */
export type ShapeIssue = z.core.$ZodIssue;

export function shapeProblems(issues: readonly ShapeIssue[], raw: unknown, at: readonly PropertyKey[] = []): AgreementProblem[] {
  // "Exactly one operator" says nothing where the operator is misspelt.
  const misspelt = new Set(issues.filter((issue) => issue.code === "unrecognized_keys").map((issue) => issue.path.join(".")));
  const found: AgreementProblem[] = [];
  for (const issue of issues) {
    if (found.length >= mostSaid) break;
    if (issue.code !== "custom" || !misspelt.has(issue.path.join("."))) found.push(...explain(issue, raw, [...at, ...issue.path]));
  }
  return found.slice(0, mostSaid);
}

/** Nobody reads more at once, and each costs a look at the names there are. */
const mostSaid = 200;

function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1);
  if (last === undefined) return "The agreement";
  return Number.isInteger(Number(last)) ? `Entry ${Number(last) + 1} of “${String(path.at(-2))}”` : `“${String(last)}”`;
}

function explain(issue: ShapeIssue, raw: unknown, path: readonly PropertyKey[]): AgreementProblem[] {
  const place = path.map(String).join(".");
  const value = path.reduce<unknown>((part, key) => (typeof part === "object" && part !== null ? (part as Record<PropertyKey, unknown>)[key] : undefined), raw);
  const here = nameOf(path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => problem([...path, key].map(String).join("."), "unknown-part", `There is no part “${key}” here.${suggestion(key)} Correct the name, or leave it out.`));
    case "invalid_type":
      if (value === undefined) return [problem(place, "missing-part", `${here} is missing. Add it: ${kinds[issue.expected] ?? issue.expected}.`)];
      return [problem(place, "bad-shape", `${here} is ${describe(value)}, but ${kinds[issue.expected] ?? issue.expected} belongs here.`)];
    case "invalid_value": {
      const choices = issue.values.map(String);
      if (value === undefined) return [problem(place, "missing-part", `${here} is missing. Add one of ${choices.join(", ")}.`)];
      return [problem(place, "bad-shape", `${here} is ${describe(value)}; it must be one of ${choices.join(", ")}.`)];
    }
    case "invalid_union":
      return explainUnion(issue, raw, path, place, value);
    case "too_big":
      return [problem(place, "bad-shape", `${here} is too ${issue.origin === "number" || issue.origin === "int" ? "high" : "long"}: at most ${issue.maximum}${unitOf(issue.origin)}.`)];
    case "too_small":
      return [problem(place, "bad-shape", `${here} is too ${issue.origin === "number" || issue.origin === "int" ? "low" : "short"}: at least ${issue.minimum}${unitOf(issue.origin)}.`)];
    case "invalid_format":
      return [problem(place, "bad-shape", `${here} is ${describe(value)}, which is not written as it should be: ${issue.message.startsWith("Invalid") ? (formats[String(path.at(-1))] ?? issue.message) : issue.message}.`)];
    default:
      return [problem(place, "bad-shape", `${here}: ${issue.message}.`)];
  }
}

function explainUnion(issue: z.core.$ZodIssueInvalidUnion, raw: unknown, path: readonly PropertyKey[], place: string, value: unknown): AgreementProblem[] {
  if (issue.errors.length === 0) return [problem(place, value === undefined ? "missing-part" : "bad-shape", `“${String(path.at(-1))}” is ${value === undefined ? "missing" : describe(value)}; it says which of several forms this is${Array.isArray((issue as { options?: unknown }).options) ? `: ${((issue as { options?: unknown[] }).options ?? []).map(String).join(", ")}` : ""}.`)];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const expected = [...new Set(issue.errors.flat().flatMap((one) => (one.code === "invalid_type" && one.path.length === 0 ? [kinds[one.expected] ?? one.expected] : [])))];
    const words = `${nameOf(path)} is ${describe(value)}, but ${expected.join(" or ") || "something else"} belongs here.`;
    return [problem(place, value === undefined ? "missing-part" : "bad-shape", words)];
  }
  const misfit = (branch: readonly ShapeIssue[]): number =>
    branch.reduce((sum, one) => {
      if (one.path.length === 0 && one.code === "unrecognized_keys") return sum + one.keys.length * 2;
      if (one.path.length === 0 && one.code === "invalid_union") return sum + Math.min(...one.errors.map(misfit));
      return sum + (one.path.length === 1 && !Object.hasOwn(value, one.path[0]!) ? 3 : one.path.length === 0 ? 1 : 0);
    }, 0);
  const [nearest] = issue.errors.map((branch) => ({ branch, misfit: misfit(branch) })).toSorted((a, b) => a.misfit - b.misfit);
  const given = Object.keys(value);
  if (nearest!.misfit >= 3 && nearest!.misfit >= given.length * 2) return [problem(place, "bad-shape", `A condition or target is told by its parts, and ${given.length === 0 ? "this has none" : `none begins with ${given.map((key) => `“${key}”`).join(", ")}`}.${given.map(suggestion).find((words) => words !== "") ?? ""} It has one of: ${forms(issue)}.`)];
  return shapeProblems(nearest!.branch, raw, path);
}

/** What the forms of a union are told by: the first part that each misses or knows. */
function forms(issue: z.core.$ZodIssueInvalidUnion): string {
  const firsts = issue.errors.flatMap((branch) => branch.flatMap((one) => (one.path.length === 1 ? [String(one.path[0])] : one.code === "invalid_union" ? [forms(one)] : [])).slice(0, 1));
  return [...new Set(firsts)].join(", ");
}

const kinds: Readonly<Record<string, string>> = { string: "text", number: "a number", int: "a whole number", boolean: "true or false", array: "a list", object: "a map of parts", record: "a map of parts", tuple: "a list of two", null: "null" };
const formats: Readonly<Record<string, string>> = { quarter: "like 2026-Q4", currency: "three capital letters like EUR", field: "like contact.title, company.employees or contact.custom.budget" };

function unitOf(origin: string): string {
  return origin === "string" ? " characters" : origin === "array" ? " entries" : "";
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty (null)";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map of parts";
  if (typeof value === "string") return `the text “${value.length > 60 ? `${value.slice(0, 60)}…` : value}”`;
  return Number.isNaN(value) ? "no number" : typeof value === "number" ? `the number ${value}` : String(value);
}

let known: readonly string[] | undefined;

/** " Did you mean “halfLifeDays”?" if a name of the shape is two letters away or less. */
function suggestion(key: string): string {
  known ??= [...namesIn(agreement)];
  if (key.length > 40) return "";
  const [best] = known.map((name) => ({ name, far: distance(name.toLowerCase(), key.toLowerCase()) })).toSorted((a, b) => a.far - b.far);
  return best && best.far <= Math.min(2, key.length / 3) && best.name !== key ? ` Did you mean “${best.name}”?` : "";
}

/** All names of parts in the shape. */
function namesIn(schema: z.core.$ZodType, seen = new Set<unknown>(), names = new Set<string>()): Set<string> {
  if (seen.has(schema)) return names;
  seen.add(schema);
  const { def } = (schema as z.ZodType)._zod as unknown as { def: { shape?: Record<string, z.ZodType>; element?: z.ZodType; innerType?: z.ZodType; options?: z.ZodType[]; getter?: () => z.ZodType } };
  for (const [name, part] of Object.entries(def.shape ?? {})) namesIn(part, seen, names.add(name));
  for (const part of [def.element, def.innerType, def.getter?.(), ...(def.options ?? [])]) if (part) namesIn(part, seen, names);
  return names;
}

/** Letters to change, add or leave out. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
