import type { FieldCondition, FieldRef, FieldType } from "./criteria.ts";
import { standardFields } from "../people/fields.ts";
import { epochDayFromIso } from "../kit/epoch-day.ts";

/**
 * Which operator means something on which type of field. Memory, SQL and validation read the same table: a condition
 * that means nothing on its field holds for nobody.
 */
export type Operator = Exclude<keyof FieldCondition, "field">;
export type Scalar = string | number | boolean;

const textual: readonly FieldType[] = ["text", "choice", "multi-choice", "country"];
const numeric: readonly FieldType[] = ["number", "money"];

/** Can a value of this type equal this operand? */
export function comparable(type: FieldType, operand: Scalar): boolean {
  if (type === "date") return typeof operand === "string" && epochDayFromIso(operand) !== null;
  if (type === "boolean") return typeof operand === "boolean";
  return typeof operand === (numeric.includes(type) ? "number" : "string");
}

/** Does the condition mean something on a field of this type? */
export function fitsType(condition: FieldCondition, type: FieldType): boolean {
  switch (operatorOf(condition)) {
    case "is":
      return comparable(type, condition.is as Scalar);
    case "isAnyOf":
      return condition.isAnyOf!.some((operand) => comparable(type, operand));
    case "contains":
    case "startsWith":
      return textual.includes(type);
    case "atLeast":
    case "atMost":
      return numeric.includes(type);
    case "between": {
      const [low, high] = condition.between!;
      if (type === "date") return [low, high].every((end) => typeof end === "string" && epochDayFromIso(end) !== null);
      return numeric.includes(type) && typeof low === "number" && typeof high === "number";
    }
    case "before":
    case "after":
      return type === "date" && epochDayFromIso((condition.before ?? condition.after)!) !== null;
    case "inTheLastDays":
      return type === "date";
    case "isEmpty":
      return true;
  }
}

/** The one operator of a condition. */
export function operatorOf(condition: FieldCondition): Operator {
  for (const name in condition) if (name !== "field" && condition[name as Operator] !== undefined) return name as Operator;
  throw new TypeError("a field condition has exactly one operator");
}

const standardTypes = new Map<string, FieldType>(standardFields.map((field) => [`${field.entity}.${field.key}`, field.type]));

/** The type of a field that ships with the product; null for any other. */
export function standardTypeOf(ref: FieldRef): FieldType | null {
  return standardTypes.get(ref) ?? null;
}
