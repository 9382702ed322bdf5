import { subjectId, type SubjectKind } from "./subject-id.ts";
import type { Work } from "./work.ts";

/** A key that belongs to a person from the beginning of time on: an address, a user id, a record elsewhere. */
export interface SubjectClaim {
  readonly kind: Exclude<SubjectKind, "anonymous">;
  readonly key: string;
  readonly contactId: string;
  readonly firstSeenAt: Date;
  readonly reason: string;
}

/**
 * Gives keys that nobody holds to contacts, in two statements. A key that somebody was given meanwhile breaks the
 * transaction (unique assignment), so that whoever asks looks again instead of taking it away.
 */
export async function claimSubjects(work: Work, claims: readonly SubjectClaim[]): Promise<void> {
  if (claims.length === 0) return;
  const unique = [...new Map(claims.map((claim) => [subjectId(claim.kind, claim.key), claim]))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const ids = unique.map(([id]) => id);
  await work.tx.query("insert into subject (id, kind, key, first_seen_at) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) on conflict do nothing", [
    ids,
    unique.map(([, claim]) => claim.kind),
    unique.map(([, claim]) => claim.key),
    unique.map(([, claim]) => claim.firstSeenAt),
  ]);
  await work.tx.query(
    `insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at)
     select id, subject_id, contact_id, '-infinity', 'infinity', reason, $5, $6 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) r(id, subject_id, contact_id, reason)`,
    [unique.map(() => work.app.ids.next()), ids, unique.map(([, claim]) => claim.contactId), unique.map(([, claim]) => claim.reason), work.applied, work.at],
  );
}
