import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import type { filledWhen } from "../imports/mapping.ts";

/**
 * What calibration learns from: one row a person, one column a field, the outcome beside it. Columns are arrays of the
 * same length, so that a part of the people is a list of row numbers and nothing is copied.
 */

export type FilledWhen = (typeof filledWhen)[number];

interface ColumnBase {
  readonly ref: FieldRef;
  /** As people read it: "Lead origin". */
  readonly name: string;
  readonly type: FieldType;
  /** What the importer said about when it is filled. */
  readonly filled: FilledWhen;
  /** A person looked at the suspicion: it is known before Sales talks (`cleared`), or it is not (`leak`). */
  readonly verdict?: "cleared" | "leak";
  /** Epoch milliseconds at which each value was recorded, where the change history knows; NaN where not. */
  readonly filledAt?: Float64Array;
  /** 1 where a person of Sales recorded the value, 0 where somebody else did, 2 where nobody knows. */
  readonly filledBySales?: Uint8Array;
}

/** Text, choices, countries, yes or no: the code of a level, or -1 where nothing is recorded. */
export interface LevelColumn extends ColumnBase {
  readonly kind: "levels";
  readonly levels: readonly (string | boolean)[];
  readonly codes: Int32Array;
  /** One choice of several that can hold together: -1 is "not chosen", and 1 in here says that any choice was. */
  readonly oneOfMany?: Uint8Array;
}

/** Numbers and money; NaN where nothing is recorded. */
export interface NumberColumn extends ColumnBase {
  readonly kind: "number";
  readonly values: Float64Array;
  /** The number is how often a signal happened in the first days that were looked at, not a field. */
  readonly signal?: { readonly key: string; readonly withinDays: number };
}

export type Column = LevelColumn | NumberColumn;

/** A rule of the agreement in force, with what it gave each person. */
export interface RuleColumn {
  readonly key: string;
  readonly name: string;
  readonly kind: "fit" | "engagement";
  /** Points as the agreement writes them (of one occurrence, for engagement). */
  readonly points: number;
  readonly group?: string | undefined;
  /** Fields the rule asks about: a rule on a leaking field leaks. */
  readonly asks: readonly FieldRef[];
  /** How many times its points each person has: 1 or 0 for a fit rule, faded and capped occurrences for engagement. */
  readonly amounts: Float64Array;
}

/** Rules whose points together are capped, in absolute value. */
export interface RuleGroup {
  readonly kind: "fit" | "engagement";
  readonly key: string;
  readonly cap: number;
}

export interface PeopleTable {
  readonly people: number;
  /** What orders people by age, ascending: epoch milliseconds of first sight, or a running number. */
  readonly seenAt: Float64Array;
  /** 1 it came, 0 it did not although there was time; one of `leftOut` of whom nothing is learned. */
  readonly outcome: Int8Array;
  /** Epoch milliseconds of the outcome; NaN where there is none or the day is unknown. */
  readonly outcomeAt?: Float64Array;
  /** `seenAt` are instants; otherwise a running number, which orders and tells no volume per month. */
  readonly seenAtIsTime: boolean;
  readonly columns: readonly Column[];
  readonly rules: readonly RuleColumn[];
  readonly groups: readonly RuleGroup[];
}

/** Row numbers of a part of the people. */
export type Rows = Int32Array;

const day = 86_400_000;

/** Why nothing is learned of somebody; all of them are below zero. */
export const leftOut = { tooYoung: -1, cameBefore: -2, noValue: -3 } as const;
export type LeftOut = Readonly<Record<keyof typeof leftOut, number>>;

/**
 * Who has an outcome to learn from. An outcome counts when it came within `horizonDays` of first sight; a person seen
 * less than that ago is left out whether it came or not: keeping the quick winners of a young month and dropping its
 * slow ones would paint every young month too bright.
 */
export function settleOutcomes(people: { readonly seenAt: Float64Array; readonly outcomeAt: Float64Array; readonly asOf: number; readonly horizonDays: number }): Int8Array {
  const span = people.horizonDays * day;
  return Int8Array.from(people.seenAt, (seen, i) => {
    if (!(people.asOf - seen >= span)) return leftOut.tooYoung;
    const after = people.outcomeAt[i]! - seen;
    // An outcome before first sight is kept and flagged elsewhere; it teaches nothing about what was known before.
    if (after < 0) return leftOut.cameBefore;
    return after <= span ? 1 : 0;
  });
}

/** Days within which nine of ten outcomes came: how long a person needs before silence means no. Null without outcomes. */
export function usualHorizonDays(seenAt: Float64Array, outcomeAt: Float64Array): number | null {
  const spans = [...outcomeAt].map((at, i) => at - seenAt[i]!).filter((span) => span >= 0).sort((a, b) => a - b);
  if (spans.length === 0) return null;
  return Math.max(1, Math.ceil(spans[Math.min(spans.length - 1, Math.floor(spans.length * 0.9))]! / day));
}

/** People with an outcome to learn from, oldest first; equal ages keep the order of the table. */
export function settledByAge(table: PeopleTable): Rows {
  const rows: number[] = [];
  for (let i = 0; i < table.people; i++) if (table.outcome[i]! >= 0) rows.push(i);
  return Int32Array.from(rows.sort((a, b) => table.seenAt[a]! - table.seenAt[b]! || a - b));
}

export function countOutcomes(table: PeopleTable, rows: Rows): number {
  let count = 0;
  for (const row of rows) count += table.outcome[row]!;
  return count;
}

/** People of whom nothing is learned, by why. */
export function countLeftOut({ outcome }: Pick<PeopleTable, "outcome">): LeftOut {
  const counted = (code: number) => outcome.reduce((sum, one) => sum + Number(one === code), 0);
  return { tooYoung: counted(leftOut.tooYoung), cameBefore: counted(leftOut.cameBefore), noValue: counted(leftOut.noValue) };
}

/** Whether nothing is recorded for this person. */
export function isMissing(column: Column, row: number): boolean {
  if (column.kind === "number") return Number.isNaN(column.values[row]!);
  return column.oneOfMany ? column.oneOfMany[row] === 0 : column.codes[row]! < 0;
}
