import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "./app.ts";
import type { Transaction } from "./database.ts";
import { factChannel, factColumns, factOf, type FactRow, type Reaction } from "./facts.ts";
import { isTransient } from "./transient.ts";

/*
 * Facts are read in the order (transaction, id), and only below the oldest transaction still running: an id alone is
 * given out before its commit, so a reader that went by ids would pass by facts that appear late.
 */
const batchSize = 500;

/** Gives new reactions a cursor at the present: what happened before they existed is not theirs. The server calls it at its start. */
export async function prepareReactions(app: App, reactions: readonly Reaction[]): Promise<void> {
  await app.db.query(
    `insert into reaction_cursor (reaction, xid, fact_id)
     select name, coalesce(last.xid, '0'::xid8), coalesce(last.id, 0)
     from unnest($1::text[]) as new (name)
     left join (select xid, id from fact order by xid desc, id desc limit 1) as last on true
     on conflict (reaction) do nothing`,
    [reactions.map(({ name }) => name)],
  );
}

/** Handles the next batch of one reaction. Returns how many facts its cursor passed; 0 when there is nothing to do, or another process is at it. */
export async function runReaction(app: App, reaction: Reaction): Promise<number> {
  try {
    return await app.db.transaction((tx) => step(app, tx, reaction, batchSize, false));
  } catch (error) {
    if (isTransient(error)) throw error;
    app.log.warn({ reaction: reaction.name, error: String(error) }, "a batch of facts failed; going one by one");
    let passed = 0;
    for (let last = 1; last > 0 && passed < batchSize; passed += last) {
      last = await app.db.transaction((tx) => step(app, tx, reaction, 1, true));
    }
    return passed;
  }
}

async function step(app: App, tx: Transaction, reaction: Reaction, limit: number, park: boolean): Promise<number> {
  const cursor = await tx.find<{ xid: string; fact_id: number }>("select xid::text as xid, fact_id from reaction_cursor where reaction = $1 for update skip locked", [reaction.name]);
  if (!cursor) return 0;
  const rows = await tx.query<FactRow>(
    `select ${factColumns} from fact
     where (xid, id) > ($1::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) and kind = any($3)
     order by fact.xid, fact.id limit $4`,
    [cursor.xid, cursor.fact_id, reaction.kinds, limit],
  );
  const end = rows.at(-1);
  if (!end) return 0;
  const facts = rows.map(factOf).toSorted((a, b) => a.id - b.id);
  if (!park) await reaction.handle(app, tx, facts);
  else {
    try {
      await tx.savepoint((inner) => reaction.handle(app, inner, facts));
    } catch (error) {
      if (isTransient(error)) throw error;
      app.log.error({ reaction: reaction.name, fact: end.id, error: String(error) }, "a fact is parked");
      await tx.query("insert into parked_fact (reaction, fact_id, reason, parked_at) values ($1, $2, $3, $4) on conflict do nothing", [reaction.name, end.id, String(error).slice(0, 2000), app.clock.now()]);
    }
  }
  await tx.query("update reaction_cursor set xid = $2::xid8, fact_id = $3 where reaction = $1", [reaction.name, end.xid, end.id]);
  return rows.length;
}

/** Tries a parked fact again; when it works, it is parked no more. */
export async function retryParkedFact(app: App, reaction: Reaction, factId: number): Promise<void> {
  await app.db.transaction(async (tx) => {
    const row = await tx.find<FactRow>(
      `select ${factColumns} from fact where id = (select fact_id from parked_fact where reaction = $1 and fact_id = $2 for update)`,
      [reaction.name, factId],
    );
    if (!row) return;
    await reaction.handle(app, tx, [factOf(row)]);
    await tx.query("delete from parked_fact where reaction = $1 and fact_id = $2", [reaction.name, factId]);
  });
}

/**
 * Runs all reactions until every fact committed so far has been handled, those that reactions append included. For
 * tests and the demo's year; it waits for transactions of others that still hold readers back. A reaction without a
 * cursor begins with the first fact.
 */
export async function drainReactions(app: App, reactions: readonly Reaction[]): Promise<void> {
  await app.db.query("insert into reaction_cursor (reaction, xid, fact_id) select name, '0'::xid8, 0 from unnest($1::text[]) as new (name) on conflict do nothing", [reactions.map(({ name }) => name)]);
  for (;;) {
    let passed = 0;
    for (const reaction of reactions) {
      for (let last = -1; last !== 0; passed += last) last = await runReaction(app, reaction);
    }
    if (passed > 0) continue;
    if (!(await anyWaiting(app, reactions))) return;
    await sleep(2);
  }
}

async function anyWaiting(app: App, reactions: readonly Reaction[]): Promise<boolean> {
  const pairs = reactions.flatMap(({ name, kinds }) => kinds.map((kind) => [name, kind] as const));
  const { waiting } = await app.db.one<{ waiting: boolean }>(
    `select exists (
       select from reaction_cursor c
       join unnest($1::text[], $2::text[]) as wanted (reaction, kind) using (reaction)
       join fact f on (f.xid, f.id) > (c.xid, c.fact_id) and f.kind = wanted.kind
     ) as waiting`,
    [pairs.map(([name]) => name), pairs.map(([, kind]) => kind)],
  );
  return waiting;
}

/** Runs the reactions for as long as the server does: woken by commits, and looking by itself once a second. */
export async function startReactions(app: App, reactions: readonly Reaction[]): Promise<{ stop(): Promise<void> }> {
  if (reactions.length === 0) return { stop: async () => {} };
  await prepareReactions(app, reactions);
  let stopping = false;
  let wake = () => {};
  let woken = false;
  const onWake = () => {
    woken = true;
    wake();
  };
  const listener = await app.db.listen([factChannel], onWake, onWake);
  const running = loop();

  async function loop(): Promise<void> {
    while (!stopping) {
      woken = false;
      let passed = 0;
      for (const reaction of reactions) {
        if (stopping) return;
        try {
          passed += await runReaction(app, reaction);
        } catch (error) {
          app.log.warn({ reaction: reaction.name, error: String(error) }, "a reaction will try again");
        }
      }
      if (passed === 0 && !woken && !stopping) await pause(1000);
      // A commit's message can come before the oldest running transaction has let go of the fact: look again soon.
      else if (passed === 0 && !stopping) await pause(5);
    }
  }
  function pause(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(finish, ms);
      function finish(): void {
        clearTimeout(timer);
        wake = () => {};
        done();
      }
      wake = finish;
    });
  }
  return {
    async stop() {
      stopping = true;
      wake();
      await listener.close();
      await running;
    },
  };
}
