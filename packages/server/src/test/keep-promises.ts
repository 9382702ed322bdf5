import type { Sql } from "../platform/sql.ts";
import { brokenInvariants } from "../platform/invariants.ts";

/**
 * Fails where the data a test file leaves behind breaks a promise of `invariants.sql`. Business that was invented for
 * figures (its episodes have the cause `test`) did not come about by the engine, so it is not held to what the engine promises.
 */
export async function keepPromises(db: Sql): Promise<void> {
  if (await db.find("select 1 from episode where cause = 'test' limit 1")) return;
  const broken = await brokenInvariants(db);
  if (broken.length === 0) return;
  throw new Error(`The tests left data that breaks what must always hold:\n${broken.map(({ promise, rows }) => `- ${promise}\n${rows.map((row) => `    ${JSON.stringify(row)}`).join("\n")}`).join("\n")}`);
}
