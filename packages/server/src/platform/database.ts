import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "./log.ts";
import { sqlOn, type Sql } from "./sql.ts";
import type { Tables } from "./tables.ts";
import { transact, type Transaction, type TransactionOptions } from "./transaction.ts";

export interface Database extends Sql {
  /** Runs `work` in one transaction: committed when it returns, undone when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Calls `onMessage` for every notification, reconnecting for ever; `onGap` after messages may have been missed. */
  listen(channels: readonly string[], onMessage: (channel: string, payload: string) => void, onGap?: () => void): Promise<{ close(): Promise<void> }>;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** How to connect: a URL, or host (a socket's folder), user and database. */
  readonly connection: { readonly connectionString: string } | { readonly host: string; readonly port: number; readonly user: string; readonly database: string };
  readonly log: Log;
  /** The role whose rights the server's statements have; null to stay the user that connects. */
  readonly role?: string | null;
  /** Connections at most. */
  readonly size?: number;
  /** Milliseconds after which a statement is given up, by the server and, should it not answer, by us. */
  readonly statementTimeoutMs?: number;
}

const { builtins } = pg.types;

/** Postgres' words in JavaScript's: `date` stays text because a day is not an instant, `numeric` because it is not a float. */
function parserOf(oid: number, format?: string): (value: string) => unknown {
  if (oid === builtins.INT8) return wholeNumber;
  if (oid === builtins.NUMERIC || oid === builtins.DATE || oid === builtins.INTERVAL) return (value) => value;
  if (oid === 1182) return pg.types.getTypeParser(1009 as never) as (value: string) => unknown; // date[] as text[]
  if (oid === 1016) return (value) => (pg.types.getTypeParser(1009 as never)(value) as unknown as (string | null)[]).map((item) => (item === null ? null : wholeNumber(item)));
  return pg.types.getTypeParser(oid, format as never) as (value: string) => unknown;
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`The number ${value} is too large to be held exactly; read it as text.`);
  return number;
}

const types = { getTypeParser: parserOf } as unknown as pg.CustomTypesConfig;

/** The session settings every connection of ours has. */
export function sessionOptions(role: string | null, statementTimeoutMs: number): string {
  const settings: Record<string, string> = { search_path: "tandem,public", TimeZone: "UTC", statement_timeout: String(statementTimeoutMs), jit: "off", ...(role && { role }) };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(" ");
}

/** Opens a pool. The first query connects; nothing is checked here (see `checkServer`). */
export function openDatabase(options: DatabaseOptions): Database {
  const { log, role = null, size = 10, statementTimeoutMs = 30_000 } = options;
  const pool = new pg.Pool({
    ...options.connection,
    max: size,
    types,
    // What is asked without waiting for the answer before it goes out at once: one round trip for all of it.
    pipeline: true,
    options: sessionOptions(role, statementTimeoutMs),
    query_timeout: statementTimeoutMs + 5_000,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: "tandem",
  });
  // Without both of these a restart of Postgres would end this process.
  // One that Postgres ends because both are stopping is no news.
  let closing = false;
  pool.on("error", (error) => closing || log.warn({ error: error.message }, "an idle database connection broke"));
  pool.on("connect", (client) => void client.on("error", (error) => closing || log.warn({ error: error.message }, "a database connection broke")));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pool as never }) });
  const sql = sqlOn(pool, () => kysely);
  return {
    ...sql,
    get kysely() {
      return kysely;
    },
    pool,
    transaction: (work, options) => transact({ pool, log, statementTimeoutMs }, work, options),
    listen: (channels, onMessage, onGap) => listen(options, channels, onMessage, onGap),
    close() {
      closing = true;
      return pool.end();
    },
  };
}

async function listen(
  options: DatabaseOptions,
  channels: readonly string[],
  onMessage: (channel: string, payload: string) => void,
  onGap: () => void = () => {},
): Promise<{ close(): Promise<void> }> {
  let closed = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  async function connect(): Promise<void> {
    const next = new pg.Client({ ...options.connection, options: sessionOptions(options.role ?? null, 0), application_name: "tandem listener", keepAlive: true, connectionTimeoutMillis: 10_000 });
    client = next;
    next.on("notification", (message) => onMessage(message.channel, message.payload ?? ""));
    next.on("error", (error) => options.log.warn({ error: error.message }, "the listening connection broke"));
    next.on("end", () => {
      if (!closed && client === next) again();
    });
    await next.connect();
    for (const channel of channels) await next.query(`listen ${next.escapeIdentifier(channel)}`);
  }
  function again(): void {
    clearTimeout(retry);
    retry = setTimeout(() => {
      if (closed) return;
      connect().then(onGap, again);
    }, 300);
  }
  await connect();
  return {
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end().catch(() => {});
    },
  };
}
