import { applyChanges, decideAlias, decideIdentity, type Assignment, type IdentityChange, type IdentityClaim, type SubjectKind } from "@tandem/domain/capture/identity";
import type { Transaction } from "../platform/transaction.ts";
import type { Statement } from "../platform/statement.ts";
import { claimOf, keysOf, type StoredEvent, type TellingEvent } from "./claimed-event.ts";
import { lockContacts } from "./lock-contacts.ts";
import { newContact } from "./new-contact.ts";
import { subjectId } from "./subject-id.ts";
import type { Work } from "./work.ts";

/** What is known of the subjects of a batch, kept up to date in memory while its events are decided one by one. */
interface Knowledge {
  /** By subject id; contacts as assigned, not yet followed to survivors. */
  readonly assignments: Map<string, readonly Assignment[]>;
  /** Row id of each standing assignment by subject and beginning. */
  readonly rows: Map<string, string>;
  readonly survivor: Map<string, string>;
  readonly keys: Map<string, { userIds: string[]; emails: string[] }>;
  readonly subjects: Map<string, { kind: string; key: string; firstSeenAt: Date }>;
  readonly retracted: string[];
  readonly opened: { id: string; subjectId: string; contactId: string; from: number | null; to: number | null; reason: string }[];
  readonly merges: { fromId: string; intoId: string }[];
  /** Two known contacts that one event spoke of as one person: for a human to judge. */
  readonly alike: { contacts: readonly [string, string]; why: string }[];
  /** Contacts that lost a stretch of somebody's device: their scores are others now. */
  readonly losers: Set<string>;
}

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
  const known = await knowledgeOf(work, claimed, standing);
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

function survivorOf(known: Knowledge, contact: string): string {
  return known.survivor.get(contact) ?? contact;
}

function contactOfKey(known: Knowledge, subject: string): string | null {
  const assignment = known.assignments.get(subject)?.at(-1);
  return assignment ? survivorOf(known, assignment.contact) : null;
}

function idOf(kind: SubjectKind, key: string | null): string | null {
  return key === null ? null : subjectId(kind, key);
}

/** An assignment of a subject that a batch speaks of, and who answers for the contact. */
export interface StandingAssignment {
  readonly id: string;
  readonly subject_id: string;
  readonly contact_id: string;
  readonly survivor_id: string;
  /** Epoch milliseconds; infinite where open. */
  readonly from_ms: number;
  readonly to_ms: number;
}

/** The subjects of the keys by which an event says who it belongs to. */
interface NamedSubjects {
  readonly anonymous: string | null;
  readonly user: string | null;
  readonly email: string | null;
  /** Every subject it speaks of; an alias' previous id may be of either kind. */
  readonly subjects: readonly string[];
}

/** An event and who it says it belongs to. */
export interface ClaimedBy extends NamedSubjects {
  readonly event: StoredEvent;
  readonly claim: IdentityClaim;
}

export function claimedBy(event: StoredEvent): ClaimedBy {
  return { event, claim: claimOf(event), ...subjectsNamed(event) };
}

export function subjectsNamed(event: TellingEvent): NamedSubjects {
  const { anonymousId, userId, email } = keysOf(event);
  const { previousId } = event.payload;
  const [anonymous, user, address] = [idOf("anonymous", anonymousId), idOf("user", userId), idOf("email", email)];
  const previous = previousId === undefined ? [] : [subjectId("anonymous", previousId), subjectId("user", previousId)];
  return { anonymous, user, email: address, subjects: [anonymous, user, address, ...previous].filter((id) => id !== null) };
}

/** The standing assignments of these subjects. */
export function loadAssignments(tx: Transaction, subjects: readonly string[]): Promise<StandingAssignment[]> {
  return tx.query<StandingAssignment>(
    {
      name: "known-assignments",
      text: `select a.id, a.subject_id, a.contact_id, c.survivor_id, extract(epoch from a.from_at)::float8 * 1000 as from_ms, extract(epoch from a.to_at)::float8 * 1000 as to_ms
     from assignment a join contact c on c.id = a.contact_id where a.subject_id = any($1) and a.retracted is null order by a.subject_id, a.from_at`,
    },
    [subjects],
  );
}

/** What these assignments tell; whoever answers in them is locked and loaded in the same round trip as their keys, which are read under the lock. */
async function knowledgeOf(work: Work, claimed: readonly ClaimedBy[], standing: readonly StandingAssignment[]): Promise<Knowledge> {
  const known: Knowledge = { assignments: new Map(), rows: new Map(), survivor: new Map(), keys: new Map(), subjects: new Map(), retracted: [], opened: [], merges: [], alike: [], losers: new Set() };
  for (const row of standing) {
    const from = row.from_ms === -Infinity ? null : Math.round(row.from_ms);
    const to = row.to_ms === Infinity ? null : Math.round(row.to_ms);
    known.assignments.set(row.subject_id, [...(known.assignments.get(row.subject_id) ?? []), { contact: row.contact_id, from, to }]);
    known.rows.set(`${row.subject_id} ${from}`, row.id);
    known.survivor.set(row.contact_id, row.survivor_id).set(row.survivor_id, row.survivor_id);
    known.subjects.set(row.subject_id, { kind: "known", key: "", firstSeenAt: work.at });
  }
  if (standing.length === 0) return known;
  // What somebody is known by matters only to an event that names a person; most name a device alone.
  const naming = new Set(claimed.flatMap(({ user, email, subjects }) => (user === null && email === null ? [] : subjects)));
  const named = [...new Set(standing.filter((row) => naming.has(row.subject_id)).map((row) => row.survivor_id))];
  const merged = standing.filter((row) => row.contact_id !== row.survivor_id).map((row) => row.contact_id);
  const [, keys, survivors] = await Promise.all([
    lockContacts(work, [...new Set(known.survivor.values())]),
    named.length === 0 ? [] : loadKeys(work.tx, named),
    merged.length === 0 ? [] : loadSurvivors(work.tx, merged),
  ]);
  // Somebody was merged or set free before they were locked: others answer now, by other keys.
  const now = new Map(survivors.map((row) => [row.id, row.survivor_id]));
  const answers = (row: StandingAssignment): string => now.get(row.contact_id) ?? work.contacts.get(row.contact_id)!.id;
  if (standing.some((row) => answers(row) !== row.survivor_id)) return knowledgeOf(work, claimed, await loadAssignments(work.tx, [...new Set(claimed.flatMap(({ subjects }) => subjects))]));
  for (const row of keys) {
    const of = known.keys.get(row.survivor_id) ?? { userIds: [], emails: [] };
    (row.kind === "user" ? of.userIds : of.emails).push(row.key);
    known.keys.set(row.survivor_id, of);
  }
  return known;
}

function loadSurvivors(tx: Transaction, contacts: readonly string[]): Promise<{ id: string; survivor_id: string }[]> {
  return tx.query({ name: "known-survivors", text: "select id, survivor_id from contact where id = any($1)" }, [contacts]);
}

function loadKeys(tx: Transaction, survivors: readonly string[]): Promise<{ survivor_id: string; kind: string; key: string }[]> {
  return tx.query(
    {
      name: "known-keys",
      text: `select c.survivor_id, s.kind, s.key from contact c join assignment a on a.contact_id = c.id and a.retracted is null join subject s on s.id = a.subject_id
     where c.survivor_id = any($1) and s.kind in ('user', 'email')`,
    },
    [survivors],
  );
}

/** Ends and links at once; answers the statements that add what is new. */
function saveKnowledge(work: Work, known: Knowledge): Statement[] {
  const { tx, applied, at } = work;
  const subjects = [...known.subjects].filter(([, s]) => s.kind !== "known").toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { opened, retracted } = known;
  saveLinks(work, known);
  // Before what is opened: a subject's standing assignment ends before its next one may stand.
  if (retracted.length > 0) tx.send("update assignment set retracted = $2 where id = any($1)", [retracted, applied]);
  const writes: Statement[] = [];
  if (subjects.length > 0)
    writes.push({
      text: "insert into subject (id, kind, key, first_seen_at) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) on conflict do nothing",
      values: [subjects.map(([id]) => id), subjects.map(([, s]) => s.kind), subjects.map(([, s]) => s.key), subjects.map(([, s]) => s.firstSeenAt)],
    });
  if (opened.length > 0)
    writes.push({
      text: `insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at)
       select id, subject_id, contact_id, coalesce(from_at, '-infinity'), coalesce(to_at, 'infinity'), reason, $7::bigint, $8::timestamptz
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[]) r(id, subject_id, contact_id, from_at, to_at, reason)`,
      values: [
        opened.map((a) => a.id),
        opened.map((a) => a.subjectId),
        opened.map((a) => a.contactId),
        opened.map((a) => (a.from === null ? null : new Date(a.from))),
        opened.map((a) => (a.to === null ? null : new Date(a.to))),
        opened.map((a) => a.reason),
        applied,
        at,
      ],
    });
  return writes;
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

/** Visitors that turned out to be somebody known: a merge link each, like one made by a person, and as retractable. */
function saveLinks(work: Work, known: Knowledge): void {
  for (const { fromId, intoId } of known.merges) {
    const survivor = survivorOf(known, intoId);
    const visitor = work.contacts.get(fromId);
    if (visitor?.isNew) Object.assign(visitor, { survivorId: survivor, isDirty: true });
    work.links.push({ id: work.app.ids.next(), fromId, intoId: survivor });
  }
}
