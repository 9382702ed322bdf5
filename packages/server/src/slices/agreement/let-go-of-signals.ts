import { agreement as shape } from "@tandem/domain/agreement/agreement";
import { instantAt } from "@tandem/domain/kit/zone";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { revisionHash } from "../../spine/agreement-hash.ts";
import { dayIn } from "../../spine/company-day.ts";
import { engineLock } from "../../spine/engine.ts";

/**
 * Every recognition that a draft once asked for is recognised in all that comes in, for good. Where no version has it and
 * no draft that is open or was touched lately, it is let go of at night: first its revision, so that the engine stops,
 * then what was recognised by it, stream by stream. Whoever asks for it again has the past recognised anew.
 */

/** Subjects in one transaction. */
const chunk = 2_000;
/** A draft put aside may be taken up again, and the lab may look at it: it holds what it asked for that long. */
export const heldDays = 30;
/** After the nightly look at the promises, in ms from midnight of the company day. */
const quietHour = 4 * 3_600_000;
const kind = "signal-letting-go";
const key = "unused";

interface Going {
  /** Revisions that are gone, of which something recognised is left. */
  readonly revisions: readonly number[];
  readonly after: string | null;
}

export const lettingGoHandler: TimerHandler = {
  kind,
  async handle(app, tx, timers) {
    const going = timers[0]?.payload as Partial<Going> | undefined;
    const left = going?.revisions?.length ? { revisions: going.revisions, after: going.after ?? null } : await dropUnused(app, tx);
    const rest = left && (await dropRecognised(tx, left));
    await setTimers(tx, [rest ? { kind, key, dueAt: app.clock.now(), payload: { ...rest } } : { kind, key, dueAt: await nextNight(app, tx) }]);
  },
};

/** Sees to it that a night is set; called when the server starts. */
export async function ensureLettingGo(app: App): Promise<void> {
  await app.db.transaction(async (tx) => {
    if (await tx.find("select 1 as one from timer where kind = $1", [kind])) return;
    await setTimers(tx, [{ kind, key, dueAt: await nextNight(app, tx) }]);
  });
}

/** Removes revisions that nothing uses any more. Null where there is none. */
async function dropUnused(app: App, tx: Transaction): Promise<Going | null> {
  // Between two batches of the engine, and not while somebody has the past recognised: what is used is decided once.
  await tx.query("select pg_advisory_xact_lock($1)", [engineLock]);
  const since = new Date(app.clock.now().getTime() - heldDays * 86_400_000);
  const revisions = await tx.query<{ id: number; key: string; hash: string }>("select id, key, hash from signal_revision r where created_at < $1 and not exists (select from signal_preparation p where p.revision_id = r.id) order by id for update", [since]);
  if (revisions.length === 0) return null;
  const texts = await tx.query<{ signals: unknown }>(
    "select document -> 'signals' as signals from agreement_version union all select document -> 'signals' from agreement_draft where state = 'open' or updated_at >= $1",
    [since],
  );
  const used = new Set(texts.flatMap(({ signals }) => shape.shape.signals.parse(signals).map((signal) => `${signal.key} ${revisionHash(signal)}`)));
  const unused = revisions.filter((one) => !used.has(`${one.key} ${one.hash}`)).map(({ id }) => id);
  if (unused.length === 0) return null;
  await tx.query("delete from signal_revision where id = any($1)", [unused]);
  app.log.info({ revisions: unused }, "recognitions that nothing uses are let go of");
  return { revisions: unused, after: null };
}

/** Removes what the next streams had recognised by them. Null once all are through. */
async function dropRecognised(tx: Transaction, { revisions, after }: Going): Promise<Going | null> {
  const subjects = await tx.query<{ id: string }>("select id from subject where id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $2", [after, chunk]);
  await tx.query("delete from signal where subject_id = any($1) and revision_id = any($2::smallint[])", [subjects.map(({ id }) => id), revisions]);
  return subjects.length === chunk ? { revisions, after: subjects.at(-1)!.id } : null;
}

/** In the company's zone; before there is an agreement, in UTC. */
async function nextNight(app: App, tx: Transaction): Promise<Date> {
  const now = app.clock.now();
  const version = await tx.find<{ zone: string }>("select document ->> 'timeZone' as zone from agreement_version where effective_from <= $1 order by version desc limit 1", [now]);
  const zone = version?.zone ?? "UTC";
  return new Date(instantAt(zone, dayIn(zone, now) + 1, quietHour));
}
