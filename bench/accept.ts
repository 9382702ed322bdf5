import { createHash, randomUUID } from "node:crypto";
import { readBatch } from "@tandem/server/slices/capture/read-request";
import type pg from "pg";
import { batchRequests, identifyEvent, siteEvent, siteEvents } from "./events.ts";
import { compare, inLanes, interleave, median, rateOf, rounds, sleep, type Line, type Size } from "./rounds.ts";
import { withProduct, type Product } from "./server.ts";
import { openStream, openWire, requestBytes, sendWell } from "./wire.ts";
import { setUpWorkspace } from "./workspace.ts";

const visitors = 100_000;

/** The rows that accepting these events writes, as columns for `unnest`. */
function rowsOf(events: readonly Record<string, unknown>[]): unknown[][] {
  const now = Date.now();
  const read = readBatch("batch", { batch: events }, { receivedAt: now, newId: () => randomUUID() })!;
  if (read.rejected.length > 0) throw new Error(`The bench sends events that are refused: ${read.rejected[0]!.words}`);
  const columns: unknown[][] = [[], [], [], [], [], [], [], [], []];
  for (const { event, payload } of read.accepted) {
    const row = [event.messageId, 1, idOfNow(now), subject(event.anonymousId!), new Date(now).toISOString(), new Date(event.at).toISOString(), event.type, event.name, payload];
    row.forEach((value, i) => columns[i]!.push(value));
  }
  return columns;
}

let counter = 0;
/** Time-ordered, as the product's ids are. */
function idOfNow(now: number): string {
  const hex = now.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${(counter++ & 0xfff).toString(16).padStart(3, "0")}-${randomUUID().slice(19)}`;
}

function subject(key: string): string {
  const hex = createHash("sha256").update(`anonymous\u0000${key}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The limit: nothing but the rows, in one statement and one durable commit. */
const bareInsert = {
  name: "bench-bare-insert",
  text: `with input as (
           select * from unnest($1::text[], $2::int[], $3::uuid[], $4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::jsonb[])
             as i(message_id, source_id, id, subject_id, received_at, occurred_at, type, name, payload)
         ), keyed as (insert into event_key (message_id, source_id, event_id) select message_id, source_id, id from input)
         insert into event (subject_id, id, source_id, received_at, occurred_at, type, name, payload)
         select subject_id, id, source_id, received_at, occurred_at, type, name, payload from input`,
};

const insertRows = (pool: pg.Pool, columns: unknown[][]): Promise<unknown> => pool.query({ ...bareInsert, values: columns });

/** Events a second through /v1/batch in hundreds over 16 connections. */
async function acceptRate(product: Product, writeKey: string, events: readonly Record<string, unknown>[]): Promise<number> {
  const requests = batchRequests(writeKey, events);
  const wires = Array.from({ length: 16 }, () => openWire(product.url));
  const rate = await rateOf(events.length, () => inLanes(wires.length, requests.length, (i, lane) => sendWell(wires[lane]!, requests[i]!)));
  for (const wire of wires) wire.close();
  return rate;
}

async function assertStored(pool: pg.Pool, expected: number): Promise<void> {
  const { rows } = await pool.query<{ events: string; keys: string }>("select (select count(*) from event) as events, (select count(*) from event_key) as keys");
  if (Number(rows[0]!.events) !== expected || Number(rows[0]!.keys) !== expected) throw new Error(`${expected} events were accepted, ${rows[0]!.events} are stored under ${rows[0]!.keys} keys.`);
}

export async function measureAccept(size: Size): Promise<Line[]> {
  const count = size === "small" ? 2_000 : 60_000;
  const singles = size === "small" ? 200 : 4_000;
  const lines: Line[] = [];
  await withProduct({ roles: "http" }, setUpWorkspace, async (product, { writeKey }) => {
    const two = product.connect(2);
    const batch = await interleave(
      () => acceptRate(product, writeKey, siteEvents(count, visitors)),
      async () => {
        const thousands: unknown[][][] = [];
        for (let from = 0; from < count; from += 1_000) thousands.push(rowsOf(siteEvents(1_000, visitors)));
        return rateOf(count, () => inLanes(2, thousands.length, (i) => insertRows(two, thousands[i]!)));
      },
    );
    const b = compare(batch.ours, batch.limit);
    lines.push({ name: "accept-batch", value: b.ours, unit: "events/s", against: `unnest of 1,000 on two connections: ${Math.round(b.limit)} events/s`, ratio: b.ratio, rounds, bound: "≥ 0.4, aim 0.6", kept: b.ratio >= 0.4 });

    const many = product.connect(32);
    await inLanes(32, 32, () => many.query("select 1"));
    const wires = Array.from({ length: 32 }, () => openWire(product.url));
    const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}` };
    const one = () => siteEvent(Math.floor(Math.random() * visitors), Date.now());
    const single = await interleave(
      async () => {
        const requests = Array.from({ length: singles }, () => requestBytes("POST", "/v1/track", headers, JSON.stringify({ ...one(), type: "track", event: "Link Clicked" })));
        return median(await inLanes(32, singles, (i, lane) => sendWell(wires[lane]!, requests[i]!)));
      },
      async () => {
        const rows = Array.from({ length: singles }, () => rowsOf([one()]));
        return median(await inLanes(32, singles, (i) => insertRows(many, rows[i]!)));
      },
    );
    for (const wire of wires) wire.close();
    const s = compare(single.ours, single.limit);
    lines.push({ name: "accept-one", value: s.ours, unit: "ms median at 32 at once", against: `bare one-row durable insert at 32 at once: ${s.limit.toFixed(2)} ms`, ratio: s.ratio, rounds, bound: "≤ 4, aim 2", kept: s.ratio <= 4 });
    await assertStored(two, 6 * 2 * (count + singles));
    await Promise.all([two.end(), many.end()]);
  });
  return lines;
}

/** Does accepting keep its rate while fifty browsers listen? The engine works and tells them all the while. */
export async function measureOpenBrowsers(size: Size): Promise<Line[]> {
  const count = size === "small" ? 2_000 : 40_000;
  const browsers = 50;
  let line: Line | undefined;
  await withProduct({}, (product) => setUpWorkspace(product, 3), async (product, { writeKey, reps }) => {
    const pool = product.connect(1);
    // Known people: what strangers do is nobody's news.
    const known = 5_000;
    await acceptRate(product, writeKey, Array.from({ length: known }, (_, i) => identifyEvent(i, Date.now())));
    await untilWorked(pool);
    let told = 0;
    const withBrowsers = async (open: number) => {
      const streams = await Promise.all(Array.from({ length: open }, (_, i) => openStream(product.url, "/api/v1/live", { cookie: reps[i % reps.length]! }, () => told++)));
      const rate = await acceptRate(product, writeKey, siteEvents(count, known));
      await untilWorked(pool);
      for (const stream of streams) stream.close();
      return rate;
    };
    const { ours, limit } = await interleave(() => withBrowsers(browsers), () => withBrowsers(0));
    if (told === 0) throw new Error("No open browser was told anything.");
    const c = compare(ours, limit);
    line = { name: "live-open-browsers", value: c.ours, unit: `events/s with ${browsers} open browsers`, against: `the same without any: ${Math.round(c.limit)} events/s`, ratio: c.ratio, rounds, bound: "≥ 0.9", kept: c.ratio >= 0.9 };
    await pool.end();
  });
  return [line!];
}

/** Waits until the engine has worked everything that was accepted. */
export async function untilWorked(pool: pg.Pool): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waits: boolean }>("select exists (select from intake) as waits");
    if (!rows[0]!.waits) return;
    await sleep(20);
  }
}
