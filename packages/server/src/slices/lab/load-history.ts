import { bytesOf, noDay } from "@tandem/domain/lab/columns";
import { buildHistory, type FieldColumn, type LabHistory } from "@tandem/domain/lab/history";
import type { Outcomes } from "@tandem/domain/lab/tally";
import type pg from "pg";
import { copyOut } from "./copy-out.ts";
import { loadPeople } from "./load-people.ts";
import { UuidIndex } from "./uuid-index.ts";

/** The columnar copy of a company's history, as one moment of the database knows it. */
export interface LoadedHistory {
  readonly history: LabHistory;
  readonly index: UuidIndex;
  readonly outcomes: Outcomes;
  readonly reasons: readonly string[];
  readonly refs: readonly FieldColumn["ref"][];
  readonly zone: string;
  /** Everything applied up to this number is in it … */
  readonly applied: number;
  /** … and everything committed until then (epoch ms). */
  readonly asOf: number;
  /** Occurrences read. */
  readonly occurrences: number;
}

export interface LoadOptions {
  readonly zone: string;
  /** The company day of now, as an epoch day. */
  readonly today: number;
  /** The server's instant, epoch ms. */
  readonly now: number;
  readonly refs: readonly FieldColumn["ref"][];
  /** Told now and then; answering false gives up. */
  readonly onProgress?: (words: string, share: number | null) => boolean | void;
}

/** Thrown when the person who asked for it called it off. */
export class CalledOff extends Error {}

/** Days before this many years ago are no history to replay. */
const oldest = 30 * 366;

/** Reads everything. Statements of one transaction, so that it is one moment. */
export async function loadHistory(client: pg.Client, options: LoadOptions): Promise<LoadedHistory> {
  await client.query("begin isolation level repeatable read, read only");
  try {
    const told = (words: string, share: number | null): void => {
      if (options.onProgress?.(words, share) === false) throw new CalledOff();
    };
    const { rows } = await client.query<{ applied: string; people: string; signals: string; first: string | null; revisions: number[] }>(
      `select (select last_value from applied_seq) as applied,
         (select greatest(sum(reltuples), 0)::bigint from pg_class where oid = 'contact'::regclass) as people,
         (select greatest(sum(reltuples), 0)::bigint from pg_class where oid = 'signal'::regclass) as signals,
         (select array_agg(id::int order by id) from signal_revision) as revisions`,
    );
    const about = rows[0]!;
    // Rows still being written by others have lower numbers than the last one given out: a refresh looks back that far.
    const firstDay = options.today - oldest;
    const loaded = await loadPeople(client, { ...options, firstDay, onProgress: (done) => void told(`Reading people: ${done.toLocaleString("en")}`, share(done, Number(about.people)) * 0.3) });
    const rowsOf = await loadSignals(client, { index: loaded.index, revisions: about.revisions ?? [], firstDay, onProgress: (done) => told(`Reading signals: ${done.toLocaleString("en")} of about ${Number(about.signals).toLocaleString("en")}`, 0.3 + share(done, Number(about.signals)) * 0.5) });
    told("Putting the history in order", 0.8);
    const history = buildHistory({ contacts: loaded.index.size, firstDay, lastDay: Math.max(oldest, rowsOf.latest), signals: (about.revisions ?? []).map(String), rows: rowsOf, people: loaded.people });
    return { history: fromFirstDay(history), index: loaded.index, outcomes: loaded.outcomes, reasons: loaded.reasons, refs: options.refs, zone: options.zone, applied: Number(about.applied), asOf: options.now, occurrences: rowsOf.length };
  } finally {
    await client.query("rollback");
  }
}

function share(done: number, of: number): number {
  return of <= 0 ? 0 : Math.min(1, done / of);
}

/** Moves day 0 to the first day on which anything is known: shorter columns of days, same meaning. */
function fromFirstDay(history: LabHistory): LabHistory {
  let first = history.lastDay;
  for (let i = 0; i < history.day.length; i++) if (history.day[i]! < first) first = history.day[i]!;
  for (let c = 0; c < history.contacts; c++) if (history.people.from[c]! < first) first = history.people.from[c]!;
  if (first === 0) return history;
  const earlier = (days: Uint16Array): void => {
    for (let i = 0; i < days.length; i++) if (days[i] !== noDay) days[i] = days[i]! > first ? days[i]! - first : 0;
  };
  const { people } = history;
  for (const days of [history.day, history.latest, history.visits.day, people.from, people.until, people.profileFrom, people.releaseDay]) earlier(days);
  return { ...history, firstDay: history.firstDay + first, lastDay: history.lastDay - first };
}

export interface SignalQuery {
  readonly index: UuidIndex;
  readonly revisions: readonly number[];
  readonly firstDay: number;
  /** A condition on `signal s` and one on `assignment a`, literal SQL of ours. */
  readonly among?: { readonly signals: string; readonly assignments: string };
  readonly onProgress?: (done: number) => void;
}

/** Signals of people, each with its contact and company day. */
export async function loadSignals(client: pg.Client, { index, revisions, firstDay, among, onProgress }: SignalQuery): Promise<{ length: number; contact: Uint32Array; signal: Uint16Array; day: Uint16Array; latest: number }> {
  const owners = await loadOwners(client, index, among?.assignments);
  const codeOf = new Int32Array(Math.max(0, ...revisions) + 1).fill(-1);
  revisions.forEach((id, code) => (codeOf[id] = code));
  let [contact, signal, day] = [new Uint32Array(1 << 16), new Uint16Array(1 << 16), new Uint16Array(1 << 16)];
  let [length, read, latest] = [0, 0, 0];
  await copyOut(client, `select s.subject_id, s.revision_id, s.day, s.occurred_at from signal s where s.quarantined is null${among ? ` and ${among.signals}` : ""}`, (row) => {
    if ((++read & 65_535) === 0) onProgress?.(read);
    const owner = owners.of(row);
    const [revision, on] = [row.int2(), row.date() - firstDay];
    const whose = owner(row.instant()!);
    if (whose < 0 || on < 0 || on >= noDay) return;
    if (length === contact.length) [contact, signal, day] = [larger(contact, new Uint32Array(length * 2)), larger(signal, new Uint16Array(length * 2)), larger(day, new Uint16Array(length * 2))];
    contact[length] = whose;
    signal[length] = codeOf[revision]!;
    day[length++] = on;
    if (on > latest) latest = on;
  });
  return { length, contact: contact.subarray(0, length), signal: signal.subarray(0, length), day: day.subarray(0, length), latest };
}

/** The same column with more room. */
export function larger<T extends Uint32Array | Uint16Array>(old: T, now: T): T {
  now.set(old);
  return now;
}

export interface Owners {
  /** Reads the subject of a row and answers whose contact it was at an instant; -1 for nobody's. */
  of(row: { uuidAt(): number; readonly chunk: Buffer }): (at: number) => number;
}

/** Which contact each stream of events belonged to, and when. */
export async function loadOwners(client: pg.Client, index: UuidIndex, among?: string): Promise<Owners> {
  const subjects = new UuidIndex();
  // Most streams have one owner for good; the further ones are chained.
  const first: number[] = [];
  const [whose, since, until, next]: [number[], number[], number[], number[]] = [[], [], [], []];
  await copyOut(client, `select a.subject_id, c.survivor_id, a.from_at, a.to_at from assignment a join contact c on c.id = a.contact_id where a.retracted is null${among ? ` and ${among}` : ""}`, (row) => {
    const subjectAt = row.uuidAt();
    const contact = index.numberOf(row.chunk, row.uuidAt());
    if (contact < 0) return;
    const subject = subjects.numberOf(row.chunk, subjectAt, true);
    next.push(first[subject] ?? -1);
    first[subject] = whose.push(contact) - 1;
    since.push(row.instant()!);
    until.push(row.instant()!);
  });
  let found = -1;
  const owner = (at: number): number => {
    for (let i = found; i >= 0; i = next[i]!) if (at >= since[i]! && at < until[i]!) return whose[i]!;
    return -1;
  };
  return {
    of(row) {
      const subject = subjects.numberOf(row.chunk, row.uuidAt());
      found = subject < 0 ? -1 : first[subject]!;
      return owner;
    },
  };
}

/** Bytes held for a loaded history. */
export function historyBytes({ history, index, outcomes }: LoadedHistory): number {
  return bytesOf(history) + bytesOf(outcomes) + index.bytes;
}
