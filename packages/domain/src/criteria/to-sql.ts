import type { Grade } from "../agreement/agreement.ts";
import { fold } from "../people/fold.ts";
import type { Criteria, FieldCondition, FieldRef, FieldType, SignalCondition } from "./criteria.ts";
import { isoFromEpochDay, type EpochDay } from "../kit/epoch-day.ts";
import { countBounds, toMilli } from "./evaluate.ts";
import { comparable, fitsType, operatorOf, type Scalar } from "./operators.ts";
import type { MemberKind } from "./subject.ts";

/**
 * The second reading of criteria: a Postgres condition that holds for exactly the contacts for which `compileCriteria`
 * holds. Every leaf is `coalesce(…, false)`, so that nothing is ever unknown and `not` means the same as in memory. The
 * server says where things stand; this says what is asked of them.
 */
export interface SqlDialect {
  /** Null for a field that does not exist: it is absent for everybody. */
  field(ref: FieldRef): SqlField | null;
  /** Number of occurrences on days `from` (null: ever) to `to`, both included; 0, never null, where there are none. */
  signalCount(key: string, from: EpochDay | null, to: EpochDay, param: Param): string;
  /** A condition; null counts as false. */
  member(kind: MemberKind, key: string, param: Param): string;
  /** Text. */
  readonly stage: string;
  /** Integer milli-points. */
  readonly fit: string;
  readonly engagement: string;
  /** Text, one letter. */
  readonly grade: string;
}

export interface SqlField {
  readonly type: FieldType;
  /** Text, numeric, date, boolean, bigint of minor units; text[] for a multi-choice. */
  readonly value: string;
  /** The folded text (`people/fold.ts`), text[] for a multi-choice; may equal `value` where nothing folds. */
  readonly folded: string;
}

/** Takes a value and gives its placeholder (`$3`); the SQL around it casts. */
export type Param = (value: SqlValue) => string;
export type SqlValue = string | number | boolean | readonly string[] | readonly number[];

export interface SqlCondition {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** @param firstParameter number of the first placeholder, where the condition stands in a larger statement */
export function criteriaToSql(tree: Criteria, dialect: SqlDialect, today: EpochDay, firstParameter = 1): SqlCondition {
  const values: SqlValue[] = [];
  const param: Param = (value) => `$${firstParameter - 1 + values.push(value)}`;
  return { text: write(tree, { dialect, today, param }), values };
}

interface Writing {
  readonly dialect: SqlDialect;
  readonly today: EpochDay;
  readonly param: Param;
}

function write(tree: Criteria, to: Writing): string {
  if ("all" in tree) return tree.all.length === 0 ? "true" : `(${tree.all.map((part) => write(part, to)).join(" and ")})`;
  if ("any" in tree) return tree.any.length === 0 ? "false" : `(${tree.any.map((part) => write(part, to)).join(" or ")})`;
  if ("not" in tree) return `(not ${write(tree.not, to)})`;
  if ("field" in tree) return writeField(tree, to);
  if ("signal" in tree) return writeSignal(tree, to);
  if ("memberOf" in tree) return known(to.dialect.member(tree.memberOf, tree.key, to.param));
  if ("stageIsAnyOf" in tree) return known(`${to.dialect.stage} = any(${to.param([...tree.stageIsAnyOf])}::text[])`);
  if ("gradeIsAnyOf" in tree) return known(`${to.dialect.grade} = any(${to.param([...tree.gradeIsAnyOf] as Grade[])}::text[])`);
  const { atLeast, atMost } = tree;
  const score = to.dialect[tree.score];
  return known(both(atLeast !== undefined && `${score} >= ${to.param(toMilli(atLeast))}::numeric`, atMost !== undefined && `${score} <= ${to.param(toMilli(atMost))}::numeric`));
}

function known(condition: string): string {
  return `coalesce(${condition}, false)`;
}

function both(...parts: readonly (string | false)[]): string {
  const given = parts.filter((part) => part !== false);
  return given.length === 0 ? "true" : given.join(" and ");
}

function writeField(condition: FieldCondition, to: Writing): string {
  const field = to.dialect.field(condition.field);
  if (condition.isEmpty !== undefined) return field === null ? String(condition.isEmpty) : `(${condition.isEmpty ? "" : "not "}${absent(field)})`;
  if (field === null || !fitsType(condition, field.type)) return "false";
  return known(writeValue(condition, field, to));
}

function absent({ type, value }: SqlField): string {
  if (type === "multi-choice") return `coalesce(cardinality(${value}), 0) = 0`;
  return type === "text" || type === "choice" || type === "country" ? `coalesce(${value}, '') = ''` : `(${value}) is null`;
}

function writeValue(condition: FieldCondition, field: SqlField, to: Writing): string {
  const { value } = field;
  switch (operatorOf(condition)) {
    case "is":
      return writeIsOneOf([condition.is as Scalar], field, to);
    case "isAnyOf":
      return writeIsOneOf(condition.isAnyOf as Scalar[], field, to);
    case "contains":
      return writeLike(`%${escapeLike(fold(condition.contains!))}%`, field, to);
    case "startsWith":
      return writeLike(`${escapeLike(fold(condition.startsWith!))}%`, field, to);
    case "atLeast":
      return `${value} >= ${to.param(condition.atLeast!)}::numeric`;
    case "atMost":
      return `${value} <= ${to.param(condition.atMost!)}::numeric`;
    case "between": {
      const cast = field.type === "date" ? "date" : "numeric";
      const [low, high] = condition.between!;
      return `${value} between ${to.param(low)}::${cast} and ${to.param(high)}::${cast}`;
    }
    case "before":
      return `${value} < ${to.param(condition.before!)}::date`;
    case "after":
      return `${value} > ${to.param(condition.after!)}::date`;
    case "inTheLastDays":
      return `${value} between ${to.param(isoFromEpochDay(to.today - condition.inTheLastDays!))}::date and ${to.param(isoFromEpochDay(to.today))}::date`;
    case "isEmpty":
      return `not ${absent(field)}`;
  }
}

/** Postgres has no text with U+0000, so no stored value equals or contains one: asked for, it holds for nobody. */
const storable = (text: string): boolean => !text.includes("\u0000") && !/\p{Surrogate}/u.test(text);

function writeIsOneOf(operands: readonly Scalar[], field: SqlField, to: Writing): string {
  const fitting = operands.filter((operand) => comparable(field.type, operand) && (typeof operand !== "string" || storable(operand)));
  if (fitting.length === 0) return "false";
  if (field.type === "number" || field.type === "money") return `${field.value} = any(${to.param(fitting as number[])}::numeric[])`;
  if (field.type === "boolean") return `${field.value} = any(${to.param(fitting.map(String))}::boolean[])`;
  if (field.type === "date") return `${field.value} = any(${to.param(fitting as string[])}::date[])`;
  // Absent is nothing, even where the empty text is asked for.
  const texts = (fitting as string[]).map(fold).filter((text) => text !== "" || field.type === "multi-choice");
  if (texts.length === 0) return "false";
  if (field.type === "multi-choice") return `${field.folded} && ${to.param(texts)}::text[]`;
  return `${field.folded} = any(${to.param(texts)}::text[])`;
}

function writeLike(pattern: string, field: SqlField, to: Writing): string {
  if (!storable(pattern)) return "false";
  const like = `like ${to.param(pattern)}::text`;
  if (field.type === "multi-choice") return `exists (select 1 from unnest(${field.folded}) as choice(text) where choice.text ${like})`;
  return `${field.folded} ${like}`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, "\\$&");
}

function writeSignal(condition: SignalCondition, to: Writing): string {
  const { signal, withinDays, firstWithinDays, notForDays } = condition;
  const { atLeast, atMost } = countBounds(condition);
  const count = (days: number | undefined) => to.dialect.signalCount(signal, days === undefined ? null : to.today - days, to.today, to.param);
  return known(
    both(
      atLeast > 0 && `${count(withinDays)} >= ${to.param(atLeast)}::bigint`,
      atMost !== Infinity && `${count(withinDays)} <= ${to.param(atMost)}::bigint`,
      firstWithinDays !== undefined && `${count(undefined)} > 0 and ${count(undefined)} = ${count(firstWithinDays)}`,
      notForDays !== undefined && `${count(undefined)} > 0 and ${count(notForDays)} = 0`,
    ),
  );
}
