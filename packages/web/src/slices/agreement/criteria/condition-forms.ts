import type { Criteria, FieldCondition, FieldRef, FieldType, SignalCondition } from "@tandem/domain/criteria/criteria";
import { operatorOf, type Operator, type Scalar } from "@tandem/domain/criteria/operators";

/**
 * What can be asked of a field of each type, in the words of the editor, and how a condition changes from one question
 * to another without losing what was typed. A condition may be unfinished here (no value yet); `isUnfinished` says so.
 */
export type Question = Exclude<Operator, "isEmpty"> | "known" | "empty";

export const questionWords: Readonly<Record<Question, string>> = {
  is: "is",
  isAnyOf: "is any of",
  contains: "contains",
  startsWith: "starts with",
  atLeast: "is at least",
  atMost: "is at most",
  between: "is between",
  before: "is before",
  after: "is after",
  inTheLastDays: "is in the last",
  known: "is known",
  empty: "is empty",
};

const always: readonly Question[] = ["known", "empty"];
const asked: Readonly<Record<FieldType, readonly Question[]>> = {
  text: ["is", "isAnyOf", "contains", "startsWith", ...always],
  choice: ["isAnyOf", "is", "contains", "startsWith", ...always],
  "multi-choice": ["isAnyOf", "is", "contains", "startsWith", ...always],
  country: ["isAnyOf", "is", ...always],
  number: ["atLeast", "atMost", "between", "is", "isAnyOf", ...always],
  money: ["atLeast", "atMost", "between", "is", ...always],
  date: ["inTheLastDays", "before", "after", "between", "is", ...always],
  boolean: ["is", ...always],
};

/** The questions for a type, the likeliest first; the one that stands now is always among them. */
export function questionsFor(type: FieldType, now?: Question): readonly Question[] {
  return now === undefined || asked[type].includes(now) ? asked[type] : [...asked[type], now];
}

export function questionOf(condition: FieldCondition): Question {
  const operator = operatorOf(condition);
  return operator === "isEmpty" ? (condition.isEmpty ? "empty" : "known") : operator;
}

/** What was typed, as a list of single values. */
function valuesOf(condition: FieldCondition): readonly Scalar[] {
  const operator = operatorOf(condition);
  const value = condition[operator];
  if (operator === "isEmpty" || operator === "inTheLastDays") return [];
  return (Array.isArray(value) ? (value as Scalar[]) : [value as Scalar]).filter((one) => one !== "" && !(typeof one === "number" && Number.isNaN(one)));
}

/** No value yet: numbers are NaN, texts and lists empty. Such a condition is shown and not saved. */
const noNumber = Number.NaN;

/** Another question about the same field; values go along where they still mean something. */
export function askOf(condition: FieldCondition, question: Question, type: FieldType): FieldCondition {
  const { field } = condition;
  const had = valuesOf(condition);
  const numbers = had.filter((one) => typeof one === "number");
  const texts = had.filter((one) => typeof one === "string");
  const numeric = type === "number" || type === "money";
  switch (question) {
    case "known":
      return { field, isEmpty: false };
    case "empty":
      return { field, isEmpty: true };
    case "is":
      if (type === "boolean") return { field, is: typeof had[0] === "boolean" ? had[0] : true };
      return { field, is: numeric ? (numbers[0] ?? noNumber) : (texts[0] ?? "") };
    case "isAnyOf":
      return { field, isAnyOf: numeric ? [...numbers] : [...texts] };
    case "contains":
    case "startsWith":
      return { field, [question]: texts[0] ?? "" };
    case "atLeast":
      return { field, atLeast: numbers[0] ?? noNumber };
    case "atMost":
      return { field, atMost: numbers[numbers.length - 1] ?? noNumber };
    case "between":
      return { field, between: numeric ? [numbers[0] ?? noNumber, numbers[1] ?? noNumber] : [texts[0] ?? "", texts[1] ?? ""] };
    case "before":
    case "after":
      return { field, [question]: texts[0] ?? "" };
    case "inTheLastDays":
      return { field, inTheLastDays: condition.inTheLastDays ?? 30 };
  }
}

/** A new condition on a field, with the likeliest question and no value yet. */
export function askField(field: FieldRef, type: FieldType): FieldCondition {
  return askOf({ field, isEmpty: false }, asked[type][0]!, type);
}

/** The same condition on another field; its question stays where it fits. */
export function askOtherField(condition: FieldCondition, field: FieldRef, type: FieldType, typeBefore: FieldType | null): FieldCondition {
  const question = questionOf(condition);
  if (type !== typeBefore || !asked[type].includes(question)) return askOf({ field, isEmpty: false }, asked[type].includes(question) && always.includes(question) ? question : asked[type][0]!, type);
  // Values of one field seldom are values of another; numbers and days may be.
  return type === "number" || type === "money" || type === "date" || type === "boolean" ? { ...condition, field } : askOf({ field, isEmpty: false }, question, type);
}

/** What is missing before the condition says something; null when nothing is. */
export function missingIn(condition: Criteria): string | null {
  if ("memberOf" in condition) return condition.key === "" ? `Choose a ${condition.memberOf}.` : null;
  if ("signal" in condition) return Object.values(condition).some((part) => Number.isNaN(part)) ? "Write how often, or in how many days." : null;
  if ("stageIsAnyOf" in condition) return condition.stageIsAnyOf.length === 0 ? "Choose at least one stage." : null;
  if ("gradeIsAnyOf" in condition) return condition.gradeIsAnyOf.length === 0 ? "Choose at least one grade." : null;
  if ("score" in condition) return Number.isNaN(condition.atLeast ?? 0) || Number.isNaN(condition.atMost ?? 0) ? "Write how many points." : null;
  if (!("field" in condition)) return null;
  const question = questionOf(condition);
  if (question === "known" || question === "empty") return null;
  if (question === "inTheLastDays") return Number.isNaN(condition.inTheLastDays) ? "Write how many days." : null;
  const wanted = question === "between" ? 2 : 1;
  if (valuesOf(condition).length >= wanted) return null;
  return question === "isAnyOf" ? "Choose at least one value." : question === "between" ? "Write both ends." : "Write a value.";
}

/** The kinds of bound that a signal condition can have; each is asked in its own words. */
export const signalQuestions = ["happened", "atLeast", "atMost", "range", "never"] as const;
type SignalQuestion = (typeof signalQuestions)[number];
export const signalWords: Readonly<Record<SignalQuestion, string>> = { happened: "happened", atLeast: "happened at least", atMost: "happened at most", range: "happened between", never: "never happened" };

export function signalQuestionOf({ atLeast, atMost, never }: SignalCondition): SignalQuestion {
  if (never || (atMost === 0 && !atLeast)) return "never";
  if (atLeast !== undefined && atMost !== undefined) return "range";
  return atLeast !== undefined ? "atLeast" : atMost !== undefined ? "atMost" : "happened";
}

/** Another bound on the same signal; window and numbers go along. */
export function askSignal(condition: SignalCondition, question: SignalQuestion): SignalCondition {
  const { atLeast, atMost, never: _, ...rest } = condition;
  switch (question) {
    case "happened":
      return rest;
    case "never":
      return { ...rest, never: true };
    case "atLeast":
      return { ...rest, atLeast: atLeast ?? Math.max(atMost ?? 2, 1) };
    case "atMost":
      return { ...rest, atMost: atMost ?? atLeast ?? 3 };
    case "range":
      return { ...rest, atLeast: atLeast ?? 1, atMost: Math.max(atMost ?? 3, atLeast ?? 1) };
  }
}

/** A copy with one part set, or left out where the value is undefined. */
export function having<T extends object, K extends keyof T>(whole: T, key: K, value: T[K] | undefined): T {
  const { [key]: _, ...rest } = whole;
  return (value === undefined ? rest : { ...whole, [key]: value }) as T;
}
