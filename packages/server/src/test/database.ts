import { randomUUID } from "node:crypto";
import { createConnection } from "node:net";
import pg from "pg";
import { inject } from "vitest";
import { openDatabase, type Database } from "../platform/database.ts";
import { silentLog, type Log } from "../platform/log.ts";
import { appRole } from "../platform/migrate.ts";
import { ownerRole, type Connections } from "../platform/roles.ts";
import { atEnd } from "./at-end.ts";
import type { TestPostgres } from "./postgres-broker.ts";

export interface TestDatabase {
  /** As the server connects: rows only. */
  readonly db: Database;
  readonly connections: Connections;
  /** Runs SQL as the superuser, for what a test must do behind the server's back. */
  readonly asSuperuser: <Row extends object>(text: string, params?: unknown[]) => Promise<Row[]>;
  close(): Promise<void>;
}

/** A database of this file's own with every migration applied (about 0.1 s), dropped after the file's tests. */
export async function testDatabase(options: { log?: Log; migrated?: boolean; judge?: (db: Database) => Promise<void> } = {}): Promise<TestDatabase> {
  const { host, port, superuser, template } = await askBroker();
  const name = `test_${randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const admin = (text: string, params: unknown[] = [], database = "postgres") => once({ host, port, user: superuser, database }, text, params);
  await admin(`create database ${name} template ${options.migrated === false ? "template0" : template} owner ${ownerRole}`);
  const connections: Connections = { owner: { host, port, database: name, user: ownerRole }, app: { host, port, database: name, user: appRole }, appRole: null };
  const db = openDatabase({ connection: connections.app, log: options.log ?? silentLog, size: 6 });
  let closed = false;
  async function close(): Promise<void> {
    if (closed) return;
    closed = true;
    try {
      await options.judge?.(db);
    } finally {
      await db.close();
      await admin(`drop database if exists ${name} with (force)`);
    }
  }
  atEnd(close);
  return { db, connections, close, asSuperuser: async <Row extends object>(text: string, params?: unknown[]) => (await admin(text, params, name)) as Row[] };
}

async function once(config: pg.ClientConfig, text: string, params: unknown[]): Promise<unknown[]> {
  const client = new pg.Client(config);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text, params)).rows as unknown[];
  } finally {
    await client.end();
  }
}

let asked: Promise<TestPostgres> | undefined;

function askBroker(): Promise<TestPostgres> {
  return (asked ??= new Promise((done, fail) => {
    let said = "";
    createConnection(inject("postgresBroker"))
      .on("data", (chunk) => (said += chunk.toString()))
      .on("error", fail)
      .on("end", () => {
        const answer = JSON.parse(said) as TestPostgres | { error: string };
        if ("error" in answer) fail(new Error(answer.error));
        else done(answer);
      });
  }));
}
