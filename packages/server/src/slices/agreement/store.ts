import type { OutputOf } from "@tandem/contract/operation";
import type { listVersions } from "@tandem/contract/agreement/versions";
import type { Sql } from "../../platform/sql.ts";
import { goneSql } from "./draft-store.ts";

export type Version = OutputOf<typeof listVersions>["versions"][number];

interface Row {
  version: number;
  name: string;
  title: string | null;
  hash: string;
  founding: boolean;
  effective_from: Date;
  created_at: Date;
  signatures: { side: "marketing" | "sales"; user_id: string; name: string; signed_at: string; gone: "left" | "no-longer-signs" | null }[] | null;
  overtaken: { by: number; draft: { id: string; number: number } | null } | null;
  broken: { by: string; name: string; at: string; reason: string; until: string } | null;
}

/** Versions with their signatures, newest first. `at` decides which one is in force. */
export async function listVersionRows(sql: Sql, at: Date): Promise<Version[]> {
  const rows = await sql.query<Row>(
    `select v.version, v.document->>'name' as name, (select d.title from agreement_draft d where d.became_version = v.version) as title, v.hash, v.founding, v.effective_from, v.created_at,
       (select jsonb_agg(jsonb_build_object('side', s.side, 'user_id', s.user_id, 'name', u.name, 'signed_at', s.signed_at, 'gone', ${goneSql}) order by s.signed_at)
        from signature s join app_user u on u.id = s.user_id where s.version = v.version and s.hash = v.hash) as signatures,
       (select jsonb_build_object('by', b.by_id, 'name', u.name, 'at', b.at, 'reason', b.reason, 'until', b.until_review)
        from agreement_break_glass b join app_user u on u.id = b.by_id where b.version = v.version) as broken,
       -- Of versions that have begun the newest is in force: one that begins no later than this one leaves it no day.
       (select jsonb_build_object('by', n.version, 'draft', (select jsonb_build_object('id', d.id, 'number', d.number) from agreement_draft d where d.was_version = v.version))
        from agreement_version n where n.version > v.version and n.effective_from <= v.effective_from order by n.version limit 1) as overtaken
     from agreement_version v order by v.version desc limit 500`,
  );
  const inForce = rows.find((row) => row.effective_from <= at)?.version;
  return rows.map((row) => ({
    version: row.version,
    name: row.name,
    // The first one came from no draft.
    title: row.title ?? "Founding agreement",
    hash: row.hash,
    // The exception ends when both sides have signed the founding text.
    founding: row.founding && (row.signatures?.length ?? 0) < 2,
    inForce: row.version === inForce,
    effectiveFrom: row.effective_from.toISOString(),
    createdAt: row.created_at.toISOString(),
    signatures: (row.signatures ?? []).map((s) => ({ side: s.side, userId: s.user_id, name: s.name, signedAt: new Date(s.signed_at).toISOString(), gone: s.gone })),
    breakGlass: breakGlassOf(row, at),
    overtaken: row.overtaken,
  }));
}

/** Shown until both sides have signed the version after all; from the review on it is overdue as well. */
function breakGlassOf({ broken, signatures }: Row, at: Date): Version["breakGlass"] {
  if (!broken || (signatures?.length ?? 0) >= 2) return null;
  const until = new Date(broken.until);
  return { by: { userId: broken.by, name: broken.name }, at: new Date(broken.at).toISOString(), reason: broken.reason, untilReview: until.toISOString(), overdue: until <= at };
}

/** Who may sign for which side; people who left may not. */
export async function listSignatories(sql: Sql): Promise<{ side: "marketing" | "sales"; userId: string; name: string }[]> {
  const rows = await sql.query<{ id: string; name: string; signs_for: "marketing" | "sales" }>("select id, name, signs_for from app_user where signs_for is not null and active order by signs_for, name, id");
  return rows.map((row) => ({ side: row.signs_for, userId: row.id, name: row.name }));
}
