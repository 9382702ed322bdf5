import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/database.ts";
import { setTimers, type TimerHandler } from "../platform/timers.ts";
import { engine } from "./actor.ts";
import { dayIn } from "./company-day.ts";
import { ensureEventPartitions } from "./event-partitions.ts";
import { evaluateContacts } from "./evaluate-contacts.ts";
import { lockContacts } from "./lock-contacts.ts";
import { settle } from "./settle.ts";
import { beginWork } from "./work.ts";

/** Contacts evaluated in one transaction, so that a large turn never holds locks for long. */
const chunk = 1_000;

/**
 * The start of each company day: decay and windows move scores without events, so whoever's score changes by itself on
 * this day is evaluated. A falling score moves nobody. Visitors wait: nobody sees their score before they are known, and
 * then they are evaluated anyway.
 */
export const turnCompanyDay: TimerHandler = {
  kind: "company-day",
  async handle(app, tx) {
    const at = app.clock.now();
    // Before the set-up there is no agreement to score by, and nobody to score.
    if (!(await tx.find("select 1 from agreement_version where effective_from <= $1 limit 1", [at]))) return setTimers(tx, [{ kind: "company-day", key: "turn", dueAt: new Date(at.getTime() + 60_000) }]);
    const work = await beginWork(app, tx, { at, actor: engine });
    const due = await tx.query<{ id: string }>("select id from contact where score_changes_on <= $1 and survivor_id = id and identified_at is not null order by score_changes_on, id limit $2", [isoFromEpochDay(work.today), chunk]);
    const ids = due.map((row) => row.id);
    await lockContacts(work, ids);
    await evaluateContacts(work, ids, { cause: "day" });
    await settle(work);
    if (due.length === chunk) return setTimers(tx, [{ kind: "company-day", key: "turn", dueAt: at }]);
    await ensureEventPartitions(tx, at);
    await setNextTurn(tx, work.inForce.agreement.timeZone, at);
  },
};

/** Sees to it that a turn is set; called when the server starts. The first one settles when the next is. */
export async function ensureCompanyDay(app: App): Promise<void> {
  await app.db.transaction(async (tx) => {
    await ensureEventPartitions(tx, app.clock.now());
    const known = await tx.find("select 1 from timer where kind = 'company-day'");
    if (!known) await setTimers(tx, [{ kind: "company-day", key: "turn", dueAt: app.clock.now() }]);
  });
}

async function setNextTurn(tx: Transaction, timeZone: string, at: Date): Promise<void> {
  await setTimers(tx, [{ kind: "company-day", key: "turn", dueAt: new Date(startOfDay(timeZone, dayIn(timeZone, at) + 1)) }]);
}
