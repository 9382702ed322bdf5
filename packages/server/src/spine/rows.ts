import type { Statement } from "../platform/statement.ts";

/** Tables whose rows the spine writes whole: their locks are held, so nobody else's change can be lost. */
export type WholeTable = "company" | "contact" | "handoff" | "clock";

/** A row by column name. */
export type Row = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Adds rows. */
export function insertRows(table: WholeTable, columns: readonly string[], rows: readonly Row[]): Statement[] {
  if (rows.length === 0) return [];
  const list = columns.join(", ");
  return [{ text: `insert into ${table} (id, ${list}) select id, ${list} from jsonb_populate_recordset(null::${table}, $1)`, values: [JSON.stringify(rows)] }];
}

/** Writes rows over, whole. That the ids are named as well holds the planner to looking them up: it takes any list of JSON for a hundred rows. */
export function updateRows(table: WholeTable, columns: readonly string[], rows: readonly Row[]): Statement[] {
  if (rows.length === 0) return [];
  const text = `update ${table} t set (${columns.join(", ")}) = (${columns.map((c) => `r.${c}`).join(", ")}) from jsonb_populate_recordset(null::${table}, $1) r where t.id = r.id and t.id = any($2)`;
  return [{ text, values: [JSON.stringify(rows), rows.map((row) => row.id)] }];
}
