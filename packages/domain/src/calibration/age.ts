import type { Column, NumberColumn, PeopleTable } from "./people-table.ts";

/**
 * Columns that number people (a lead number, a row number): whole, there for nearly everybody, never twice the same.
 * They order people by age where no dates came with a file, and never teach a rule: "customers above 4,000" is nobody.
 */
export function runningNumbers(columns: readonly Column[]): NumberColumn[] {
  return columns.filter((column): column is NumberColumn => {
    if (column.kind !== "number" || column.signal || column.values.length < 100) return false;
    const filled = column.values.filter((value) => !Number.isNaN(value));
    return filled.length >= column.values.length * 0.99 && filled.every((value) => Number.isInteger(value)) && new Set(filled).size === filled.length;
  });
}

/** Whether first sight tells people apart by age: a file brought in at once, without dates, saw everybody the same day. */
export function toldByDates(seenAt: Float64Array): boolean {
  const sorted = seenAt.toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return sorted.length > 0 && at(0.95) - at(0.05) >= 7 * 86_400_000;
}

/** The table ordered by a running number in place of dates; people without one are the oldest. */
export function orderedBy(table: PeopleTable, column: NumberColumn): PeopleTable {
  return { ...table, seenAt: column.values.map((value) => (Number.isNaN(value) ? -Infinity : value)), seenAtIsTime: false, columns: table.columns.filter((one) => one.ref !== column.ref) };
}
