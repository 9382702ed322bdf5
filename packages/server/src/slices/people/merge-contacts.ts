import { mergeContacts } from "@tandem/contract/people/merges";
import { noSuchContact } from "@tandem/contract/people/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { closeHandoff, lockHandoffs } from "../../spine/handoffs.ts";
import { loadCompanies, loadSignals, lockContacts } from "../../spine/lock-contacts.ts";
import { settle } from "../../spine/settle.ts";
import type { ContactState } from "../../spine/states.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { joinedLinks, links, missingFields, requiredSurvivor, sameStored, type Link, type MergingContact, type Standing } from "./merge-plan.ts";

const [, sameContact, alreadyMerged, survivorBehind] = mergeContacts.refusals as [never, never, never, never];

/**
 * A merge is a link from one contact to its survivor: no event, assignment or consent moves. What the survivor takes
 * over is written down beside the link, so that un-merge puts back exactly that.
 */
export const mergeContactsRoute = handle(mergeContacts, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const { survivor, other } = await lockPair(work, params.contactId, body.other);
    const pair = await withHandoffs(work, survivor, other);
    const required = requiredSurvivor(pair.survivor, pair.other);
    if (required !== null && required !== survivor.id) throw new Refusal(survivorBehind, undefined, { survivor: required });
    const closedHandoff = await closeOthers(work, pair.other, principal.userId);
    const standing: Standing = { ...complete(work, survivor, other), survivor: scoreOf(survivor), other: { ...scoreOf(other), scoreChangesOn: other.scoreChangesOn }, closedHandoff };
    // One that no longer stands is not rescored at midnight; un-merge looks at it again.
    Object.assign(other, { survivorId: survivor.id, scoreChangesOn: null, isDirty: true });
    await tx.query("update contact set survivor_id = $1 where survivor_id = $2", [survivor.id, other.id]);
    await loadCompanies(tx, work.companies, [survivor.companyId]);
    await loadSignals(tx, work.inForce, [survivor]);
    const mergeId = app.ids.next();
    await tx.query("insert into merge (id, from_id, into_id, why, merged_at, merged_by, applied, before) values ($1, $2, $3, $4, $5, $6, $7, $8)", [
      mergeId, other.id, survivor.id, body.why, work.at, principal.userId, work.applied, JSON.stringify(standing),
    ]);
    await evaluateContacts(work, [survivor.id]);
    work.facts.push({ kind: "contact.merged", at: work.at, subject: { kind: "contact", id: survivor.id }, payload: { mergeId, fromId: other.id } });
    work.audit.push({ at: work.at, actor: work.actor, act: "contact.merged", entityKind: "contact", entityId: survivor.id, summary: { mergeId, from: other.id } });
    tell(work, ["everyone"], "contact.changed", survivor.id);
    tell(work, ["everyone"], "contact.changed", other.id);
    await settle(work);
    return { mergeId };
  }),
);

async function lockPair(work: Work, survivorId: string, otherId: string): Promise<{ survivor: ContactState; other: ContactState }> {
  if (survivorId === otherId) throw new Refusal(sameContact);
  await lockContacts(work, [survivorId, otherId]);
  const [survivor, other] = [work.contacts.get(survivorId), work.contacts.get(otherId)];
  if (!survivor || !other) throw new Refusal(noSuchContact);
  if (survivor.id !== survivorId || other.id !== otherId) throw new Refusal(alreadyMerged, undefined, { survivor: survivor.id });
  return { survivor, other };
}

interface Paired extends MergingContact {
  readonly contact: ContactState;
}

async function withHandoffs(work: Work, survivor: ContactState, other: ContactState): Promise<{ survivor: Paired; other: Paired }> {
  await lockHandoffs(work, [survivor.openHandoffId, other.openHandoffId].filter((id) => id !== null));
  const paired = (contact: ContactState): Paired => {
    const handoff = contact.openHandoffId === null ? undefined : work.handoffs.get(contact.openHandoffId);
    return { id: contact.id, stage: contact.stage, contact, openHandoff: handoff ? { id: handoff.id, openedAt: handoff.openedAt } : null };
  };
  return { survivor: paired(survivor), other: paired(other) };
}

/** Whoever must survive has the handoff that stays, so one that the other holds closes, and un-merge can open it again. */
async function closeOthers(work: Work, other: Paired, by: string): Promise<Standing["closedHandoff"]> {
  if (!other.openHandoff) return null;
  const handoff = work.handoffs.get(other.openHandoff.id)!;
  const state = handoff.state as "open" | "accepted";
  const standing = [...work.clocks.values()].filter((clock) => clock.handoffId === handoff.id && !clock.void);
  await closeHandoff(work, handoff, { state: "merged", by });
  return { id: handoff.id, state, clockIds: standing.filter((clock) => clock.void).map((clock) => clock.id) };
}

/** Completes the survivor and tells what was there before. */
function complete(work: Work, survivor: ContactState, other: ContactState): Pick<Standing, "fields" | "links"> {
  const fields = missingFields(survivor, other).map(({ key, value }) => {
    const source = other.fieldSource[key] ?? null;
    const sourceBefore = survivor.fieldSource[key] ?? null;
    writeField(survivor, key, value);
    if (source) survivor.fieldSource[key] = source;
    work.changes.push({ entityKind: "contact", entityId: survivor.id, field: key, old: null, new: value, happenedAt: work.at });
    return { key, value, source, sourceBefore };
  });
  const joined = joinedLinks(survivor, other);
  const changed: Partial<Record<Link, { before: unknown; after: unknown }>> = {};
  for (const link of links) {
    if (sameStored(survivor[link], joined[link])) continue;
    changed[link] = { before: survivor[link], after: joined[link] };
    Object.assign(survivor, { [link]: joined[link] });
  }
  for (const [link, field] of [["companyId", "company_id"], ["ownerId", "owner_id"]] as const)
    if (changed[link]) work.changes.push({ entityKind: "contact", entityId: survivor.id, field, old: null, new: changed[link].after, happenedAt: work.at });
  survivor.isDirty = true;
  return { fields, links: changed };
}

/** Writes a field's value; nothing is the absence of the key, as everywhere in memory. */
export function writeField(contact: ContactState, key: string, value: ContactState["values"][string]): void {
  const [holder, name] = key.startsWith("custom.") ? [contact.custom, key.slice(7)] : [contact.values, key];
  if (value === null) delete holder[name];
  else holder[name] = value;
}

function scoreOf({ fit, grade, engagement }: ContactState) {
  return { fit, grade, engagement };
}
