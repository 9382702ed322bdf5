import { activityOutcomes, logActivity, type ActivityKind, type ActivityOutcome } from "@tandem/contract/pipeline/activities";
import { noSuchContact } from "@tandem/contract/pipeline/parts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { lockHandoffs, proveAttempt } from "../../spine/handoffs.ts";
import type { HandoffState } from "../../spine/handoff-states.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { readPromises } from "../../spine/promises.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { activityOf, findActivity } from "./activity-store.ts";
import { requireVisible } from "./list-opportunity-timeline.ts";

const refusalOf = (code: string) => logActivity.refusals.find((refusal) => refusal.code === code)!;
/** Clocks of computers differ; something of "just now" may come from a minute ahead. */
const skewMs = 60_000;

export const logActivityRoute = handle(logActivity, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    if (body.opportunityId !== null) await requireVisible(tx, principal, body.opportunityId);
    requireOutcome(body.kind, body.outcome);
    requirePrivacy(principal, body.kind, body.private);
    const at = readAt(work, body.at);
    const contact = await lockPerson(work, body);
    const handoff = body.kind === "note" ? null : await ownHandoff(work, principal, contact, at);
    const id = app.ids.next();
    await tx.query(
      `insert into activity (id, kind, contact_id, company_id, opportunity_id, handoff_id, at, recorded_at, by_id, direction, outcome, subject, body, private, minutes)
       values ($1, $2, $3, coalesce($4::uuid, (select company_id from opportunity where id = $5)), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [id, body.kind, contact?.id ?? null, contact?.companyId ?? null, body.opportunityId, handoff?.id ?? null, handoff ? clamped(work, handoff, at) : at, work.at, principal.userId, body.direction, body.outcome, body.subject, body.body, body.private, body.minutes],
    );
    if (handoff && body.kind !== "note" && body.outcome !== "bounced") await prove(work, handoff, body.kind, clamped(work, handoff, at), body);
    const payload = { activityId: id, kind: body.kind, contactId: contact?.id ?? null, opportunityId: body.opportunityId, handoffId: handoff?.id ?? null, by: principal.userId };
    work.facts.push({ kind: "activity.logged", at, subject: { kind: "activity", id }, payload });
    work.audit.push({ at: work.at, actor: work.actor, act: "activity.logged", entityKind: "activity", entityId: id, summary: { kind: body.kind, private: body.private } });
    tellActivity(work, contact?.id ?? null, body.opportunityId);
    await settle(work);
    return { ...activityOf((await findActivity(tx, principal, id))!, principal), handoffId: handoff?.id ?? null };
  }),
);

export function requireOutcome(kind: ActivityKind, outcome: ActivityOutcome | null): void {
  if (outcome !== null && !(activityOutcomes[kind] as readonly string[]).includes(outcome)) throw new Refusal(refusalOf("outcome-not-of-kind"));
}

/** What nobody else may read is a note of somebody whose manager may. */
export function requirePrivacy(principal: Principal, kind: ActivityKind, isPrivate: boolean): void {
  if (isPrivate && (kind !== "note" || (principal.role !== "sales-rep" && principal.role !== "sales-manager"))) throw new Refusal(refusalOf("private-is-a-sales-note"));
}

export function readAt(work: Pick<Work, "at">, text: string | undefined): Date {
  const at = text === undefined ? work.at : new Date(text);
  if (at.getTime() > work.at.getTime() + skewMs) throw new Refusal(refusalOf("activity-in-future"));
  return new Date(Math.min(at.getTime(), work.at.getTime()));
}

/** Has browsers read again what shows the entry. */
export function tellActivity(work: Work, contactId: string | null, opportunityId: string | null): void {
  if (contactId !== null) tell(work, ["everyone"], "contact.changed", contactId);
  if (opportunityId !== null) tell(work, ["everyone"], "opportunity.changed", opportunityId);
}

/** The person it was with: the one named; with a deal alone its main contact, unless it is a note about the deal. */
async function lockPerson(work: Work, body: { kind: ActivityKind; contactId: string | null; opportunityId: string | null }): Promise<ContactState | null> {
  let contactId = body.contactId;
  if (contactId === null && body.kind !== "note") contactId = (await work.tx.find<{ contact_id: string }>("select contact_id from opportunity_contact where opportunity_id = $1 and main", [body.opportunityId]))?.contact_id ?? null;
  if (contactId === null) return null;
  const [contact] = await lockContacts(work, [contactId]);
  if (!contact) throw new Refusal(noSuchContact);
  return contact;
}

/** The contact's open handoff where the author holds it and it was theirs by then. Minutes are what people type. */
async function ownHandoff(work: Work, principal: Principal, contact: ContactState | null, at: Date): Promise<HandoffState | null> {
  if (contact?.openHandoffId == null) return null;
  const [handoff] = await lockHandoffs(work, [contact.openHandoffId]);
  return handoff && handoff.assigneeId === principal.userId && at.getTime() >= handoff.openedAt.getTime() - 59_999 ? handoff : null;
}

function clamped(work: Work, handoff: HandoffState, at: Date): Date {
  return new Date(Math.min(work.at.getTime(), Math.max(handoff.openedAt.getTime(), at.getTime())));
}

async function prove(work: Work, handoff: HandoffState, channel: Exclude<ActivityKind, "note">, at: Date, told: { outcome: ActivityOutcome | null; direction: "in" | "out" }): Promise<void> {
  const counted = work.tx.one<{ attempts: number; channels: number }>(
    `select count(*)::int as attempts, count(distinct kind)::int as channels from activity
     where handoff_id = $1 and kind <> 'note' and not automatic and removed_at is null and outcome is distinct from 'bounced'`,
    [handoff.id],
  );
  const [sofar, promises] = await Promise.all([counted, readPromises(work.tx, work.inForce, [handoff.agreementVersion])]);
  await proveAttempt(work, handoff, promises, { at, channel, conversation: told.outcome === "conversation" || told.outcome === "held" || told.direction === "in" }, sofar);
  const payload = { contactId: handoff.contactId, channel, outcome: told.outcome, by: work.actor.id };
  work.facts.push({ kind: "handoff.attempted", at, subject: { kind: "handoff", id: handoff.id }, payload });
  work.audit.push({ at: work.at, actor: work.actor, act: "handoff.attempted", entityKind: "handoff", entityId: handoff.id, summary: { channel, outcome: told.outcome } });
}
