import { dayWords } from "../kit/day-words.ts";
import { epochDayFromIso } from "../kit/epoch-day.ts";
import { standardFields } from "../people/fields.ts";
import { stageNames } from "../lifecycle/stage.ts";
import type { Criteria, FieldCondition, FieldRef, FieldType, SignalCondition } from "./criteria.ts";
import { operatorOf } from "./operators.ts";

/**
 * The third reading of criteria: a sentence that somebody would sign. "Seniority is director or head, and company has
 * 200 to 4,999 employees."
 */
export interface Wording {
  /** Name and type of a field; without one the reference itself is written. */
  field?(ref: FieldRef): { readonly name: string; readonly type: FieldType } | null;
  signal?(key: string): string | null;
  member?(kind: "segment" | "campaign" | "list", key: string): string | null;
  /** Writes minor units of the company's currency. */
  money?(minorUnits: number): string;
  /** "Germany" for "DE"; without it the code is written, as canonical text does. */
  country?(code: string): string;
}

const standard = new Map<string, { name: string; type: FieldType }>(standardFields.map((field) => [`${field.entity}.${field.key}`, { name: field.name, type: field.type }]));

/** One sentence, with a capital and a full stop. */
export function explainCriteria(tree: Criteria, wording: Wording = {}): string {
  const clause = phrase(tree, wording, false);
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

/** The same without capital and full stop, to stand inside a sentence. */
export function criteriaClause(tree: Criteria, wording: Wording = {}): string {
  return phrase(tree, wording, false);
}

function phrase(tree: Criteria, wording: Wording, nested: boolean): string {
  if ("all" in tree) return joined(tree.all, ", and ", "everyone", wording, nested);
  if ("any" in tree) return joined(tree.any, ", or ", "nobody", wording, nested);
  if ("not" in tree) return negated(tree.not, wording) ?? `it is not so that ${phrase(tree.not, wording, true)}`;
  if ("field" in tree) return fieldPhrase(tree, wording);
  if ("signal" in tree) return signalPhrase(tree, wording);
  if ("memberOf" in tree) return `the contact is in the ${tree.memberOf} “${wording.member?.(tree.memberOf, tree.key) ?? tree.key}”`;
  if ("stageIsAnyOf" in tree) return `stage is ${list(tree.stageIsAnyOf.map((stage) => stageNames[stage]))}`;
  if ("gradeIsAnyOf" in tree) return `fit grade is ${list(tree.gradeIsAnyOf)}`;
  const { score, atLeast, atMost } = tree;
  return `${score} score is ${range(atLeast, atMost, number, "points")}`;
}

function joined(parts: readonly Criteria[], between: string, nothing: string, wording: Wording, nested: boolean): string {
  if (parts.length === 0) return nothing;
  if (parts.length === 1) return phrase(parts[0]!, wording, nested);
  const text = parts.map((part) => phrase(part, wording, true)).join(between);
  return nested ? `(${text})` : text;
}

/** The plain negation where one word does it; an absent value counts as "not", as it does in memory. */
function negated(tree: Criteria, wording: Wording): string | null {
  const text = phrase(tree, wording, true);
  if ("memberOf" in tree) return text.replace(" is in ", " is not in ");
  if ("stageIsAnyOf" in tree || "gradeIsAnyOf" in tree) return text.replace(" is ", " is not ");
  if (!("field" in tree) || (tree.is === undefined && tree.isAnyOf === undefined)) return null;
  const name = fieldName(tree.field, wording);
  return `${name} is not${text.slice(`${name} is`.length)}`;
}

/** Fields that count something read better with their unit behind the number. */
const counted: Readonly<Record<string, readonly [string, string]>> = { "company.employees": ["company has", "employees"] };

/** A field as it is called inside a sentence: "job title"; one that nobody has named is written as its reference. */
export function fieldName(ref: FieldRef, wording: Wording = {}): string {
  return lowerFirst((wording.field?.(ref) ?? standard.get(ref))?.name ?? ref);
}

function fieldPhrase(condition: FieldCondition, wording: Wording): string {
  const unit = counted[condition.field];
  const [low, high] = condition.between ?? [condition.atLeast, condition.atMost];
  if (unit && (typeof low === "number" || typeof high === "number")) return `${unit[0]} ${range(low as number | undefined, high as number | undefined, number, unit[1])}`;
  const type = (wording.field?.(condition.field) ?? standard.get(condition.field))?.type;
  const write = (value: string | number | boolean) => (typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "number" ? (type === "money" && wording.money ? wording.money(value) : number(value)) : value === "" ? "“”" : type === "country" ? (wording.country?.(value) ?? value) : type === "date" ? dayOf(value) : value);
  return `${fieldName(condition.field, wording)} ${predicate(condition, write)}`;
}

function dayOf(text: string): string {
  const day = epochDayFromIso(text);
  return day === null ? text : dayWords(day);
}

function predicate(condition: FieldCondition, write: (value: string | number | boolean) => string): string {
  switch (operatorOf(condition)) {
    case "is":
      return `is ${write(condition.is!)}`;
    case "isAnyOf":
      return `is ${list(condition.isAnyOf!.map(write))}`;
    case "contains":
      return `contains “${condition.contains}”`;
    case "startsWith":
      return `starts with “${condition.startsWith}”`;
    case "atLeast":
      return `is at least ${write(condition.atLeast!)}`;
    case "atMost":
      return `is at most ${write(condition.atMost!)}`;
    case "between":
      return `is from ${write(condition.between![0])} to ${write(condition.between![1])}`;
    case "before":
      return `is before ${dayOf(condition.before!)}`;
    case "after":
      return `is after ${dayOf(condition.after!)}`;
    case "inTheLastDays":
      return condition.inTheLastDays === 0 ? "is today" : `is in the last ${days(condition.inTheLastDays!)}`;
    case "isEmpty":
      return condition.isEmpty ? "is empty" : "is known";
  }
}

function signalPhrase(condition: SignalCondition, wording: Wording): string {
  const name = `“${wording.signal?.(condition.signal) ?? condition.signal}”`;
  const { atLeast, atMost, withinDays, firstWithinDays, notForDays } = condition;
  const window = withinDays === undefined ? "" : ` in the last ${days(withinDays)}`;
  const never = condition.never === true || (atMost === 0 && !atLeast);
  const bounded = atLeast !== undefined || atMost !== undefined;
  const happened = never ? `${name} never happened${window}` : !bounded ? `${name} happened${window}` : `${name} happened ${range(atLeast, atMost, number, "times")}${window}`;
  const extra = [
    ...(firstWithinDays === undefined ? [] : [`for the first time in the last ${days(firstWithinDays)}`]),
    ...(notForDays === undefined ? [] : [`not again in the last ${days(notForDays)}`]),
  ];
  return [happened, ...extra].join(", ");
}

function range(low: number | undefined, high: number | undefined, write: (value: number) => string, unit: string): string {
  const units = (value: number) => `${write(value)} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
  if (low !== undefined && high !== undefined) return low === high ? `exactly ${units(low)}` : `${write(low)} to ${units(high)}`;
  return low !== undefined ? `at least ${units(low)}` : high !== undefined ? `at most ${units(high)}` : "any";
}

function days(count: number): string {
  return count === 1 ? "day" : `${number(count)} days`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words[words.length - 1]}`;
}

/** Grouped in English, whatever the machine's locale: an agreement reads the same everywhere. */
export function number(value: number): string {
  const [whole, fraction] = String(value).split(".") as [string, string | undefined];
  if (whole.includes("e")) return String(value);
  return whole.replaceAll(/\B(?=(\d{3})+$)/g, ",") + (fraction === undefined ? "" : `.${fraction}`);
}

/** "Seniority" inside a sentence is "seniority"; "ROI" and "E-mail" keep what makes them. */
function lowerFirst(name: string): string {
  return /^\p{Lu}\p{Ll}/u.test(name) || /^\p{Lu}-/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
