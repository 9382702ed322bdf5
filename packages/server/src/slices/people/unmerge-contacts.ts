import { unmergeContacts } from "@tandem/contract/people/merges";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { assignHandoff } from "../../spine/assign-handoff.ts";
import { recalendarClocks } from "../../spine/clocks.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockHandoffs, tellChanged } from "../../spine/handoffs.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { loadRoster } from "../../spine/roster.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { writeField } from "./merge-contacts.ts";
import { links, sameStored, type Standing } from "./merge-plan.ts";

const [noSuchMerge, mergeUndone, mergedFurther] = unmergeContacts.refusals as [never, never, never];

interface MergeRow {
  readonly from_id: string;
  readonly into_id: string;
  readonly undone_at: Date | null;
  /** Empty where the engine itself joined a visitor's device. */
  readonly before: Partial<Standing>;
}

/** Takes the link back. What was done with the survivor since (edits, activities, deals) stays with the survivor. */
export const unmergeContactsRoute = handle(unmergeContacts, ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const merge = await takeBack(work, params.mergeId, principal.userId);
    await lockContacts(work, [merge.from_id, merge.into_id]);
    const [from, into] = [work.contacts.get(merge.from_id)!, work.contacts.get(merge.into_id)!];
    restore(work, into, merge.before);
    // Whatever score was kept, the daily look must find the contact again.
    Object.assign(from, { scoreChangesOn: merge.before.other?.scoreChangesOn ?? null, isDirty: true });
    await reopen(work, merge.before.closedHandoff ?? null);
    await evaluateContacts(work, [from.id, into.id]);
    work.facts.push({ kind: "contact.unmerged", at: work.at, subject: { kind: "contact", id: into.id }, payload: { mergeId: params.mergeId, fromId: from.id } });
    work.audit.push({ at: work.at, actor: work.actor, act: "contact.unmerged", entityKind: "contact", entityId: into.id, summary: { mergeId: params.mergeId, from: from.id } });
    tell(work, ["everyone"], "contact.changed", into.id);
    tell(work, ["everyone"], "contact.changed", from.id);
    await settle(work);
    return { contactId: from.id };
  }),
);

/** Marks the merge undone and lets everyone whose chain of merges ends in the one set free be answered for by them. */
async function takeBack(work: Work, mergeId: string, by: string): Promise<MergeRow> {
  const { tx } = work;
  const found = await tx.find<MergeRow>("select from_id, into_id, undone_at, before from merge where id = $1", [mergeId]);
  if (!found) throw new Refusal(noSuchMerge);
  await tx.query("select from contact where id = any($1) order by id for update", [[found.from_id, found.into_id]]);
  const merge = await tx.one<MergeRow>("select from_id, into_id, undone_at, before from merge where id = $1 for update", [mergeId]);
  if (merge.undone_at) throw new Refusal(mergeUndone);
  const { survivor_id } = await tx.one<{ survivor_id: string }>("select survivor_id from contact where id = $1", [merge.into_id]);
  if (survivor_id !== merge.into_id) throw new Refusal(mergedFurther, undefined, { survivor: survivor_id });
  // Drawn here, where both contacts are locked, and not taken from `work.applied`: that was drawn before anything was
  // locked, and only `lockContacts` below, which must see this merge undone, draws it anew.
  await tx.query("update merge set undone_at = $2, undone_by = $3, undone = nextval('applied_seq') where id = $1", [mergeId, work.at, by]);
  await tx.query(
    `with recursive freed(id) as (select $1::uuid union select m.from_id from merge m join freed f on m.into_id = f.id where m.undone_at is null)
     update contact c set survivor_id = $1 from freed f where c.id = f.id`,
    [merge.from_id],
  );
  return merge;
}

/** Puts back what the merge completed, unless somebody has changed it since. */
function restore(work: Work, into: ContactState, before: Partial<Standing>): void {
  for (const { key, value, source, sourceBefore } of before.fields ?? []) {
    const current = (key.startsWith("custom.") ? into.custom[key.slice(7)] : into.values[key]) ?? null;
    if (!sameStored(current, value) || (source && !sameStored(into.fieldSource[key] ?? null, source))) continue;
    writeField(into, key, null);
    if (sourceBefore) into.fieldSource[key] = sourceBefore;
    else delete into.fieldSource[key];
    work.changes.push({ entityKind: "contact", entityId: into.id, field: key, old: value, new: null, happenedAt: work.at });
  }
  for (const link of links) {
    const change = before.links?.[link];
    if (!change || !sameStored(into[link], change.after)) continue;
    const isTime = link === "lastSeenAt" || link === "identifiedAt";
    Object.assign(into, { [link]: isTime && typeof change.before === "string" ? new Date(change.before) : change.before });
    const field = link === "companyId" ? "company_id" : link === "ownerId" ? "owner_id" : null;
    if (field) work.changes.push({ entityKind: "contact", entityId: into.id, field, old: change.after, new: change.before, happenedAt: work.at });
  }
  into.isDirty = true;
}

/** The handoff that closed only because of the merge goes on with its clocks where they stood, on the hours and with the people of today. */
async function reopen(work: Work, closed: Standing["closedHandoff"]): Promise<void> {
  if (!closed) return;
  const [handoff] = await lockHandoffs(work, [closed.id]);
  const contact = handoff && work.contacts.get(handoff.contactId);
  if (!handoff || !contact || handoff.state !== "merged" || contact.openHandoffId !== null) return;
  Object.assign(handoff, { state: closed.state, closedAt: null, closedBy: null, reason: null, words: null, isDirty: true });
  contact.openHandoffId = handoff.id;
  for (const id of closed.clockIds) {
    const clock = work.clocks.get(id);
    if (!clock) continue;
    Object.assign(clock, { void: false, isDirty: true });
    for (const timer of clock.machine.timers) work.timers.set.push({ kind: "clock", key: `${clock.id}:${timer.level}`, dueAt: new Date(timer.dueAtMs) });
  }
  work.audit.push({ at: work.at, actor: work.actor, act: "handoff.reopened", entityKind: "handoff", entityId: handoff.id, summary: { because: "unmerged" } });
  work.facts.push({ kind: "handoff.reopened", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { contactId: contact.id, assigneeId: handoff.assigneeId, teamId: handoff.teamId } });
  tellChanged(work, handoff);
  // Whoever left meanwhile was rerouted of all that was open then; this one was not.
  const roster = await loadRoster(work);
  if (handoff.assigneeId !== null && roster.people.get(handoff.assigneeId)?.active !== true) await assignHandoff(work, handoff, "route", { why: "its owner left" });
  recalendarClocks(work, roster, handoff.id);
}
