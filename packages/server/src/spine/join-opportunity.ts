import { tell, type Work } from "./work.ts";

export interface GroupMember {
  readonly opportunityId: string;
  readonly contactId: string;
  /** Their part in the purchase; one who is in the group already keeps theirs where it is left out. */
  readonly role?: string;
  readonly main?: boolean;
  /** Through which handoff they came to the deal. */
  readonly handoffId?: string;
}

/**
 * Puts a contact (a survivor) into the buying group of a deal that is locked, or gives them another part in it. Whose touches count
 * changes with it, so it is a fact; the deal's own version stays.
 */
export function joinOpportunity(work: Work, { opportunityId, contactId, role, main, handoffId }: GroupMember): void {
  // Who was merged into them may be the one who stands in the group.
  work.tx.send(
    `with known as (
       update opportunity_contact set role = coalesce($3, role), main = main or $4
       where opportunity_id = $1 and contact_id in (select id from contact where survivor_id = $2) returning contact_id)
     insert into opportunity_contact (opportunity_id, contact_id, role, main, added_at, added_by)
     select $1, $2, coalesce($3, 'other'), $4, $5, $6 where not exists (select from known)`,
    [opportunityId, contactId, role ?? null, main ?? false, work.at, work.actor.id],
  );
  noteGroup(work, opportunityId, "saved", contactId, { ...(role !== undefined && { role }), main: main ?? false, ...(handoffId !== undefined && { handoffId }) });
}

/** What changes about who takes part in a deal, as a fact, in the audit trail and in open browsers. */
export function noteGroup(work: Work, opportunityId: string, what: "saved" | "removed", contactId: string, summary: Record<string, unknown>): void {
  work.facts.push({ kind: "opportunity.group-changed", at: work.at, subject: { kind: "opportunity", id: opportunityId }, payload: { what, contactId, ...summary } });
  work.audit.push({ at: work.at, actor: work.actor, act: `opportunity.group-${what}`, entityKind: "opportunity", entityId: opportunityId, summary: { contactId, ...summary } });
  tell(work, ["everyone"], "opportunity.changed", opportunityId);
}

/** SQL: this member of a buying group (`m`) came after the deal (`o`) had begun; the main contact of an imported deal came with it, whenever it was imported. */
export function joinedLater(m: string, o: string): string {
  return `${m}.added_at > ${o}.created_at and not (${m}.main and exists (select from external_ref r where r.kind = 'opportunity' and r.entity_id = ${o}.id))`;
}
