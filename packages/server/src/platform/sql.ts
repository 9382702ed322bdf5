import type { Kysely } from "kysely";
import type pg from "pg";
import type { Tables } from "./tables.ts";

/** What a database and a transaction have in common: a way to ask. */
export interface Sql {
  /** Rows of a statement. Name a statement only when its plan does not depend on its parameters. */
  readonly query: <Row extends object>(text: string | { name: string; text: string }, params?: readonly unknown[]) => Promise<Row[]>;
  /** The one row there must be. */
  readonly one: <Row extends object>(text: string, params?: readonly unknown[]) => Promise<Row>;
  /** The one row there may be. */
  readonly find: <Row extends object>(text: string, params?: readonly unknown[]) => Promise<Row | null>;
  /** The query builder on the same connection: the only way a name may get into a statement. */
  readonly kysely: Kysely<Tables>;
}

/** What answers statements: a pool, or one connection of it. */
export type Asker = { query(config: pg.QueryConfig): Promise<pg.QueryResult> };

/** A way to ask on it; `keep` names texts whose plans are kept. */
export function sqlOn(asker: Asker, kysely: () => Kysely<Tables>, keep: (text: string) => { readonly text: string; readonly name?: string } = (text) => ({ text })): Sql {
  async function query<Row extends object>(text: string | { name: string; text: string }, params: readonly unknown[] = []): Promise<Row[]> {
    const config = typeof text !== "string" ? text : params.length === 0 ? { text } : keep(text);
    return (await asker.query({ ...config, values: params as unknown[] })).rows as Row[];
  }
  async function find<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row | null> {
    const rows = await query<Row>(text, params);
    if (rows.length > 1) throw new Error(`Expected at most one row, got ${rows.length}: ${text.slice(0, 200)}`);
    return rows[0] ?? null;
  }
  return {
    query,
    find,
    async one<Row extends object>(text: string, params?: readonly unknown[]) {
      const row = await find<Row>(text, params);
      if (!row) throw new Error(`Expected one row, got none: ${text.slice(0, 200)}`);
      return row;
    },
    get kysely() {
      return kysely();
    },
  };
}
