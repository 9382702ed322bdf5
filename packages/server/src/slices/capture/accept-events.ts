import type { CapturedEvent } from "@tandem/domain/capture/event";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { StoredEvent } from "../../spine/claimed-event.ts";
import { subjectId } from "../../spine/subject-id.ts";
import { offerToEngine, wakeEngine } from "../../spine/wake.ts";
import { isTransient } from "../../platform/transient.ts";

/** An event that may be stored: read, repaired, attributed to a source. */
export interface AcceptedEvent {
  readonly sourceId: number;
  readonly receivedAt: Date;
  readonly event: CapturedEvent;
  /** What is stored, as JSON text: made once, where its size is checked. */
  readonly payload: string;
}

/** Our own trouble, not the client's: it shall come again. */
export class CaptureUnavailable extends Error {}

/** Events that wait at most; beyond that clients are told to come back, so that memory stays bounded. */
const longestQueue = 50_000;
const largestCommit = 2_000;
const commitsAtOnce = 2;
/** While the database restarts requests are held this long rather than failed: clients drop events on errors. */
const holdMs = 8_000;

interface Waiting {
  readonly events: readonly AcceptedEvent[];
  readonly since: number;
  readonly live: boolean;
  resolve(): void;
  reject(error: Error): void;
}

export interface Acceptor {
  /** Resolves once the events are durable; the same message id of the same source counts once for ever. */
  accept(events: readonly AcceptedEvent[], options?: { live?: boolean }): Promise<void>;
}

/** Groups what many requests bring into few commits: the ledger key, the raw event and the intake row are one statement. */
export function createAcceptor(app: App): Acceptor {
  let waiting: Waiting[] = [];
  let queued = 0;
  let committing = 0;

  function take(): Waiting[] {
    const group: Waiting[] = [];
    let size = 0;
    while (waiting.length > 0 && (size === 0 || size + waiting[0]!.events.length <= largestCommit) && (group.length === 0 || waiting[0]!.live === group[0]!.live)) {
      const next = waiting.shift()!;
      group.push(next);
      size += next.events.length;
    }
    queued -= size;
    return group;
  }

  async function commitGroup(group: readonly Waiting[]): Promise<void> {
    const rows = rowsOf(app, group.flatMap((w) => w.events));
    const { live } = group[0]!;
    const oldest = Math.min(...group.map((w) => w.since));
    const isAlone = committing === 1 && waiting.length === 0 && rows.length <= mostOffered;
    for (let tries = 0; ; tries++) {
      try {
        const storing = storeRows(app, app.db, rows, live);
        if (isAlone && tries === 0) offerToEngine(app, () => ({ events: rows.map(storedEventOf), live, stored: storing.then((place) => (place?.count === rows.length ? place.intakeId : null), () => null) }));
        await storing;
        return;
      } catch (error) {
        if (!isTransient(error) || performance.now() - oldest > holdMs) throw isTransient(error) ? new CaptureUnavailable("The database is not answering.") : error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async function pump(): Promise<void> {
    committing += 1;
    try {
      while (waiting.length > 0) {
        const group = take();
        try {
          await commitGroup(group);
          wakeEngine(app);
          // The engine asks first: the database works while the answers are written.
          setImmediate(() => {
            for (const w of group) w.resolve();
          });
        } catch (error) {
          for (const w of group) w.reject(error as Error);
        }
      }
    } finally {
      committing -= 1;
    }
  }

  return {
    accept(events, options) {
      if (events.length === 0) return Promise.resolve();
      if (queued + events.length > longestQueue) return Promise.reject(new CaptureUnavailable("Too many events wait to be stored."));
      return new Promise((resolve, reject) => {
        waiting.push({ events, since: performance.now(), live: options?.live ?? true, resolve, reject });
        queued += events.length;
        if (committing < commitsAtOnce) void pump();
      });
    },
  };
}

/** More events than this in one commit, and the time they take to be stored is nothing beside their work. */
const mostOffered = 20;

/** An event as it is stored. */
interface EventRow extends Omit<StoredEvent, "payload"> {
  readonly messageId: string;
  readonly payload: string;
}

/** The same key twice in one group: the first stands, as it would over two commits. */
function rowsOf(app: App, events: readonly AcceptedEvent[]): EventRow[] {
  const seen = new Set<string>();
  const fresh = events.filter(({ sourceId, event }) => {
    const key = `${sourceId} ${event.messageId}`;
    return !seen.has(key) && seen.add(key);
  });
  return fresh.map(({ sourceId, receivedAt, event, payload }) => ({
    messageId: event.messageId, id: app.ids.next(), subject_id: event.userId === null ? subjectId("anonymous", event.anonymousId!) : subjectId("user", event.userId),
    source_id: sourceId, received_at: receivedAt, occurred_at: new Date(event.at), type: event.type, name: event.name, payload,
  }));
}

function storedEventOf({ messageId: _, payload, ...row }: EventRow): StoredEvent {
  return { ...row, payload: JSON.parse(payload) as StoredEvent["payload"] };
}

const storeText = `
  with input as (
    select * from unnest($1::text[], $2::int[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::jsonb[])
      as i(message_id, source_id, id, subject_id, received_at, occurred_at, type, name, payload)
  ), keyed as (
    insert into event_key (message_id, source_id, event_id) select message_id, source_id, id from input order by message_id, source_id
    on conflict do nothing returning event_id
  ), stored as (
    insert into event (subject_id, id, source_id, received_at, occurred_at, type, name, payload)
    select subject_id, id, source_id, received_at, occurred_at, type, name, payload from input where id in (select event_id from keyed)
    order by subject_id, id returning subject_id, id
  )
  insert into intake (received_at, subject_ids, event_ids, live)
  select $10, array_agg(subject_id), array_agg(id), $11 from stored having count(*) > 0
  returning id, cardinality(event_ids) as count`;

/** Stores events on a connection or in a transaction; answers how many were not known before. */
export async function storeEvents(app: App, sql: Sql, events: readonly AcceptedEvent[], live: boolean): Promise<number> {
  return (await storeRows(app, sql, rowsOf(app, events), live))?.count ?? 0;
}

/** Stores rows; answers their place in the intake and how many of them were not known before, or null where all were. */
async function storeRows(app: App, sql: Sql, rows: readonly EventRow[], live: boolean): Promise<{ intakeId: number; count: number } | null> {
  const [stored] = await sql.query<{ id: number; count: number }>({ name: "capture-store-events", text: storeText }, [
    rows.map((row) => row.messageId),
    rows.map((row) => row.source_id),
    rows.map((row) => row.id),
    rows.map((row) => row.subject_id),
    rows.map((row) => row.received_at.toISOString()),
    rows.map((row) => row.occurred_at.toISOString()),
    rows.map((row) => row.type),
    rows.map((row) => row.name),
    rows.map((row) => row.payload),
    app.clock.now(),
    live,
  ]);
  return stored ? { intakeId: stored.id, count: stored.count } : null;
}
