import { epochDayAt, instantAt } from "@tandem/domain/kit/zone";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/transaction.ts";
import { brokenInvariants, type Invariant } from "../platform/invariants.ts";
import { setTimers, type TimerHandler } from "../platform/timers.ts";
import { alteredVersions } from "./check-versions.ts";
import { reproduceRecorded } from "./reproduce-recorded.ts";
import { reproduceScores } from "./reproduce-scores.ts";

/** When the promises about the data are looked at: a quiet hour of the company's day, in ms from midnight. */
const quietHour = 3 * 3_600_000;
const kind = "nightly-check";
const key = "promises";

/**
 * Every night: the promises of `invariants.sql` and whether scores are reproduced. The alarm only starts the look: it
 * takes its time, and a transaction kept open for it would hold back the readers of facts.
 */
export const nightlyCheck: TimerHandler = {
  kind,
  async handle(app, tx, timers) {
    await setTimers(tx, [{ kind, key, dueAt: await nextQuietHour(app, tx), payload: timers[0]?.payload ?? {} }]);
    tx.afterCommit(() => void checkPromises(app).catch((error: unknown) => app.log.warn({ error: String(error) }, "the nightly check of the data could not be made")));
  },
};

/** Sees to it that a check is due; called when the server starts. */
export async function ensureNightlyCheck(app: App): Promise<void> {
  await app.db.transaction(async (tx) => {
    if (await tx.find("select 1 from timer where kind = $1", [kind])) return;
    await setTimers(tx, [{ kind, key, dueAt: await nextQuietHour(app, tx) }]);
  });
}

/** Looks at every promise now, tells administrators what is broken, and keeps the count for `/metrics`. Answers the broken ones. */
export async function checkPromises(app: App, invariants?: readonly Invariant[]): Promise<readonly string[]> {
  const broken = (await brokenInvariants(app.db, invariants)).map(({ promise, rows }) => {
    app.log.error({ promise, rows }, "the data breaks a promise");
    return promise;
  });
  const at = app.clock.now();
  const scores = await reproduceScores(app.db, at);
  if (scores.differing.length > 0) {
    app.log.error({ scores: scores.differing.slice(0, 10) }, "scores differ from what their records give");
    broken.push(`Kept scores are what their records give: ${scores.differing.length} of ${scores.compared} are not.`);
  }
  const altered = await alteredVersions(app.db);
  if (altered.length > 0) {
    app.log.error({ versions: altered }, "versions of the agreement are not what was signed");
    broken.push(`A version of the agreement is what was signed: ${altered.join(", ")} ${altered.length === 1 ? "is" : "are"} not.`);
  }
  const recorded = await reproduceRecorded(app.db, at);
  if (recorded.differing.length > 0) {
    app.log.error({ records: recorded.differing.slice(0, 10) }, "recorded scores differ from what was known when they were recorded");
    broken.push(`Recorded scores are what was known when they were recorded: ${recorded.differing.length} of ${recorded.compared} are not.`);
  }
  if (broken.length === 0) app.log.info({ scores: scores.compared, records: recorded.compared }, "every promise about the data holds");
  await app.db.transaction(async (tx) => {
    await tx.query("update timer set payload = $2 where kind = $1", [kind, JSON.stringify({ checkedAt: at.toISOString(), broken: broken.length })]);
    if (broken.length > 0) await tellAdministrators(app, tx, at, broken);
  });
  return broken;
}

async function tellAdministrators(app: App, tx: Transaction, at: Date, broken: readonly string[]): Promise<void> {
  const administrators = await tx.query<{ id: string }>("select id from app_user where role = 'administrator' and active order by id");
  const cause = `${kind} ${at.toISOString().slice(0, 10)}`;
  const title = broken.length === 1 ? "The data breaks a promise" : `The data breaks ${broken.length} promises`;
  await tx.query(
    `insert into notification (id, user_id, kind, at, title, body, cause) select id, user_id, $3, $4, $5, $6, $7 from unnest($1::uuid[], $2::uuid[]) r(id, user_id) on conflict (user_id, cause) do nothing`,
    [administrators.map(() => app.ids.next()), administrators.map(({ id }) => id), kind, at, title, `${broken.join(" ").slice(0, 1_000)} Run tandem doctor for the rows.`, cause],
  );
  app.live.publish(tx, administrators.map(({ id }) => `user:${id}` as const), { kind: "notification", data: { ids: null } });
}

/** The next quiet hour in the company's zone; before there is an agreement, in UTC. */
async function nextQuietHour(app: App, tx: Transaction): Promise<Date> {
  const now = app.clock.now();
  const version = await tx.find<{ zone: string }>("select document ->> 'timeZone' as zone from agreement_version where effective_from <= $1 order by version desc limit 1", [now]);
  const zone = version?.zone ?? "UTC";
  const today = epochDayAt(zone, now.getTime());
  const tonight = instantAt(zone, today, quietHour);
  return new Date(tonight > now.getTime() ? tonight : instantAt(zone, today + 1, quietHour));
}
