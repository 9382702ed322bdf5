import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import { asksDates, foreseeEngagement, turnEngagement } from "@tandem/domain/scoring/score";
import type { App } from "../platform/app.ts";
import type { Transaction } from "../platform/transaction.ts";
import { setTimers, type TimerHandler } from "../platform/timers.ts";
import { engine } from "./actor.ts";
import { dayIn } from "./company-day.ts";
import { ensureEventPartitions } from "./event-partitions.ts";
import { evaluateContacts } from "./evaluate-contacts.ts";
import { loadSignals, lockContacts } from "./lock-contacts.ts";
import { settle } from "./settle.ts";
import type { ContactState } from "./states.ts";
import { beginWork, type Work } from "./work.ts";

/** Contacts evaluated in one transaction, so that a large turn never holds locks for long. */
const chunk = 1_000;
/** Falls foreseen at a time: weeks of fading, and the row stays small. */
const fallsAhead = 24;

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
    const rising = asksDates(work.inForce.compiled) ? ids : await fade(work, ids);
    await lockContacts(work, rising);
    await evaluateContacts(work, rising, { cause: "day" });
    await settle(work);
    if (due.length === chunk) return setTimers(tx, [{ kind: "company-day", key: "turn", dueAt: at }]);
    await ensureEventPartitions(tx, at);
    await setNextTurn(tx, work.inForce.agreement.timeZone, at);
  },
};

/**
 * Most of a turn is scores that fade: first those whose falls were foreseen, in one statement; then the others, written
 * from the signals alone and looking ahead. Answers whose score rises (a negative point ran out) or was last reckoned by
 * another version: those are evaluated whole.
 */
async function fade(work: Work, ids: readonly string[]): Promise<string[]> {
  const { tx, inForce, today } = work;
  const { compiled, version } = inForce;
  const rows = await tx.query<{ id: string; engagement: number; agreement_version: number | null }>(
    `with due as materialized (select id, engagement, agreement_version, score_falls from contact where id = any($1) order by id for update),
     fallen as (
       update contact c set engagement = due.score_falls[reached.at + 1], scored_on = $2, score_falls = due.score_falls[reached.at + 2:],
         score_changes_on = date '1970-01-01' + due.score_falls[reached.at + 2]
       from due, lateral (select max(at) as at from generate_series(1, cardinality(due.score_falls) - 2, 2) at where due.score_falls[at] <= $3) reached
       where c.id = due.id and due.agreement_version = $4 and reached.at is not null
         -- Where they end today it has to look ahead again.
         and (due.score_falls[reached.at + 2] is null or due.score_falls[reached.at + 2] > $3)
       returning c.id
     )
     select id, engagement, agreement_version from due where id not in (select id from fallen)`,
    [ids, isoFromEpochDay(today), today, version],
  );
  const contacts = rows.map((row) => ({ ...row, signals: null as ContactState["signals"] }));
  await loadSignals(tx, inForce, contacts);
  const turned = contacts.map((contact) => {
    const signalDays = (key: string) => contact.signals!.get(key) ?? [];
    return { ...contact, signalDays, now: turnEngagement(compiled, signalDays, today).engagement };
  });
  const whole = (c: (typeof turned)[number]): boolean => c.now > c.engagement || c.agreement_version !== version;
  const faded = turned.filter((c) => !whole(c)).map((c) => ({ ...c, ...foreseeEngagement(compiled, c.signalDays, today, fallsAhead) }));
  if (faded.length > 0)
    await tx.query(
      `update contact c set engagement = r.engagement, scored_on = $3, score_changes_on = date '1970-01-01' + r.falls[1], score_falls = r.falls
       from unnest($1::uuid[], $2::int[], $4::text[]) new(id, engagement, falls), lateral (select new.id, new.engagement, new.falls::int[] as falls) r where c.id = r.id`,
      [faded.map((c) => c.id), faded.map((c) => c.now), isoFromEpochDay(today), faded.map((c) => `{${[...c.falls.flatMap((fall) => [fall.day, fall.engagement]), c.reckonOn ?? "null"].join()}}`)],
    );
  return turned.filter(whole).map((c) => c.id);
}

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
