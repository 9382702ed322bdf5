import { startOfDay, instantAt } from "@tandem/domain/kit/zone";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { engine } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { dayIn } from "../../spine/company-day.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";
import { goingLiveTimer } from "./put-in-force.ts";

/**
 * A version takes effect: everybody known is evaluated under it in batches, each a transaction of its own, so that the
 * engine goes on meanwhile. Nobody is moved by that. Who qualifies by the new definition and by nothing they did is handed
 * over afterwards, the most engaged first, so many a company day as teams are used to (docs/decisions/0014).
 */

/** People evaluated at once, and at most handed over in one transaction. */
const handful = 100;
/** Milliseconds after which a transaction takes nobody more: so long anybody waits who wants one of its people. */
const longEnough = 200;
/** Fewer than this a day are never a flood. */
const fewest = 10;
/** When a day's handing over begins, in ms from midnight of the company day. */
const morning = 8 * 3_600_000;

interface GoingLiveRow {
  readonly version: number;
  readonly state: "waiting" | "evaluating" | "handing-over" | "done";
  readonly last_id: string | null;
  readonly per_day: number;
  readonly effective_from: Date;
}

export const goingLiveHandler: TimerHandler = {
  kind: goingLiveTimer,
  async handle(app, tx, timers) {
    for (const timer of timers) await step(app, tx, Number(timer.key));
  },
};

async function step(app: App, tx: Transaction, version: number): Promise<void> {
  const at = app.clock.now();
  const row = await tx.find<GoingLiveRow>("select g.version, g.state, g.last_id, g.per_day, v.effective_from from agreement_going_live g join agreement_version v using (version) where g.version = $1 for update of g", [version]);
  if (!row || row.state === "done") return;
  if (row.effective_from > at) return again(tx, version, row.effective_from);
  const newer = await tx.find("select 1 as one from agreement_version where version > $1 and effective_from <= $2", [version, at]);
  if (newer) return finish(app, tx, version, at);
  if (row.state === "waiting") return begin(app, tx, version, at);
  if (row.state === "evaluating") return evaluateNext(app, tx, row, at);
  return handOver(app, tx, row, at);
}

async function again(tx: Transaction, version: number, dueAt: Date): Promise<void> {
  await setTimers(tx, [{ kind: goingLiveTimer, key: String(version), dueAt }]);
}

async function begin(app: App, tx: Transaction, version: number, at: Date): Promise<void> {
  // Whoever an earlier version had still to hand over is judged by this one.
  await tx.query("update agreement_qualified set state = 'lapsed', settled_at = $2 where version < $1 and state = 'waiting'", [version, at]);
  await tx.query("update agreement_going_live set state = 'done', finished_at = $2 where version < $1 and state <> 'done'", [version, at]);
  await tx.query("update agreement_going_live set state = 'evaluating', started_at = $2, total = (select count(*) from contact where survivor_id = id and identified_at is not null) where version = $1", [version, at]);
  await recordAudit(tx, [{ at, actor: engine, act: "agreement.took-effect", entityKind: "agreement", entityId: null, summary: { version } }]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { version } });
  await again(tx, version, at);
}

async function evaluateNext(app: App, tx: Transaction, row: GoingLiveRow, at: Date): Promise<void> {
  const begun = performance.now();
  const work = await beginWork(app, tx, { at, actor: engine });
  const qualified: string[] = [];
  let [last, done, isEnd] = [row.last_id, 0, false];
  do {
    const ids = await peopleAfter(tx, last);
    await lockContacts(work, ids);
    qualified.push(...(await evaluateContacts(work, ids, { cause: "agreement" })));
    last = ids.at(-1) ?? last;
    done += ids.length;
    isEnd = ids.length < handful;
  } while (!isEnd && performance.now() - begun < longEnough);
  const changed = work.scores.length;
  const points = qualified.map((id) => work.contacts.get(id)!.engagement);
  await settle(work);
  if (qualified.length > 0)
    await tx.query("insert into agreement_qualified (version, contact_id, engagement, state, found_at) select $1, id, engagement, 'waiting', $4 from unnest($2::uuid[], $3::int[]) r(id, engagement) on conflict do nothing", [row.version, qualified, points, at]);
  await tx.query("update agreement_going_live set last_id = $2, done = done + $3, changed = changed + $4 where version = $1", [row.version, last, done, changed]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.going-live", data: { version: row.version } });
  if (isEnd) await beginHandingOver(tx, row.version, at);
  await again(tx, row.version, at);
}

async function peopleAfter(tx: Transaction, last: string | null): Promise<string[]> {
  const next = await tx.query<{ id: string }>("select id from contact where survivor_id = id and identified_at is not null and id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') order by id limit $2", [last, handful]);
  return next.map(({ id }) => id);
}

/** So many a day as became MQLs by what they did in the last four weeks. */
async function beginHandingOver(tx: Transaction, version: number, at: Date): Promise<void> {
  const { count } = await tx.one<{ count: number }>("select count(*)::int as count from episode where stage = 'mql' and not history and cause <> 'agreement' and entered_at > $1::timestamptz - interval '28 days' and entered_at <= $1", [at]);
  await tx.query("update agreement_going_live set state = 'handing-over', done = total, per_day = $2 where version = $1", [version, Math.max(fewest, Math.ceil(count / 28))]);
}

async function handOver(app: App, tx: Transaction, row: GoingLiveRow, at: Date): Promise<void> {
  const work = await beginWork(app, tx, { at, actor: engine });
  const zone = work.inForce.agreement.timeZone;
  const today = dayIn(zone, at);
  const { passed } = await tx.one<{ passed: number }>("select count(*)::int as passed from agreement_qualified where version = $1 and state = 'handed-over' and settled_at >= $2", [row.version, new Date(startOfDay(zone, today))]);
  const most = Math.min(handful, row.per_day - passed);
  if (most <= 0) {
    const waiting = await tx.find("select 1 as one from agreement_qualified where version = $1 and state = 'waiting' limit 1", [row.version]);
    return waiting ? again(tx, row.version, new Date(instantAt(zone, today + 1, morning))) : finish(app, tx, row.version, at);
  }
  const chosen = await tx.query<{ contact_id: string }>("select contact_id from agreement_qualified where version = $1 and state = 'waiting' order by engagement desc, contact_id desc limit $2", [row.version, most]);
  if (chosen.length === 0) return finish(app, tx, row.version, at);
  const ids = chosen.map((one) => one.contact_id);
  await lockContacts(work, ids);
  const held = new Set(ids.filter((id) => work.contacts.get(id)?.openHandoffId != null));
  await evaluateContacts(work, ids, { cause: "release" });
  const handed = ids.filter((id) => !held.has(id) && work.contacts.get(id)?.openHandoffId != null);
  await settle(work);
  await tx.query("update agreement_qualified set state = case when contact_id = any($3) then 'handed-over' else 'lapsed' end, settled_at = $4 where version = $1 and contact_id = any($2)", [row.version, ids, handed, at]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.going-live", data: { version: row.version } });
  await again(tx, row.version, at);
}

async function finish(app: App, tx: Transaction, version: number, at: Date): Promise<void> {
  await tx.query("update agreement_qualified set state = 'lapsed', settled_at = $2 where version = $1 and state = 'waiting'", [version, at]);
  await tx.query("update agreement_going_live set state = 'done', finished_at = $2 where version = $1", [version, at]);
  app.live.publish(tx, ["everyone"], { kind: "agreement.going-live", data: { version } });
}
