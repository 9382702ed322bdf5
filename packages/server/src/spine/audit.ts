import type { Sql } from "../platform/sql.ts";
import type { Statement } from "../platform/statement.ts";
import type { Actor } from "./actor.ts";

/** One line of who changed what. `summary` carries ids, codes and digests, never what a person typed. */
export interface AuditLine {
  readonly at: Date;
  readonly actor: Actor;
  /** `slice.act`, for instance `handoff.accepted`. */
  readonly act: string;
  readonly entityKind: string;
  readonly entityId: string | null;
  readonly summary?: Record<string, unknown>;
}

/** The statement that appends audit lines. */
export function auditStatement(lines: readonly AuditLine[]): Statement {
  return {
    text: `insert into audit (at, actor_kind, actor_id, act, entity_kind, entity_id, summary)
     select * from unnest($1::timestamptz[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::jsonb[])`,
    values: [
      lines.map((l) => l.at),
      lines.map((l) => l.actor.kind),
      lines.map((l) => l.actor.id),
      lines.map((l) => l.act),
      lines.map((l) => l.entityKind),
      lines.map((l) => l.entityId),
      lines.map((l) => JSON.stringify(l.summary ?? {})),
    ],
  };
}

/** Appends audit lines in the transaction of the change they describe. */
export async function recordAudit(sql: Sql, lines: readonly AuditLine[]): Promise<void> {
  if (lines.length === 0) return;
  const { text, values } = auditStatement(lines);
  await sql.query(text, values);
}
