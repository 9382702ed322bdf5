import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "./app.ts";
import type { Transaction } from "./transaction.ts";
import { factChannel, factColumns, factOf, type FactRow, type Reaction } from "./facts.ts";
import { isGivenUp, isTransient } from "./transient.ts";

/*
 * Facts are read in the order (transaction, id), and only below the oldest transaction still running: an id alone is
 * given out before its commit, so a reader that went by ids would pass by facts that appear late.
 */
const batchSize = 500;
/** A cursor is moved past facts of other kinds once there are so many; else each look would begin further back. */
const longestGap = 1000;
/** Milliseconds. */
const shortestPause = 2;
/** Milliseconds between a commit and what follows it: first the commit is answered and browsers are told. */
const breath = 5;

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
    if (isTransient(error) && !isGivenUp(error)) throw error;
    app.log.warn({ reaction: reaction.name, error: String(error) }, "a batch of facts failed; going one by one");
    let passed = 0;
    for (let last = 1; last > 0 && passed < batchSize; passed += last) {
      last = await app.db.transaction((tx) => step(app, tx, reaction, 1, true));
    }
    return passed;
  }
}

interface Place {
  xid: string;
  id: number;
}

async function step(app: App, tx: Transaction, reaction: Reaction, limit: number, park: boolean): Promise<number> {
  const found = await tx.find<{ xid: string; fact_id: number; end_xid: string; end_id: number }>(
    `select c.xid::text as xid, c.fact_id, last.xid::text as end_xid, last.id as end_id
     from reaction_cursor c
     cross join lateral (
       select xid, id from fact where xid < pg_snapshot_xmin(pg_current_snapshot()) order by fact.xid desc, fact.id desc limit 1
     ) as last
     where c.reaction = $1 for update of c skip locked`,
    [reaction.name],
  );
  if (!found) return 0;
  const end = { xid: found.end_xid, id: found.end_id };
  const rows = await tx.query<FactRow>(
    `select ${factColumns} from fact
     where (xid, id) > ($1::xid8, $2::bigint) and (xid, id) <= ($3::xid8, $4::bigint) and kind = any($5)
     order by fact.xid, fact.id limit $6`,
    [found.xid, found.fact_id, end.xid, end.id, reaction.kinds, limit],
  );
  // Fewer than asked for: it has seen everything up to the end, and need not look at the other kinds again.
  const reached = rows.length < limit ? end : rows.at(-1)!;
  if (rows.length > 0) await handleBatch(app, tx, reaction, rows, park);
  else if (end.id - found.fact_id < longestGap) return 0;
  await moveCursor(tx, reaction, reached);
  return rows.length;
}

async function handleBatch(app: App, tx: Transaction, reaction: Reaction, rows: readonly FactRow[], park: boolean): Promise<void> {
  // Within a batch ids tell more than transaction numbers: of two changes to one row, the later has the higher id.
  const facts = rows.map(factOf).toSorted((a, b) => a.id - b.id);
  if (!park) return reaction.handle(app, tx, facts);
  try {
    await tx.savepoint((inner) => reaction.handle(app, inner, facts));
  } catch (error) {
    if (isTransient(error)) throw error;
    for (const { id } of facts) {
      app.log.error({ reaction: reaction.name, fact: id, error: String(error) }, "a fact is parked");
      await tx.query("insert into parked_fact (reaction, fact_id, reason, parked_at) values ($1, $2, $3, $4) on conflict do nothing", [reaction.name, id, String(error).slice(0, 2000), app.clock.now().toISOString()]);
    }
  }
}

async function moveCursor(tx: Transaction, reaction: Reaction, place: Place): Promise<void> {
  await tx.query("update reaction_cursor set xid = $2::xid8, fact_id = $3 where reaction = $1 and (xid, fact_id) < ($2::xid8, $3::bigint)", [reaction.name, place.xid, place.id]);
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
  if (reactions.length === 0) return;
  await app.db.query("insert into reaction_cursor (reaction, xid, fact_id) select name, '0'::xid8, 0 from unnest($1::text[]) as new (name) on conflict do nothing", [reactions.map(({ name }) => name)]);
  for (;;) {
    const due = await waiting(app, reactions);
    let passed = 0;
    for (const reaction of due.reactions) {
      for (let last = -1; last !== 0; passed += Math.max(last, 0)) last = await runReaction(app, reaction);
    }
    if (due.matching === 0) return;
    if (passed === 0) await sleep(2);
  }
}

/** The reactions with facts to read, in one question; also those whose cursor has fallen far behind facts of other kinds. */
async function waiting(app: App, reactions: readonly Reaction[]): Promise<{ reactions: Reaction[]; matching: number }> {
  const pairs = reactions.flatMap(({ name, kinds }) => kinds.map((kind) => [name, kind] as const));
  const rows = await app.db.query<{ reaction: string; matches: boolean }>(
    {
      name: "waiting-reactions",
      text: `select * from (
               select c.reaction,
                      -- In order, so that the planner reads on from the cursor instead of the whole table.
                      (select true from fact f where (f.xid, f.id) > (c.xid, c.fact_id) and f.kind = any(wanted.kinds) order by f.xid, f.id limit 1) is not null as matches,
                      coalesce((select max(id) from fact), 0) - c.fact_id >= $3 as behind
               from (select reaction, array_agg(kind) as kinds from unnest($1::text[], $2::text[]) as pair (reaction, kind) group by reaction) as wanted
               join reaction_cursor c using (reaction)
             ) as state where matches or behind`,
    },
    [pairs.map(([name]) => name), pairs.map(([, kind]) => kind), longestGap],
  );
  const names = new Set(rows.map(({ reaction }) => reaction));
  return { reactions: reactions.filter(({ name }) => names.has(name)), matching: rows.filter(({ matches }) => matches).length };
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
    let idle = shortestPause;
    while (!stopping) {
      woken = false;
      const passed = await round();
      if (passed === "all quiet") {
        await pause(woken ? 0 : 1000);
        await sleep(breath);
      }
      // Facts wait, but an older transaction still holds them back (or another process is at them): look again soon.
      else if (passed === 0) await pause((idle = Math.min(idle * 2, 200)));
      if (passed !== 0) idle = shortestPause;
    }
  }
  async function round(): Promise<number | "all quiet"> {
    const due = await orNull(() => waiting(app, reactions));
    if (due?.reactions.length === 0) return "all quiet";
    let passed = 0;
    let failed = due === null;
    for (const reaction of due?.reactions ?? []) {
      if (stopping) break;
      // One that fails does not keep the others from running.
      const count = await orNull(() => runReaction(app, reaction));
      failed ||= count === null;
      passed += count ?? 0;
    }
    if (failed) await pause(500);
    return passed;
  }
  async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      app.log.warn({ error: String(error) }, "a reaction will try again");
      return null;
    }
  }
  function pause(ms: number): Promise<void> {
    if (ms === 0 || stopping) return Promise.resolve();
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
