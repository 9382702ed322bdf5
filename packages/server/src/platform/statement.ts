import type { Transaction } from "./transaction.ts";

/** One statement that writes, with its values: kept apart from its running, so that several can go as one. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * Sends statements that write as one, each in a `with` of its own, without waiting. They see the data as it was before
 * all of them, so no two may touch the same row; references between new rows are checked at the end.
 */
export function sendTogether(tx: Transaction, statements: readonly Statement[]): void {
  if (statements.length === 0) return;
  if (statements.length === 1) return tx.send(statements[0]!.text, statements[0]!.values);
  const values: unknown[] = [];
  const parts = statements.map((statement, index) => {
    const offset = values.length;
    values.push(...statement.values);
    return `w${index} as (${statement.text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`;
  });
  tx.send(`with ${parts.join(",\n")} select`, values);
}
