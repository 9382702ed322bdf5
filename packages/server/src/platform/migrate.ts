import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { DatabaseOptions } from "./database.ts";
import type { Log } from "./log.ts";
import { productPath } from "./product-path.ts";

/**
 * Plain SQL files, applied once each in the order of their numbers, forward only. A file that has been applied is
 * history: should it be edited afterwards, nothing runs until it is put back.
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly digest: string;
  readonly sql: string;
}

export const migrationsFolder = productPath("packages/server/migrations/");

/** The role whose rights the server's statements have; it owns nothing. */
export const appRole = "tandem_app";

export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).toSorted();
  const migrations = await Promise.all(
    files.map(async (name) => {
      const number = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1];
      if (!number) throw new Error(`The migration ${name} is not named NNNN_slice_what.sql.`);
      const sql = (await readFile(join(folder, name), "utf8")).replaceAll("\r\n", "\n");
      return { number: Number(number), name, sql, digest: createHash("sha256").update(sql).digest("hex") };
    }),
  );
  migrations.forEach((migration, index) => {
    if (migrations[index + 1]?.number === migration.number) throw new Error(`Two migrations have the number ${migration.number}: ${migration.name} and ${migrations[index + 1]!.name}.`);
  });
  return migrations;
}

/** Applies what is missing, as the user that owns the schema. Returns the names of the files it applied. */
export async function migrate(options: {
  connection: DatabaseOptions["connection"];
  log: Log;
  folder?: string;
  /** The last number to apply; a restore stops where the backup stood. */
  upTo?: number;
  /** When each migration is recorded as applied. */
  now: Date;
}): Promise<string[]> {
  const migrations = await readMigrations(options.folder);
  const client = new pg.Client({ ...options.connection, options: "-c TimeZone=UTC -c client_min_messages=warning -c statement_timeout=0", application_name: "tandem migrate" });
  client.on("error", () => {});
  await client.connect();
  try {
    // Two servers starting together: the second waits and then finds nothing to do.
    await client.query("select pg_advisory_lock(hashtextextended('tandem migrate', 0))");
    const applied = await readApplied(client);
    refuseEdited(migrations, applied);
    const missing = migrations.filter(({ number }) => !applied.has(number) && number <= (options.upTo ?? Infinity));
    for (const migration of missing) {
      await apply(client, migration, options.now);
      options.log.info({ migration: migration.name }, "migrated");
    }
    await grant(client);
    return missing.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** Refuses a database that has not got exactly this Tandem's migrations; for starts that do not migrate. */
export async function checkMigrated(sql: { query<Row extends object>(text: string): Promise<Row[]> }, folder?: string): Promise<void> {
  const migrations = await readMigrations(folder);
  const rows = await sql.query<AppliedRow>("select number, name, digest from tandem.migration order by number").catch(() => []);
  refuseEdited(migrations, new Map(rows.map((row) => [row.number, row])));
  const behind = migrations.length - rows.length;
  if (behind > 0) throw new Error(`The database lacks ${behind} of ${migrations.length} migrations. Run: tandem migrate`);
}

interface AppliedRow {
  number: number;
  name: string;
  digest: string;
}

async function readApplied(client: pg.Client): Promise<Map<number, AppliedRow>> {
  const { rows: found } = await client.query<{ schema: string | null; record: string | null }>("select to_regnamespace('tandem')::text as schema, to_regclass('tandem.migration')::text as record");
  if (!found[0]!.schema) await client.query("create schema tandem");
  if (!found[0]!.record) {
    await client.query("create table tandem.migration (number integer primary key, name text not null, digest text not null, applied_at timestamptz not null)");
  }
  const { rows } = await client.query<AppliedRow>("select number, name, digest from tandem.migration");
  return new Map(rows.map((row) => [row.number, row]));
}

function refuseEdited(migrations: readonly Migration[], applied: ReadonlyMap<number, AppliedRow>): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  for (const { number, name, digest } of applied.values()) {
    const file = known.get(number);
    if (!file) throw new Error(`The database has the migration ${name}, which this Tandem does not know: it was written by a newer one. Start that version, or restore a backup.`);
    if (file.digest !== digest) throw new Error(`The migration ${file.name} was changed after it had been applied. Put the file back as it was, and write the change as a new migration.`);
  }
}

async function apply(client: pg.Client, migration: Migration, now: Date): Promise<void> {
  await client.query("begin");
  try {
    await client.query("set local search_path = tandem, public");
    await client.query(migration.sql);
    await client.query({
      text: "insert into tandem.migration (number, name, digest, applied_at) values ($1, $2, $3, $4)",
      values: [migration.number, migration.name, migration.digest, now.toISOString()],
    });
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new Error(`The migration ${migration.name} failed and was undone: ${(error as Error).message}${lineOf(migration.sql, error)}`, { cause: error });
  }
}

function lineOf(sql: string, error: unknown): string {
  const position = Number((error as pg.DatabaseError).position);
  return position ? ` (line ${sql.slice(0, position).split("\n").length})` : "";
}

/** The server's role may read and write rows. It may not change the schema, nor the record of migrations. */
async function grant(client: pg.Client): Promise<void> {
  const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [appRole]);
  if (rows.length === 0) return;
  await client.query(`
    grant usage on schema tandem to ${appRole};
    grant select, insert, update, delete on all tables in schema tandem to ${appRole};
    grant usage, select on all sequences in schema tandem to ${appRole};
    grant execute on all functions in schema tandem to ${appRole};
    revoke insert, update, delete on tandem.migration from ${appRole};
  `);
}
