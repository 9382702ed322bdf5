import { applyChanges, decideAlias, decideIdentity, type IdentityChange, type IdentityClaim, type SubjectKind } from "@tandem/domain/capture/identity";
import type { Statement } from "../platform/statement.ts";
import type { StoredEvent } from "./claimed-event.ts";
import { contactOfKey, loadKnowledge, saveKnowledge, survivorOf, type Knowledge, type StandingAssignment } from "./known-identities.ts";
import type { ClaimedBy } from "./named-subjects.ts";
import { newContact } from "./new-contact.ts";
import { subjectId } from "./subject-id.ts";
import type { Work } from "./work.ts";

export interface Identified {
  /** The contact (survivor) of each event. */
  readonly contactOf: ReadonlyMap<string, string>;
  /** Whose events became somebody else's. */
  readonly losers: readonly string[];
  /** What adds the subjects and assignments that are new. */
  readonly writes: readonly Statement[];
}

/** Decides to whom each event of a batch belongs. Contacts that are new are put into the work. */
export async function identifyEvents(work: Work, claimed: readonly ClaimedBy[], standing: readonly StandingAssignment[]): Promise<Identified> {
  const known = await loadKnowledge(work, claimed, standing);
  const contactOf = new Map<string, string>();
  for (const one of claimed) contactOf.set(one.event.id, one.event.type === "alias" ? alias(work, known, one.event) : identify(work, known, one));
  const writes = saveKnowledge(work, known);
  await tellAlike(work, known);
  // A later event of the batch may have merged the contact of an earlier one.
  for (const [id, contact] of contactOf) contactOf.set(id, survivorOf(known, contact));
  return { contactOf, losers: [...known.losers].map((contact) => survivorOf(known, contact)), writes };
}

function identify(work: Work, known: Knowledge, { event, claim, anonymous, user, email }: ClaimedBy): string {
  const held = anonymous === null ? [] : (known.assignments.get(anonymous) ?? []);
  const offered = work.app.ids.next();
  const decision = decideIdentity(
    claim,
    {
      anonymous: held.map((a) => ({ ...a, contact: survivorOf(known, a.contact) })),
      user: user === null ? null : contactOfKey(known, user),
      email: email === null ? null : contactOfKey(known, email),
      keysOf: (contact) => known.keys.get(contact) ?? { userIds: [], emails: [] },
    },
    offered,
  );
  if (decision.created) createContact(work, known, offered, event.occurred_at);
  if (decision.proposeMerge) known.alike.push(decision.proposeMerge);
  // A visitor whose device turns out to be a known person's is linked to them, which can be undone; nothing is moved.
  const joins = decision.visitorJoins;
  const changes = joins === null ? decision.changes : decision.changes.filter((c) => c.change !== "move");
  for (const change of changes) apply(work, known, { anonymous, user, email }[change.subject as "anonymous"]!, change, claim, event);
  if (joins !== null && joins !== decision.contact) link(known, joins, decision.contact);
  const keys = known.keys.get(decision.contact) ?? { userIds: [], emails: [] };
  if (claim.userId !== null && !keys.userIds.includes(claim.userId)) keys.userIds.push(claim.userId);
  if (claim.email !== null && !keys.emails.includes(claim.email)) keys.emails.push(claim.email);
  known.keys.set(decision.contact, keys);
  return decision.contact;
}

function alias(work: Work, known: Knowledge, event: StoredEvent): string {
  const [previousKey, userKey] = [event.payload.previousId!, event.payload.userId!];
  const [asAnonymous, asUser, user] = [subjectId("anonymous", previousKey), subjectId("user", previousKey), subjectId("user", userKey)];
  // The previous id is an anonymous one unless it is known as a user id.
  const previous = known.assignments.has(asUser) ? asUser : asAnonymous;
  const at = event.occurred_at.getTime();
  const offered = work.app.ids.next();
  const decision = decideAlias(contactOfKey(known, previous), contactOfKey(known, user), offered);
  if (decision.created) createContact(work, known, offered, event.occurred_at);
  if (decision.proposeMerge) known.alike.push(decision.proposeMerge);
  const open = (id: string, kind: SubjectKind, claim: IdentityClaim) => apply(work, known, id, { change: "open", subject: kind, contact: decision.contact, from: null, to: null, why: "identified" }, claim, event);
  if (decision.openPrevious) open(previous, previous === asUser ? "user" : "anonymous", { anonymousId: previousKey, userId: previousKey, email: null, at });
  if (decision.openUser) open(user, "user", { anonymousId: null, userId: userKey, email: null, at });
  return decision.contact;
}

function createContact(work: Work, known: Knowledge, id: string, at: Date): void {
  newContact(work, at, id);
  known.survivor.set(id, id);
}

function apply(work: Work, known: Knowledge, subject: string, change: IdentityChange, claim: IdentityClaim, event: StoredEvent): void {
  const key = change.subject === "user" ? claim.userId : change.subject === "email" ? claim.email : claim.anonymousId;
  if (!known.subjects.has(subject)) known.subjects.set(subject, { kind: change.subject, key: key!, firstSeenAt: event.occurred_at });
  const list = known.assignments.get(subject) ?? [];
  if (change.change !== "open") retract(known, subject, change.from);
  const standing = list.find((a) => a.from === change.from);
  if (change.change !== "open" && standing) known.losers.add(standing.contact);
  if (change.change === "open") open(work, known, subject, change.contact, change.from, change.to, change.why);
  else if (change.change === "close") open(work, known, subject, standing!.contact, change.from, change.to, change.why);
  else open(work, known, subject, change.contact, change.from, standing!.to, change.why);
  // For keys of a person the list is the one assignment; `applyChanges` speaks of devices only.
  known.assignments.set(subject, change.subject === "anonymous" ? applyChanges(list, [change]) : [{ contact: (change as { contact: string }).contact, from: null, to: null }]);
}

function retract(known: Knowledge, subject: string, from: number | null): void {
  const row = known.rows.get(`${subject} ${from}`);
  if (row === undefined) return;
  const fresh = known.opened.findIndex((a) => a.id === row);
  if (fresh >= 0) known.opened.splice(fresh, 1);
  else known.retracted.push(row);
  known.rows.delete(`${subject} ${from}`);
}

function open(work: Work, known: Knowledge, subject: string, contactId: string, from: number | null, to: number | null, reason: string): void {
  const id = work.app.ids.next();
  known.opened.push({ id, subjectId: subject, contactId, from, to, reason });
  known.rows.set(`${subject} ${from}`, id);
}

function link(known: Knowledge, fromId: string, intoId: string): void {
  known.merges.push({ fromId, intoId });
  for (const [contact, survivor] of known.survivor) if (survivor === fromId) known.survivor.set(contact, intoId);
}

/**
 * A fact for each pair that nobody was told of yet: whoever sends both keys with every event says the same a thousand
 * times.
 */
async function tellAlike(work: Work, known: Knowledge): Promise<void> {
  const pairs = new Map<string, { a: string; b: string; why: string }>();
  for (const { contacts, why } of known.alike) {
    const [a, b] = contacts.map((contact) => survivorOf(known, contact)).toSorted() as [string, string];
    if (a !== b) pairs.set(`${a} ${b} ${why}`, { a, b, why });
  }
  const asked = [...pairs.values()];
  if (asked.length === 0) return;
  const told = await work.tx.query<{ a_id: string; b_id: string; evidence: { kind: string }[] }>(
    "select a_id, b_id, evidence from duplicate_proposal where (a_id, b_id) in (select * from unnest($1::uuid[], $2::uuid[]))",
    [asked.map(({ a }) => a), asked.map(({ b }) => b)],
  );
  for (const { a, b, why } of asked) {
    if (told.some((row) => row.a_id === a && row.b_id === b && row.evidence.some(({ kind }) => kind === why))) continue;
    work.facts.push({ kind: "contact.seems-same", at: work.at, subject: { kind: "contact", id: a }, payload: { other: b, why } });
  }
}
