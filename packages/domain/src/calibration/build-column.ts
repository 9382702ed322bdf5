import { fold } from "../people/fold.ts";
import type { FieldRef, FieldType, FieldValue } from "../criteria/criteria.ts";
import type { Column, FilledWhen } from "./people-table.ts";

/** Values as they are kept with contacts, turned into columns to learn from. */

export interface FieldColumn {
  readonly ref: FieldRef;
  readonly name: string;
  readonly type: FieldType;
  readonly filled: FilledWhen;
  readonly verdict?: "cleared" | "leak";
  readonly filledAt?: Float64Array;
  readonly filledBySales?: Uint8Array;
}

/** Choices of a multi-choice field beyond this many, by how often they are chosen, are left out. */
const mostChoices = 40;

/**
 * One column for most fields; a multi-choice field has one for each choice, because several hold at once. Dates teach
 * no fit (they are past for everybody in the end) and give none. Levels that criteria compare as equal are one.
 */
export function buildColumns(field: FieldColumn, values: readonly FieldValue[]): Column[] {
  if (field.type === "date") return [];
  if (field.type === "number" || field.type === "money")
    return [{ ...field, kind: "number", values: Float64Array.from(values, (value) => (typeof value === "number" ? value : NaN)) }];
  if (field.type === "multi-choice") return choiceColumns(field, values);
  return [levelColumn(field, values)];
}

function levelColumn(field: FieldColumn, values: readonly FieldValue[]): Column {
  const known = new Map<string, number>();
  const spellings: Map<string | boolean, number>[] = [];
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value === "" || typeof value === "object") return -1;
    const level = typeof value === "number" ? String(value) : value;
    const key = typeof level === "string" ? fold(level) : String(level);
    let code = known.get(key);
    if (code === undefined) {
      known.set(key, (code = spellings.length));
      spellings.push(new Map());
    }
    const counts = spellings[code]!;
    counts.set(level, (counts.get(level) ?? 0) + 1);
    return code;
  });
  return { ...field, kind: "levels", levels: spellings.map(commonest), codes };
}

/** The spelling met most often; the first met among equals. */
function commonest(counts: ReadonlyMap<string | boolean, number>): string | boolean {
  let best: { level: string | boolean; count: number } | null = null;
  for (const [level, count] of counts) if (best === null || count > best.count) best = { level, count };
  return best!.level;
}

function choiceColumns(field: FieldColumn, values: readonly FieldValue[]): Column[] {
  const chosen = new Map<string, { level: string; count: number }>();
  for (const value of values)
    if (typeof value === "object" && value !== null)
      for (const choice of value) {
        const one = chosen.get(fold(choice));
        if (one) one.count += 1;
        else chosen.set(fold(choice), { level: choice, count: 1 });
      }
  const any = Uint8Array.from(values, (value) => (typeof value === "object" && value !== null && value.length > 0 ? 1 : 0));
  return [...chosen]
    .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    .slice(0, mostChoices)
    .map(([key, { level }]) => ({
      ...field,
      kind: "levels",
      levels: [level],
      codes: Int32Array.from(values, (value) => (typeof value === "object" && value?.some((choice) => fold(choice) === key) ? 0 : -1)),
      oneOfMany: any,
    }));
}
