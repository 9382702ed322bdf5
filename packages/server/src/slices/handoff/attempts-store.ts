import type { AttemptChannel, AttemptOutcome } from "@tandem/contract/handoff/acts";
import type { Sql } from "../../platform/sql.ts";
import { countsSql } from "./words.ts";

export interface AttemptRecord {
  readonly id: string;
  readonly channel: AttemptChannel;
  readonly at: Date;
  readonly outcome: AttemptOutcome | null;
  readonly direction: "out" | "in";
}

/** The tries that count for a handoff, in the order in which they happened. */
export function listProofs(sql: Sql, handoffId: string): Promise<AttemptRecord[]> {
  return sql.query(`select a.id, a.kind as channel, a.at, a.outcome, a.direction from activity a where a.handoff_id = $1 and ${countsSql("a")} order by a.at, a.id`, [handoffId]);
}

export function sofar(proofs: readonly Pick<AttemptRecord, "channel">[]): { done: number; channels: number } {
  return { done: proofs.length, channels: new Set(proofs.map((proof) => proof.channel)).size };
}

/** The lead was reached: they talked, met, or wrote back. */
export function isConversation(attempt: Pick<AttemptRecord, "outcome" | "direction">): boolean {
  return attempt.outcome === "conversation" || attempt.outcome === "held" || attempt.direction === "in";
}

/** How long a mistaken attempt may be taken back. */
export const removableMs = 5 * 60_000;
