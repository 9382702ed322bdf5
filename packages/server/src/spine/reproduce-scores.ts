import { scoreContact } from "@tandem/domain/scoring/score";
import type { Database } from "../platform/database.ts";
import { agreementInForce } from "./agreement-in-force.ts";
import { loadContacts } from "./lock-contacts.ts";
import { subjectOf } from "./states.ts";

/** A contact whose kept score is not what its records give. Points in milli-points. */
export interface DifferingScore {
  readonly contactId: string;
  readonly kept: { readonly fit: number; readonly grade: string; readonly engagement: number };
  readonly reproduced: { readonly fit: number; readonly grade: string; readonly engagement: number };
}

/**
 * Recomputes contacts from their raw signals and fields with the pure function and compares with what is kept: of those
 * scored under the agreement in force at `at`, the most engaged and the last seen, `most` of each. Each is judged for the
 * company day on which it was last scored. Reads one consistent moment.
 */
export async function reproduceScores(db: Database, at: Date, most = 250): Promise<{ readonly compared: number; readonly differing: readonly DifferingScore[] }> {
  return db.transaction(async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only");
    if (!(await tx.find("select 1 from agreement_version where effective_from <= $1 limit 1", [at]))) return { compared: 0, differing: [] };
    const inForce = await agreementInForce(tx, at);
    const standing = "identified_at is not null and survivor_id = id and scored_on is not null and agreement_version = $1";
    const chosen = await tx.query<{ id: string }>(
      `(select id from contact where ${standing} order by engagement desc, id desc limit $2)
       union (select id from contact where ${standing} order by coalesce(last_seen_at, timestamptz '-infinity') desc, id desc limit $2)`,
      [inForce.version, most],
    );
    const { contacts, companies } = await loadContacts(tx, inForce, chosen.map((row) => row.id));
    const differing = contacts.flatMap((contact): DifferingScore[] => {
      const subject = subjectOf(contact, contact.companyId === null ? null : (companies.get(contact.companyId) ?? null));
      const { fit, grade, engagement } = scoreContact(inForce.compiled, subject, contact.scoredOn!, { coolOffUntil: contact.coolOffUntil });
      const same = fit === contact.fit && grade === contact.grade && engagement === contact.engagement;
      return same ? [] : [{ contactId: contact.id, kept: { fit: contact.fit, grade: contact.grade, engagement: contact.engagement }, reproduced: { fit, grade, engagement } }];
    });
    return { compared: contacts.length, differing };
  });
}
