import type { Grade } from "@tandem/domain/agreement/agreement";
import type { RouteStep } from "@tandem/domain/routing/route";
import type { Clock } from "@tandem/domain/sla/clock";
import type { Sql } from "../platform/sql.ts";
import { endBreachedClocks, stopClocks, voidClocks } from "./clocks.ts";
import type { ClockKind, ClockRecord, HandoffKind, HandoffState } from "./handoff-states.ts";
import { askForContacts, takeContacts, type LockedContacts } from "./lock-contacts.ts";
import { attemptsClause, type Promises } from "./promises.ts";
import { loadRoster } from "./roster.ts";
import { tell, type Work } from "./work.ts";

interface HandoffRow {
  id: string; contact_id: string; episode_id: string; agreement_version: number; tier: string; lane: string | null; state: HandoffKind; assignee_id: string | null; team_id: string;
  rule: string | null; trace: RouteStep[]; captured_at: Date; scored_at: Date; opened_at: Date; assigned_at: Date | null; notified_at: Date | null; seen_at: Date | null;
  first_attempt_at: Date | null; first_conversation_at: Date | null; accepted_at: Date | null; closed_at: Date | null; closed_by: string | null; reason: string | null;
  words: string | null; fit: number; grade: Grade; engagement: number; version: number;
}

interface ClockRow {
  id: string; handoff_id: string; clause: string; kind: ClockKind; agreement_version: number; machine: Clock; state: string; excused_why: string | null;
}

interface LockedHandoffs {
  readonly contacts: LockedContacts;
  readonly handoffs: readonly (HandoffRow & { contact_survivor: string; clocks: ClockRow[] | null })[];
}

/** Asks for handoffs with their clocks and locks them after their contacts, as everywhere; in one round trip with whatever is asked beside. */
export async function askForHandoffs(tx: Sql, handoffIds: readonly string[]): Promise<LockedHandoffs> {
  const [contacts, handoffs] = await Promise.all([
    askForContacts(tx, "lock-contacts-of-handoffs", "id in (select c.survivor_id from handoff h join contact c on c.id = h.contact_id where h.id = any($1))", handoffIds),
    tx.query<LockedHandoffs["handoffs"][number]>(
      { name: "lock-handoffs", text: `select h.*, (select survivor_id from contact c where c.id = h.contact_id) as contact_survivor,
         (select jsonb_agg(jsonb_build_object('id', k.id, 'handoff_id', k.handoff_id, 'clause', k.clause, 'kind', k.kind, 'agreement_version', k.agreement_version, 'machine', k.machine, 'state', k.state, 'excused_why', k.excused_why) order by k.id)
          from clock k where k.handoff_id = h.id) as clocks
       from handoff h where h.id = any($1) order by h.id for update of h` },
      [handoffIds],
    ),
  ]);
  return { contacts, handoffs };
}

/** Has the command know handoffs that were asked for, and answers them. */
export async function takeHandoffs(work: Work, { contacts, handoffs }: LockedHandoffs): Promise<HandoffState[]> {
  await takeContacts(work, contacts);
  return handoffs.map((row) => {
    const handoff = handoffState(row);
    work.handoffs.set(row.id, handoff);
    if (!work.contacts.has(row.contact_id)) work.contacts.set(row.contact_id, work.contacts.get(row.contact_survivor)!);
    for (const clock of row.clocks ?? []) work.clocks.set(clock.id, clockRecord(clock));
    return handoff;
  });
}

/** Locks handoffs and loads them; those already loaded stay as they are. */
export async function lockHandoffs(work: Work, handoffIds: readonly string[]): Promise<HandoffState[]> {
  const missing = [...new Set(handoffIds)].filter((id) => !work.handoffs.has(id));
  if (missing.length > 0) await takeHandoffs(work, await askForHandoffs(work.tx, missing));
  return handoffIds.map((id) => work.handoffs.get(id)).filter((h) => h !== undefined);
}

export interface Attempt {
  readonly at: Date;
  readonly channel: "call" | "email" | "meeting" | "message";
  /** The lead was reached and talked or wrote back. */
  readonly conversation: boolean;
}

/** A recorded attempt proves the response: the first one stops that clock; enough on enough channels, by what the handoff's version promised, stops the attempts clock. */
export async function proveAttempt(work: Work, handoff: HandoffState, promises: Promises, attempt: Attempt, sofar: { readonly attempts: number; readonly channels: number }): Promise<void> {
  const roster = await loadRoster(work);
  if (handoff.firstAttemptAt === null || attempt.at < handoff.firstAttemptAt) handoff.firstAttemptAt = attempt.at;
  if (attempt.conversation && (handoff.firstConversationAt === null || attempt.at < handoff.firstConversationAt)) handoff.firstConversationAt = attempt.at;
  handoff.isDirty = true;
  stopClocks(work, roster, handoff.id, ["first-attempt"], attempt.at);
  const clause = attemptsClause(promises(handoff.agreementVersion), handoff.tier);
  if (attempt.conversation || (clause && sofar.attempts >= clause.attempts && sofar.channels >= clause.channels)) stopClocks(work, roster, handoff.id, ["attempts"], attempt.at);
  tellChanged(work, handoff);
}

/**
 * Closes a handoff. A decision stops the disposition clock; it does not stop the response clock, which only an attempt
 * can: that one runs on to its breach, unless the lead turned out to be nobody to be called or was merged away.
 */
export async function closeHandoff(work: Work, handoff: HandoffState, how: { readonly state: Exclude<HandoffKind, "open" | "accepted">; readonly by: string | null; readonly reason?: string; readonly words?: string }): Promise<void> {
  const roster = await loadRoster(work);
  Object.assign(handoff, { state: how.state, closedAt: work.at, closedBy: how.by, reason: how.reason ?? null, words: how.words ?? null, isDirty: true });
  const contact = work.contacts.get(handoff.contactId);
  if (contact?.openHandoffId === handoff.id) contact.openHandoffId = null;
  if (handoff.assigneeId !== null) {
    const person = roster.people.get(handoff.assigneeId);
    if (person) person.openHandoffs -= 1;
  }
  const all: ClockKind[] = ["first-attempt", "attempts", "disposition"];
  if (how.state === "merged" || how.state === "withdrawn") voidClocks(work, handoff.id, all);
  else {
    stopClocks(work, roster, handoff.id, ["disposition"], work.at);
    if (how.state === "rejected-unqualified") voidClocks(work, handoff.id, ["first-attempt"]);
    voidClocks(work, handoff.id, ["attempts"]);
    endBreachedClocks(work, handoff.id, all);
  }
  work.facts.push({ kind: "handoff.closed", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { state: how.state, reason: how.reason ?? null, contactId: handoff.contactId, assigneeId: handoff.assigneeId, teamId: handoff.teamId } });
  work.audit.push({ at: work.at, actor: work.actor, act: `handoff.${how.state}`, entityKind: "handoff", entityId: handoff.id, summary: { reason: how.reason ?? null } });
  tellChanged(work, handoff);
}

/** Has the browsers of the owner, the team and the lists shown the change. */
export function tellChanged(work: Work, handoff: HandoffState): void {
  tell(work, ["everyone", `team:${handoff.teamId}`, ...(handoff.assigneeId === null ? [] : [`user:${handoff.assigneeId}`])], "handoff.changed", handoff.id);
}

function handoffState(row: HandoffRow): HandoffState {
  return {
    id: row.id, contactId: row.contact_id, episodeId: row.episode_id, agreementVersion: row.agreement_version, tier: row.tier, lane: row.lane, state: row.state, assigneeId: row.assignee_id,
    teamId: row.team_id, rule: row.rule, trace: row.trace, capturedAt: row.captured_at, scoredAt: row.scored_at, openedAt: row.opened_at, assignedAt: row.assigned_at,
    notifiedAt: row.notified_at, seenAt: row.seen_at, firstAttemptAt: row.first_attempt_at, firstConversationAt: row.first_conversation_at, acceptedAt: row.accepted_at,
    closedAt: row.closed_at, closedBy: row.closed_by, reason: row.reason, words: row.words, fit: row.fit, grade: row.grade, engagement: row.engagement, version: row.version,
    isNew: false, isDirty: false,
  };
}

function clockRecord(row: ClockRow): ClockRecord {
  return { id: row.id, handoffId: row.handoff_id, clause: row.clause, kind: row.kind, agreementVersion: row.agreement_version, machine: row.machine, void: row.state === "void", excusedWhy: row.excused_why, isNew: false, isDirty: false };
}
