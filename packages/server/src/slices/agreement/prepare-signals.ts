import type { Agreement, SignalDefinition } from "@tandem/domain/agreement/agreement";
import { compileSignals } from "@tandem/domain/capture/recognise";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { App } from "../../platform/app.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { setTimers } from "../../platform/timers.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { revisionHash } from "../../spine/agreement-hash.ts";
import type { StoredEvent } from "../../spine/claimed-event.ts";
import { dayIn } from "../../spine/company-day.ts";
import { engineLock } from "../../spine/engine.ts";
import { machineReason, pathOf } from "../../spine/recognise-signals.ts";

/**
 * A signal that a draft defines anew is recognised over everything that came in before, so that the version finds the past
 * it means. From the moment its revision is on record the engine recognises it in what comes in; the past is read here,
 * stream by stream, in batches of its own.
 */

/** Streams of events read in one transaction. */
const chunk = 500;
/** Batches a request waits for: a small company's whole past. */
const batchesAtOnce = 8;
export const preparationTimer = { kind: "signal-preparation", key: "past" };

/** Sees to it that every signal of the text is recognised over the past; answers whether that is so already. */
export async function prepareSignals(app: App, agreement: Agreement): Promise<boolean> {
  if (await arePrepared(app.db, agreement)) return true;
  await app.db.transaction(async (tx) => {
    // Between two batches of the engine: what it worked before is past, what it works from now on it recognises itself.
    await tx.query("select pg_advisory_xact_lock($1)", [engineLock]);
    const at = app.clock.now();
    await tx.query(
      `insert into signal_revision (key, hash, definition, created_at) select key, hash, definition, $4 from unnest($1::text[], $2::text[], $3::jsonb[]) r(key, hash, definition)
       where not exists (select from signal_revision k where k.key = r.key and k.hash = r.hash) on conflict (key, hash) do nothing`,
      [agreement.signals.map((s) => s.key), agreement.signals.map(revisionHash), agreement.signals.map((s) => JSON.stringify(s)), at],
    );
    await tx.query("insert into signal_preparation (revision_id, total, started_at) select id, (select count(*) from subject), $1 from signal_revision where recognised_at is null on conflict do nothing", [at]);
    await setTimers(tx, [{ ...preparationTimer, dueAt: at }]);
  });
  for (let i = 0; i < batchesAtOnce; i++) if (!(await app.db.transaction((tx) => recogniseBatch(app, tx)))) break;
  return arePrepared(app.db, agreement);
}

/** Whether every signal of the text has been recognised over the past. */
export async function arePrepared(sql: Sql, agreement: Agreement): Promise<boolean> {
  const { missing } = await sql.one<{ missing: number }>(
    `select count(*)::int as missing from unnest($1::text[], $2::text[]) s(key, hash)
     where not exists (select from signal_revision r where r.key = s.key and r.hash = s.hash and r.recognised_at is not null)`,
    [agreement.signals.map((s) => s.key), agreement.signals.map(revisionHash)],
  );
  return missing === 0;
}

interface PreparationRow {
  readonly revision_id: number;
  readonly definition: SignalDefinition;
  readonly after_subject: string | null;
}

/** Reads the next streams for the revisions that are least far. Answers whether there is more to do. */
export async function recogniseBatch(app: App, tx: Transaction): Promise<boolean> {
  const all = await tx.query<PreparationRow>("select p.revision_id, r.definition, p.after_subject from signal_preparation p join signal_revision r on r.id = p.revision_id order by p.after_subject nulls first, p.revision_id for update of p");
  const after = all[0]?.after_subject;
  if (after === undefined) return false;
  const group = all.filter((row) => row.after_subject === after);
  const ids = group.map((row) => row.revision_id);
  const subjects = await tx.query<{ id: string }>("select id from subject where id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $2", [after, chunk]);
  await recogniseEvents(app, tx, group, subjects.map((row) => row.id));
  if (subjects.length === chunk) {
    await tx.query("update signal_preparation set after_subject = $2, done = done + $3 where revision_id = any($1)", [ids, subjects.at(-1)!.id, subjects.length]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.preparing", data: {} });
    return true;
  }
  await tx.query("delete from signal_preparation where revision_id = any($1)", [ids]);
  await tx.query("update signal_revision set recognised_at = $2 where id = any($1)", [ids, app.clock.now()]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: {} });
  return group.length < all.length;
}

async function recogniseEvents(app: App, tx: Transaction, group: readonly PreparationRow[], subjectIds: readonly string[]): Promise<void> {
  const recognise = compileSignals(group.map((row) => ({ ...row.definition, key: String(row.revision_id) })));
  const types = [...new Set(group.flatMap((row) => row.definition.recognise.map((pattern) => pattern.type)))];
  const { agreement } = await agreementInForce(tx, app.clock.now());
  const events = await tx.query<StoredEvent>("select id, subject_id, source_id, received_at, occurred_at, type, name, payload from event where subject_id = any($1) and type = any($2)", [subjectIds, types]);
  const found = events.flatMap((event) => {
    const keys = recognise({ type: event.type, name: event.name, path: pathOf(event), properties: event.payload.properties ?? {} });
    const day = keys.length === 0 ? "" : isoFromEpochDay(dayIn(agreement.timeZone, event.occurred_at));
    return keys.map((key) => ({ event, revision: Number(key), day, quarantined: machineReason(event) }));
  });
  if (found.length === 0) return;
  // What a person said of the event (a machine's, or not) holds for every signal it is recognised as.
  await tx.query(
    `insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied, quarantined)
     select r.subject_id, r.event_id, r.revision_id, r.occurred_at, r.day, (select nextval('applied_seq')), case when k.event_id is null then r.quarantined else k.quarantined end
     from unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::date[], $6::text[]) r(subject_id, event_id, revision_id, occurred_at, day, quarantined)
     left join lateral (select event_id, quarantined from signal s where s.subject_id = r.subject_id and s.event_id = r.event_id limit 1) k on true
     order by r.subject_id, r.event_id, r.revision_id on conflict do nothing`,
    [found.map((f) => f.event.subject_id), found.map((f) => f.event.id), found.map((f) => f.revision), found.map((f) => f.event.occurred_at), found.map((f) => f.day), found.map((f) => f.quarantined)],
  );
}
