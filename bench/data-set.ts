import { createLog } from "@tandem/server/platform/log";
import { startPostgres } from "@tandem/server/platform/postgres/launcher";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { dataSetSteps, edgeFunction, eventsBetween, type Scale } from "./data-set-sql.ts";
import type { Size } from "./rounds.ts";
import { startProduct } from "./server.ts";
import { setUpWorkspace } from "./workspace.ts";

export const scales: Record<Size, Scale> = { small: { contacts: 60_000, eventsEach: 3 }, full: { contacts: 1_000_000, eventsEach: 10 } };

/** The folder of the data set: made once, then kept (`BENCH_DATA` puts it elsewhere). Delete it to have it made anew. */
export async function dataSet(size: Size): Promise<string> {
  const home = process.env["BENCH_DATA"] ?? fileURLToPath(new URL(".data/", import.meta.url));
  const folder = join(home, size);
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  chmodSync(making, 0o755);
  const product = await startProduct(making);
  await setUpWorkspace(product).finally(() => product.stop());
  await fill(making, scales[size]);
  renameSync(making, folder);
  return folder;
}

/** Fills the product's tables while nobody serves them, without waiting for the disk after every statement. */
async function fill(dataDir: string, scale: Scale): Promise<void> {
  const postgres = await startPostgres({ dataDir, log: createLog("silent"), durable: false, settings: { max_wal_size: "16GB", shared_buffers: "1GB", maintenance_work_mem: "1GB", work_mem: "256MB", wal_level: "minimal", max_wal_senders: "0", checkpoint_timeout: "1h" } });
  const client = new pg.Client({ host: postgres.host, port: postgres.port, user: postgres.superuser, database: "tandem", options: "-c search_path=tandem,public -c timezone=UTC" });
  await client.connect();
  try {
    // The rollups that triggers keep are made once at the end instead of row by row.
    await client.query("set session_replication_role = replica");
    const indexes = await dropIndexes(client);
    for (const [name, sql] of dataSetSteps(scale)) {
      if (name === "months") await client.query(edgeFunction);
      await step(name, () => client.query(sql));
      if (name === "event plan") await fillEvents(client);
    }
    await step("indexes", async () => {
      for (const definition of indexes) await client.query(definition);
    });
    await step("statistics before the rollups", () => client.query("analyze"));
    await step("rollups", () => refreshRollups(client, scale.contacts));
    await client.query("select setval('applied_seq', $1)", [scale.contacts * 10 + 100]);
    await client.query("drop table bench.happening");
    await step("vacuum", () => client.query("vacuum (analyze)"));
    await client.query("checkpoint");
  } finally {
    await client.end();
    await postgres.stop();
  }
}

async function step(name: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  process.stderr.write(`  data set: ${name} ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

/** Sorted afterwards an index is made many times faster than row by row. Keys stay. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indrelid
     where c.relnamespace = 'tandem'::regnamespace and not c.relispartition and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
       and c.relname in ('contact', 'contact_search', 'company', 'assignment', 'episode', 'event', 'signal', 'touch', 'change', 'score', 'handoff', 'clock', 'opportunity', 'opportunity_contact', 'opportunity_move', 'journey', 'passage')`,
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  // "on only" would leave the months without it.
  return rows.map(({ definition }) => definition.replace(" ON ONLY ", " ON "));
}

async function fillEvents(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ from: Date; to: Date }>("select m as from, m + interval '1 month' as to from generate_series(date_trunc('month', now() - interval '25 months'), date_trunc('month', now()), interval '1 month') m");
  await step("events", async () => {
    for (const { from, to } of rows) await client.query(eventsBetween, [from, to]);
  });
}

async function refreshRollups(client: pg.Client, contacts: number): Promise<void> {
  const size = 20_000;
  for (let from = 1; from <= contacts; from += size) await client.query("select refresh_journey(array(select id from bench.life where n >= $1 and n < $2))", [from, from + size]);
  await client.query("create temp table folded as select day, source, sum(leads)::int as leads from lead_tally group by 1, 2; truncate lead_tally; insert into lead_tally select * from folded");
}
