import type { Sql } from "../../platform/sql.ts";
import { unique } from "./resolve.ts";

/** What the file has been about so far, repaired rows among it: the first row about a person, company, deal or entry counts, later ones fill gaps. */
export interface Touched {
  has(key: string): boolean;
  add(key: string): void;
  /** Answers whether the key is met for the first time, and remembers it. */
  first(key: string): boolean;
  readonly fresh: ReadonlySet<string>;
}

export async function loadTouched(sql: Sql, importId: string, keys: readonly (string | null | undefined)[]): Promise<Touched> {
  const asked = unique(keys);
  const rows = asked.length === 0 ? [] : await sql.query<{ key: string }>("select key from import_key where import_id = $1 and key = any($2)", [importId, asked]);
  const known = new Set(rows.map((row) => row.key));
  const fresh = new Set<string>();
  const has = (key: string): boolean => known.has(key) || fresh.has(key);
  return { has, fresh, add: (key) => void (known.has(key) || fresh.add(key)), first: (key) => !has(key) && (fresh.add(key), true) };
}

export async function saveTouched(sql: Sql, importId: string, touched: Iterable<string>): Promise<void> {
  const keys = [...touched].toSorted();
  if (keys.length > 0) await sql.query("insert into import_key (import_id, key) select $1, key from unnest($2::uuid[]) key on conflict do nothing", [importId, keys]);
}

/** Once no row of the file can follow. */
export async function forgetTouched(sql: Sql, importId: string): Promise<void> {
  await sql.query("delete from import_key where import_id = $1", [importId]);
}
