import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import type { DatabaseOptions } from "../database.ts";
import type { Log } from "../log.ts";
import { migrate, readMigrations } from "../migrate.ts";
import { renumberRestoredFacts } from "../restored-facts.ts";
import { copyIn } from "./copy.ts";
import { manifest, manifestFile, tableFile, type Manifest } from "./manifest.ts";

/**
 * Brings a backup into an empty database, all or nothing: the schema as it was then, the rows in one transaction, and
 * afterwards the migrations that have come since.
 */
export async function restoreBackup(options: { connection: DatabaseOptions["connection"]; folder: string; log: Log; now: Date }): Promise<Manifest> {
  const folder = resolve(options.folder);
  const backup = await readManifest(folder);
  await verifyFiles(folder, backup);
  await refuseUnknownMigrations(backup);
  const client = new pg.Client({ ...options.connection, options: "-c search_path=tandem,public -c TimeZone=UTC -c DateStyle=ISO -c statement_timeout=0 -c client_min_messages=warning" });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query("select 1 where to_regclass('tandem.migration') is not null");
    if (rows.length > 0) throw new Error("The database already holds a Tandem. Restore into an empty one: set TANDEM_DATA_DIR to a new folder, or DATABASE_URL to a new database.");
    const last = backup.migrations.at(-1)?.number ?? 0;
    await migrate({ connection: options.connection, log: options.log, now: options.now, upTo: last });
    try {
      await load(client, folder, backup);
    } catch (error) {
      // Nothing of the backup is in; take the empty tables away too, so that the next attempt finds the database empty.
      await client.query("rollback").catch(() => {});
      await client.query("drop schema tandem cascade");
      throw error;
    }
    await renumberRestoredFacts(options.connection, options.log);
    await migrate({ connection: options.connection, log: options.log, now: options.now });
    return backup;
  } finally {
    await client.end();
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) throw new Error(`${folder} is no backup: it has no ${manifestFile}.`);
  const parsed = manifest.safeParse(JSON.parse(await readFile(path, "utf8")));
  if (!parsed.success) throw new Error(`${path} cannot be read: it was written by another version, or damaged.`);
  return parsed.data;
}

/** Every file is read once before anything is written, so that a damaged backup is refused as a whole. */
async function verifyFiles(folder: string, backup: Manifest): Promise<void> {
  for (const { name, sha256 } of backup.tables) {
    const digest = createHash("sha256");
    const damaged = new Error(`${join(folder, tableFile(name))} is missing or damaged; nothing was restored.`);
    try {
      await pipeline(createReadStream(join(folder, tableFile(name))), createGunzip(), async (chunks) => {
        for await (const chunk of chunks) digest.update(chunk as Buffer);
      });
    } catch {
      throw damaged;
    }
    if (digest.digest("hex") !== sha256) throw damaged;
  }
}

async function refuseUnknownMigrations(backup: Manifest): Promise<void> {
  const known = new Map((await readMigrations()).map((migration) => [migration.number, migration.digest]));
  const foreign = backup.migrations.find(({ number, digest }) => known.get(number) !== digest);
  if (foreign) throw new Error(`The backup was made by a Tandem with the migration ${foreign.name}, which this one does not have. Restore it with that version or a newer one.`);
}

async function load(client: pg.Client, folder: string, backup: Manifest): Promise<void> {
  const quote = (name: string) => client.escapeIdentifier(name);
  const tables = backup.tables.map(({ name }) => quote(name));
  await client.query("begin");
  // Foreign keys point in circles; they are taken off, and checked whole when they are put back.
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'tandem'::regnamespace`,
  );
  for (const key of keys) await client.query(`alter table ${key.table} drop constraint ${quote(key.name)}`);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  // Rows that a migration brings along are in the backup as they were later.
  if (tables.length > 0) await client.query(`truncate ${tables.join(", ")}`);
  for (const { name, columns, rows } of backup.tables) {
    const file = createReadStream(join(folder, tableFile(name))).pipe(createGunzip());
    await copyIn(client, `copy ${quote(name)} (${columns.map(quote).join(", ")}) from stdin`, file);
    const { rows: counted } = await client.query<{ count: string }>(`select count(*)::text as count from ${quote(name)}`);
    if (Number(counted[0]!.count) !== rows) throw new Error(`The table ${name} got ${counted[0]!.count} of ${rows} rows.`);
  }
  for (const key of keys) await client.query(`alter table ${key.table} add constraint ${quote(key.name)} ${key.definition}`);
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  for (const { name, last, called } of backup.sequences) await client.query("select setval($1::regclass, $2::bigint, $3)", [quote(name), last, called]);
  await client.query("commit");
  await client.query("analyze");
}
