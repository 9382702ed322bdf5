import { agreement as shape, type Agreement } from "@tandem/domain/agreement/agreement";
import type { Sql } from "../platform/sql.ts";
import type { InForce } from "./agreement-in-force.ts";

/** What was promised under a version: its clauses and its escalation ladder. Throws for a version that was not read: none is judged by another's. */
export type Promises = (version: number) => Agreement["sla"];

/** Reads what these versions promised, beside the one in force: a clock is judged by the version that started it, whichever is in force by now. */
export async function readPromises(sql: Sql, inForce: Pick<InForce, "version" | "agreement">, versions: readonly number[]): Promise<Promises> {
  const others = [...new Set(versions)].filter((version) => version !== inForce.version);
  const rows = others.length === 0 ? [] : await sql.query<{ version: number; sla: unknown }>("select version, document -> 'sla' as sla from agreement_version where version = any($1)", [others]);
  const known = new Map([[inForce.version, inForce.agreement.sla], ...rows.map((row): [number, Agreement["sla"]] => [row.version, shape.shape.sla.parse(row.sla)])]);
  return (version) => {
    const sla = known.get(version);
    if (!sla) throw new Error(`What agreement version ${version} promised was not read, or there is no such version.`);
    return sla;
  };
}

/** The name of a clause as its version has it; its key where the version has none of that key. */
export function clauseName(promises: Promises, version: number, key: string): string {
  const { sales, marketing } = promises(version);
  return [...sales, ...marketing].find((clause) => clause.key === key)?.name ?? key;
}

/** What must have been tried before it is accepted that a lead of this tier could not be reached. */
export function attemptsClause({ sales }: Agreement["sla"], tier: string): { readonly attempts: number; readonly channels: number; readonly withinDays: number } | null {
  const clause = sales.find((one) => one.kind === "attempts" && one.tiers.includes(tier));
  return clause?.kind === "attempts" ? clause : null;
}
