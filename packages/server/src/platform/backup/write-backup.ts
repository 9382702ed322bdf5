import { createHash } from "node:crypto";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import type { DatabaseOptions } from "../database.ts";
import { copyOut } from "./copy.ts";
import { manifestFile, tableFile, type Manifest } from "./manifest.ts";

/**
 * Writes everything into a folder: one compressed COPY file per table, all of one instant, and a manifest. Text, so any
 * Postgres 15 or newer of any machine can take it; the server may run meanwhile.
 */
export async function writeBackup(options: { connection: DatabaseOptions["connection"]; folder: string; now: Date }): Promise<Manifest> {
  const folder = resolve(options.folder);
  if (existsSync(folder)) throw new Error(`${folder} already exists. Name a new folder for the backup.`);
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const client = new pg.Client({ ...options.connection, options: "-c search_path=tandem -c TimeZone=UTC -c DateStyle=ISO -c statement_timeout=0 -c extra_float_digits=1" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    const tables: Manifest["tables"] = [];
    for (const { name, columns } of await listTables(client)) tables.push(await writeTable(client, unfinished, name, columns));
    const written: Manifest = {
      format: 1,
      takenAt: options.now.toISOString(),
      postgres: (await client.query<{ server_version: string }>("show server_version")).rows[0]!.server_version,
      migrations: (await client.query<Manifest["migrations"][number]>("select number, name, digest from migration order by number")).rows,
      tables,
      sequences: await listSequences(client),
    };
    await client.query("commit");
    await writeFile(join(unfinished, manifestFile), `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(unfinished, folder);
    return written;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** Ordinary tables and partitioned ones as a whole; generated columns are made again by the restore. */
async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'tandem'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
     group by c.relname order by c.relname`,
  );
  return rows;
}

async function listSequences(client: pg.Client): Promise<Manifest["sequences"]> {
  const { rows } = await client.query<{ name: string }>("select relname as name from pg_class where relnamespace = 'tandem'::regnamespace and relkind = 'S' order by relname");
  const sequences: Manifest["sequences"] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query<{ last: string; called: boolean }>(`select last_value::text as last, is_called as called from ${client.escapeIdentifier(name)}`);
    sequences.push({ name, ...state[0]! });
  }
  return sequences;
}

async function writeTable(client: pg.Client, folder: string, name: string, columns: string[]): Promise<Manifest["tables"][number]> {
  const digest = createHash("sha256");
  let rows = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      digest.update(chunk);
      // A line is a row: COPY's text format writes line breaks inside values as \n.
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
      done(null, chunk);
    },
  });
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  const source = copyOut(client, `copy (select ${list} from ${client.escapeIdentifier(name)}) to stdout`);
  await pipeline(source, measure, createGzip({ level: 5 }), createWriteStream(join(folder, tableFile(name)), { mode: 0o600, flush: true }));
  return { name, columns, rows, sha256: digest.digest("hex") };
}
