import { expect, test } from "vitest";
import { pageView, testWorld } from "../test/world.ts";

/** Without handoffs: how many a rep has open is counted with each lead. */
const growing = ["assignment", "company", "contact", "episode", "signal", "subject", "touch"];

test("plans made while there are few people do when there are many: a lead's statements look rows up and read no table whole", async () => {
  const world = await testWorld();
  const { db } = world.app;
  const lead = (n: number) => [
    pageView(`v${n}`, "/pricing", { query: "?utm_source=search&utm_campaign=autumn" }),
    { type: "identify", anonymousId: `v${n}`, traits: { email: `lead.${n}@firm-${n}.example`, firstName: "Lena", lastName: `Lead ${n}`, title: "Head of Operations" } },
    { type: "track", event: "Demo Requested", anonymousId: `v${n}` },
  ];
  /** What has been read of each table so far. One thing after the other: the pool lends the connection that came back last, whose plans are the kept ones. */
  const read = async (): Promise<Map<string, number>> => {
    await db.query("select pg_stat_force_next_flush()");
    const rows = await db.query<{ name: string; rows: number }>("select relname as name, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as rows from pg_stat_user_tables where schemaname = 'tandem' and relname = any($1)", [growing]);
    return new Map(rows.map((row) => [row.name, row.rows]));
  };
  // Often enough for every statement to be kept with its plan, of a first visit and of one who comes back.
  for (let n = 0; n < 8; n++) for (const event of lead(n)) await world.send(event);
  // Counted while they are few, as happens by itself within seconds: then reading a table whole looks cheapest.
  await db.query("analyze");
  for (let n = 8; n < 12; n++) for (const event of lead(n)) await world.send(event);
  await world.send(...Array.from({ length: 400 }, (_, n) => lead(100 + n)).flat());

  const before = await read();
  for (const event of lead(1_000)) await world.send(event);
  const after = await read();
  const most = Object.fromEntries(growing.map((table) => [table, (after.get(table) ?? 0) - (before.get(table) ?? 0)]).filter(([, rows]) => Number(rows) > 100));
  expect(most).toEqual({});
  expect(await db.one("select count(*)::int as n from contact")).toEqual({ n: 413 });
});
