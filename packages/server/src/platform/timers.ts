import type { App } from "./app.ts";
import type { Sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";
import type { Statement } from "./statement.ts";
import { isGivenUp, isTransient } from "./transient.ts";

/** What a deadline is for; unique. */
export interface TimerKey {
  readonly kind: string;
  /** For instance a handoff's id and the level. */
  readonly key: string;
}

/** A deadline. Setting it again moves it. */
export interface NewTimer extends TimerKey {
  readonly dueAt: Date;
  readonly payload?: Readonly<Record<string, unknown>>;
}

export interface Timer extends Required<NewTimer> {}

/** What to do when timers of a kind come due. A timer is only the alarm: the handler looks at the state again. */
export interface TimerHandler {
  readonly kind: string;
  /** Handles a batch in due order, in one transaction in which the rows are already deleted; setting one anew is allowed. */
  readonly handle: (app: App, tx: Transaction, timers: readonly Timer[]) => Promise<void>;
}

/** The statement that sets timers, moving those that exist. Keys are sorted, so that two writers cannot block each other. */
export function setTimersStatement(timers: readonly NewTimer[]): Statement {
  // The last one given for a key counts; one statement may not touch a row twice.
  const unique = [...new Map(timers.map((timer) => [`${timer.kind}\0${timer.key}`, timer])).values()];
  return {
    text: `insert into timer (kind, key, due_at, payload)
           select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::jsonb[]) as new (kind, key, due_at, payload)
           order by kind, key
           on conflict (kind, key) do update
           set due_at = excluded.due_at, payload = excluded.payload, leased_until = null, attempts = 0, last_error = null`,
    values: [unique.map((timer) => timer.kind), unique.map((timer) => timer.key), unique.map((timer) => timer.dueAt.toISOString()), unique.map((timer) => JSON.stringify(timer.payload ?? {}))],
  };
}

/**
 * The statement that cancels timers; those that do not exist are none to cancel. One that rings at this moment is passed
 * by: waiting for it could be waiting for each other, and its handler looks at the state again anyway.
 */
export function cancelTimersStatement(timers: readonly TimerKey[]): Statement {
  return {
    text: `delete from timer using (
             select t.kind, t.key from timer t join unnest($1::text[], $2::text[]) as gone (kind, key) using (kind, key)
             order by t.kind, t.key for update of t skip locked
           ) as gone where timer.kind = gone.kind and timer.key = gone.key`,
    values: [timers.map((timer) => timer.kind), timers.map((timer) => timer.key)],
  };
}

/** Sets timers in one statement. */
export async function setTimers(tx: Transaction, timers: readonly NewTimer[]): Promise<void> {
  if (timers.length === 0) return;
  const { text, values } = setTimersStatement(timers);
  await tx.query({ name: "set-timers", text }, values);
}

/** Cancels timers in one statement. */
export async function cancelTimers(tx: Transaction, timers: readonly TimerKey[]): Promise<void> {
  if (timers.length === 0) return;
  const { text, values } = cancelTimersStatement(timers);
  await tx.query(text, values);
}

/** The instant of the earliest timer that waits, or null. What a steered clock moves to next. */
export async function nextTimerAt(app: { db: Sql }): Promise<Date | null> {
  const { at } = await app.db.one<{ at: Date | null }>(
    `select least(
       (select due_at from timer where leased_until is null order by due_at limit 1),
       (select min(greatest(due_at, leased_until)) from timer where leased_until is not null)
     ) as at`,
  );
  return at;
}

const batchSize = 200;

/** Handles everything due by the app's clock, earliest first. Returns how many timers were handled. */
export async function runDueTimers(app: App, handlers: readonly TimerHandler[]): Promise<number> {
  const byKind = new Map(handlers.map((handler) => [handler.kind, handler]));
  let handled = 0;
  for (;;) {
    const due = await app.db.find<{ kind: string }>(
      `select kind from timer where due_at <= $1 and (leased_until is null or leased_until <= $1) and kind = any($2) order by due_at, kind, key limit 1`,
      [app.clock.now().toISOString(), [...byKind.keys()]],
    );
    if (!due) return handled;
    const passed = await runKind(app, byKind.get(due.kind)!);
    // Another process holds the rows: it handles them.
    if (passed === 0) return handled;
    handled += passed;
  }
}

async function runKind(app: App, handler: TimerHandler): Promise<number> {
  try {
    return await app.db.transaction(async (tx) => {
      const timers = await claim(app, tx, handler.kind, batchSize);
      if (timers.length > 0) await handler.handle(app, tx, timers);
      return timers.length;
    });
  } catch (error) {
    if (isTransient(error) && !isGivenUp(error)) throw error;
    app.log.warn({ timer: handler.kind, error: String(error) }, "a batch of timers failed; going one by one");
    return oneByOne(app, handler);
  }
}

/** After a failed batch: each timer by itself, so that one bad one does not hold up the rest. */
async function oneByOne(app: App, handler: TimerHandler): Promise<number> {
  for (let passed = 0; ; passed += 1) {
    const went = passed < batchSize && (await app.db.transaction(async (tx) => {
      let timer: Timer | undefined;
      try {
        await tx.savepoint(async (inner) => {
          [timer] = await claim(app, inner, handler.kind, 1);
          if (timer) await handler.handle(app, inner, [timer]);
        });
      } catch (error) {
        if (isTransient(error) || !timer) throw error;
        await putOff(app, tx, timer, error);
      }
      return timer !== undefined;
    }));
    if (!went) return passed;
  }
}

async function claim(app: App, tx: Transaction, kind: string, limit: number): Promise<Timer[]> {
  const rows = await tx.query<{ kind: string; key: string; due_at: Date; payload: Record<string, unknown> }>(
    `delete from timer using (
       select kind, key from timer
       where kind = $1 and due_at <= $2 and (leased_until is null or leased_until <= $2)
       order by due_at, key limit $3 for update skip locked
     ) as due where timer.kind = due.kind and timer.key = due.key
     returning timer.kind, timer.key, timer.due_at, timer.payload`,
    [kind, app.clock.now().toISOString(), limit],
  );
  return rows
    .map((row) => ({ kind: row.kind, key: row.key, dueAt: row.due_at, payload: row.payload }))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.key < b.key ? -1 : 1));
}

/** A failed timer stays due and is tried again: after 1 s, 2 s, 4 s … at most 15 minutes. It is never given up. */
async function putOff(app: App, tx: Transaction, timer: Timer, error: unknown): Promise<void> {
  app.log.error({ timer: timer.kind, key: timer.key, error: String(error) }, "a timer failed and will be tried again");
  const row = await tx.one<{ attempts: number }>("update timer set attempts = attempts + 1, last_error = $3 where kind = $1 and key = $2 returning attempts", [timer.kind, timer.key, String(error).slice(0, 2000)]);
  const wait = Math.min(1000 * 2 ** (row.attempts - 1), 15 * 60_000);
  await tx.query("update timer set leased_until = $3 where kind = $1 and key = $2", [timer.kind, timer.key, new Date(app.clock.now().getTime() + wait).toISOString()]);
}

/** Sweeps every second for as long as the server runs. */
export function startTimers(app: App, handlers: readonly TimerHandler[]): { stop(): Promise<void> } {
  let stopping = false;
  let running: Promise<unknown> = Promise.resolve();
  let next: NodeJS.Timeout | undefined;
  function sweep(): void {
    running = runDueTimers(app, handlers)
      .catch((error: unknown) => app.log.warn({ error: String(error) }, "the sweep of timers will try again"))
      .finally(() => {
        if (!stopping) next = setTimeout(sweep, 1000);
      });
  }
  if (handlers.length > 0) sweep();
  return {
    async stop() {
      stopping = true;
      clearTimeout(next);
      await running;
    },
  };
}
