import type pg from "pg";
import { untilWorked } from "./accept.ts";
import { batchRequests, identifyEvent, siteEvents } from "./events.ts";
import { compare, inLanes, percentile, rateOf, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { withProduct, type Product } from "./server.ts";
import { openWire, requestBytes, sendWell } from "./wire.ts";
import { setUpWorkspace } from "./workspace.ts";

/** The lock one engine works under (spine/engine.ts): whoever holds it keeps events waiting. */
const engineLock = 7_316_001;

async function holdEngine(pool: pg.Pool): Promise<{ letGo(): Promise<void> }> {
  const client = await pool.connect();
  await client.query("select pg_advisory_lock($1)", [engineLock]);
  return {
    async letGo() {
      await client.query("select pg_advisory_unlock($1)", [engineLock]);
      client.release();
    },
  };
}

async function send(product: Product, writeKey: string, events: readonly Record<string, unknown>[]): Promise<number> {
  const requests = batchRequests(writeKey, events);
  const wires = Array.from({ length: 16 }, () => openWire(product.url));
  const rate = await rateOf(events.length, () => inLanes(wires.length, requests.length, (i, lane) => sendWell(wires[lane]!, requests[i]!)));
  for (const wire of wires) wire.close();
  return rate;
}

/** Waits until no statement has run for a second. */
async function untilQuiet(pool: pg.Pool): Promise<void> {
  for (let quiet = 0; quiet < 10; await sleep(100)) {
    const { rows } = await pool.query("select from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid() limit 1");
    quiet = rows.length === 0 ? quiet + 1 : 0;
  }
}

const waiting = async (pool: pg.Pool): Promise<number> => Number((await pool.query<{ events: string }>("select coalesce(sum(cardinality(event_ids)), 0) as events from intake")).rows[0]!.events);

/** Events a second from the first one worked until nothing waits: identified, scored, staged, routed. */
async function drainRate(pool: pg.Pool): Promise<number> {
  const all = await waiting(pool);
  let left = all;
  for (; left === all; left = await waiting(pool)) await sleep(5);
  // The first batch began unseen: only what is left after it is timed.
  const [from, started] = [left, performance.now()];
  for (; left > 0; left = await waiting(pool)) await sleep(10);
  return from / ((performance.now() - started) / 1000);
}

export async function measureEngine(size: Size, backlog: number): Promise<Line[]> {
  const known = size === "small" ? 1_000 : 100_000;
  const count = size === "small" ? 5_000 : 50_000;
  const lines: Line[] = [];
  await withProduct({}, (product) => setUpWorkspace(product, 2), async (product, { writeKey, reps }) => {
    const pool = product.connect(3);
    const now = Date.now();
    await send(product, writeKey, Array.from({ length: known }, (_, i) => identifyEvent(i, now)));
    await untilWorked(pool);
    const { rows } = await pool.query<{ contacts: string; parked: string }>("select (select count(*) from contact where listed) as contacts, (select count(*) from parked_intake) as parked");
    if (Number(rows[0]!.contacts) < known || rows[0]!.parked !== "0") throw new Error(`${rows[0]!.contacts} of ${known} contacts are known, ${rows[0]!.parked} commits were parked.`);
    // Meeting so many people at once leaves work behind (duplicates are looked for); it is not the rounds'.
    await untilQuiet(pool);
    await pool.query("vacuum analyze");
    const accepted: number[] = [];
    const worked: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const held = await holdEngine(pool);
      const rate = await send(product, writeKey, siteEvents(count, known));
      await held.letGo();
      const drained = await drainRate(pool);
      if (round < 0) continue;
      accepted.push(rate);
      worked.push(drained);
    }
    const c = compare(worked, accepted);
    lines.push({ name: "engine", value: c.ours, unit: `events/s, ${known.toLocaleString("en")} contacts`, against: `accepting the same events: ${Math.round(c.limit)} events/s`, ratio: c.ratio, rounds, bound: "aim 10,000/s", kept: c.ours >= 10_000 });
    if (backlog > 0) lines.push(await measureBacklog(product, pool, { writeKey, cookie: reps[0]!, backlog, known }));
    await pool.end();
  });
  return lines;
}

/** A backlog is caught up while a rep goes on working: their list and inbox are asked all the while. */
async function measureBacklog(product: Product, pool: pg.Pool, { writeKey, cookie, backlog, known }: { writeKey: string; cookie: string; backlog: number; known: number }): Promise<Line> {
  const held = await holdEngine(pool);
  for (let sent = 0; sent < backlog; sent += 50_000) await send(product, writeKey, siteEvents(Math.min(50_000, backlog - sent), known));
  await held.letGo();
  const started = performance.now();
  const wire = openWire(product.url);
  const times: number[] = [];
  while ((await waiting(pool)) > 0) {
    for (const path of ["/api/v1/contacts?limit=50", "/api/v1/inbox"]) {
      const asked = performance.now();
      await sendWell(wire, requestBytes("GET", path, { cookie }));
      times.push(performance.now() - asked);
    }
    await sleep(100);
  }
  wire.close();
  const rate = backlog / ((performance.now() - started) / 1000);
  return { name: "engine-backlog", value: rate, unit: `events/s, ${backlog.toLocaleString("en")} waiting`, against: `meanwhile list and inbox answer in ${percentile(times, 50).toFixed(0)} ms (95th percentile ${percentile(times, 95).toFixed(0)} ms)`, ratio: null, rounds: 1, bound: "usable meanwhile", kept: percentile(times, 95) < 500 };
}
