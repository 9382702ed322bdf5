import type { Assignment } from "@tandem/domain/capture/identity";
import type { Statement } from "../platform/statement.ts";
import type { Transaction } from "../platform/transaction.ts";
import { lockContacts } from "./lock-contacts.ts";
import type { ClaimedBy } from "./named-subjects.ts";
import type { Work } from "./work.ts";

/** What is known of the subjects of a batch, kept up to date in memory while its events are decided one by one. */
export interface Knowledge {
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

export function survivorOf(known: Knowledge, contact: string): string {
  return known.survivor.get(contact) ?? contact;
}

export function contactOfKey(known: Knowledge, subject: string): string | null {
  const assignment = known.assignments.get(subject)?.at(-1);
  return assignment ? survivorOf(known, assignment.contact) : null;
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
export async function loadKnowledge(work: Work, claimed: readonly ClaimedBy[], standing: readonly StandingAssignment[]): Promise<Knowledge> {
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
  if (standing.some((row) => answers(row) !== row.survivor_id)) return loadKnowledge(work, claimed, await loadAssignments(work.tx, [...new Set(claimed.flatMap(({ subjects }) => subjects))]));
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
      // The lateral holds the planner to a look-up a contact: of a young table it believes that hardly a row is not retracted.
      text: `select c.survivor_id, s.kind, s.key from contact c
     cross join lateral (select subject_id from assignment where contact_id = c.id and retracted is null offset 0) a join subject s on s.id = a.subject_id
     where c.survivor_id = any($1) and s.kind in ('user', 'email')`,
    },
    [survivors],
  );
}

/** Ends and links at once; answers the statements that add what is new. */
export function saveKnowledge(work: Work, known: Knowledge): Statement[] {
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

/** Visitors that turned out to be somebody known: a merge link each, like one made by a person, and as retractable. */
function saveLinks(work: Work, known: Knowledge): void {
  for (const { fromId, intoId } of known.merges) {
    const survivor = survivorOf(known, intoId);
    const visitor = work.contacts.get(fromId);
    if (visitor?.isNew) Object.assign(visitor, { survivorId: survivor, isDirty: true });
    work.links.push({ id: work.app.ids.next(), fromId, intoId: survivor });
  }
}
