import type { Sql } from "./database.ts";

/** One statement that writes, with its values: kept apart from its running, so that several can go in one round trip. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Runs statements that write as one, each in a `with` of its own: one round trip instead of many. They see the data as it
 * was before all of them, so no two may touch the same row; references between new rows are checked at the end.
 */
export async function runTogether(sql: Sql, statements: readonly Statement[]): Promise<void> {
  if (statements.length === 0) return;
  if (statements.length === 1) return void (await sql.query(statements[0]!.text, statements[0]!.values));
  const values: unknown[] = [];
  const parts = statements.map((statement, index) => {
    const offset = values.length;
    values.push(...statement.values);
    return `w${index} as (${statement.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`;
  });
  await sql.query(`with ${parts.join(",\n")} select`, values);
}
