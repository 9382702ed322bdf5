import { withScore } from "@tandem/domain/scoring/score";
import { reassignClocks } from "./clocks.ts";
import type { HandoffState } from "./handoff-states.ts";
import { ensureSignals } from "./lock-contacts.ts";
import { notifyAssignment } from "./notify.ts";
import { loadRoster, lockRoster } from "./roster.ts";
import { ownersOf, rejectersOf, routeHandoff } from "./route-handoff.ts";
import { subjectOf } from "./states.ts";
import { tell, type Work } from "./work.ts";

export type AssignTo = { readonly userId: string } | { readonly teamId: string } | "route";

/** Gives an open handoff to a person, a queue, or to whom routing says. Clocks keep what has elapsed. */
export async function assignHandoff(work: Work, handoff: HandoffState, to: AssignTo, how: { readonly why: string; readonly exclude?: readonly string[]; readonly notify?: "claimed" }): Promise<void> {
  const before = { assigneeId: handoff.assigneeId, teamId: handoff.teamId };
  const contact = work.contacts.get(handoff.contactId)!;
  const [roster, owners, rejecters] = to === "route" ? await Promise.all([lockRoster(work), ownersOf(work, [contact]), rejectersOf(work, [contact]), ensureSignals(work, [contact])]) : [await loadRoster(work)];
  if (to === "route") {
    const company = contact.companyId === null ? null : (work.companies.get(contact.companyId) ?? null);
    const rejectedBy = rejecters?.get(contact.id) ?? new Set();
    const owned = how.exclude?.length ? {} : (owners?.get(contact.id) ?? {});
    const answer = routeHandoff(work, roster, { subject: withScore(subjectOf(contact, company), contact), owners: owned, rejectedBy, exclude: how.exclude ?? [] });
    Object.assign(handoff, { assigneeId: answer.assigneeId, teamId: answer.teamId, rule: answer.rule, trace: answer.trace });
  } else if ("userId" in to) {
    const team = [...roster.teams.values()].find((t) => t.teamId === handoff.teamId && t.receiverIds.includes(to.userId)) ?? [...roster.teams.values()].find((t) => t.receiverIds.includes(to.userId));
    Object.assign(handoff, { assigneeId: to.userId, teamId: team?.teamId ?? handoff.teamId });
  } else Object.assign(handoff, { assigneeId: null, teamId: to.teamId });
  if (handoff.assigneeId === before.assigneeId && handoff.teamId === before.teamId) return;
  handoff.isDirty = true;
  handoff.seenAt = null;
  if (handoff.assigneeId !== null) {
    handoff.assignedAt ??= work.at;
    handoff.notifiedAt ??= work.app.clock.now();
  }
  work.assignments.push({ id: work.app.ids.next(), handoffId: handoff.id, assigneeId: handoff.assigneeId, teamId: handoff.teamId, at: work.at, why: how.why });
  reassignClocks(work, roster, handoff);
  notifyAssignment(work, roster, handoff, contact, how.notify ?? (before.assigneeId === null ? "from-queue" : "reassigned"));
  work.facts.push({ kind: "handoff.assigned", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { from: before.assigneeId, to: handoff.assigneeId, teamId: handoff.teamId, why: how.why } });
  work.audit.push({ at: work.at, actor: work.actor, act: "handoff.assigned", entityKind: "handoff", entityId: handoff.id, summary: { from: before.assigneeId, to: handoff.assigneeId, teamId: handoff.teamId } });
  const topics = ["everyone", `team:${handoff.teamId}`, `team:${before.teamId}`, ...[handoff.assigneeId, before.assigneeId].filter((id) => id !== null).map((id) => `user:${id}`)];
  tell(work, [...new Set(topics)], "handoff.changed", handoff.id);
}
