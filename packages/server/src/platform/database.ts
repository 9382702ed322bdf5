import type { Duplex } from "node:stream";
import { Kysely, PostgresAdapter, PostgresDialect, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import pg from "pg";
import type { Log } from "./log.ts";
import type { Tables } from "./tables.ts";
import { asUsual } from "./usual-statements.ts";

/** What a database and a transaction have in common: a way to ask. */
export interface Sql {
  /** Rows of a statement. Name a statement only when its plan does not depend on its parameters. */
  readonly query: <Row extends object>(text: string | { name: string; text: string }, params?: readonly unknown[]) => Promise<Row[]>;
  /** The one row there must be. */
  readonly one: <Row extends object>(text: string, params?: readonly unknown[]) => Promise<Row>;
  /** The one row there may be. */
  readonly find: <Row extends object>(text: string, params?: readonly unknown[]) => Promise<Row | null>;
  /** The query builder on the same connection: the only way a name may get into a statement. */
  readonly kysely: Kysely<Tables>;
}

export interface Transaction extends Sql {
  /** Sent and not waited for, in order with everything else of the transaction; what fails in it fails the transaction, or the savepoint it was sent in. */
  send(text: string, params: readonly unknown[]): void;
  /** Undone alone when `work` throws; the transaction goes on. */
  savepoint<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Told to every listening process at commit, all of a transaction in one go. At most 8,000 bytes; the same message twice is told once. Answers whether it is the first. */
  notify(channel: string, payload: string): boolean;
  /** Runs once the transaction is durably committed, in this process only; what it throws is logged. */
  afterCommit(work: () => void): void;
}

export interface TransactionOptions {
  /**
   * Plans of named statements are kept whatever their parameters. For hot commands whose every statement finds its rows
   * by key: planning anew would take longer than running.
   */
  readonly keepPlans?: boolean;
}

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
    transaction: (work, options) => transact({ pool, log, answerWithinMs: longestTransactionAnswer * statementTimeoutMs }, work, options),
    listen: (channels, onMessage, onGap) => listen(options, channels, onMessage, onGap),
    close() {
      closing = true;
      return pool.end();
    },
  };
}

/** How the driver writes a value; throws on what it can't write. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

type Asker = { query(config: pg.QueryConfig): Promise<pg.QueryResult> };

function sqlOn(asker: Asker, kysely: () => Kysely<Tables>, keep: (text: string) => { readonly text: string; readonly name?: string } = (text) => ({ text })): Sql {
  async function query<Row extends object>(text: string | { name: string; text: string }, params: readonly unknown[] = []): Promise<Row[]> {
    const config = typeof text !== "string" ? text : params.length === 0 ? { text } : keep(text);
    return (await asker.query({ ...config, values: params as unknown[] })).rows as Row[];
  }
  async function find<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row | null> {
    const rows = await query<Row>(text, params);
    if (rows.length > 1) throw new Error(`Expected at most one row, got ${rows.length}: ${text.slice(0, 200)}`);
    return rows[0] ?? null;
  }
  return {
    query,
    find,
    async one<Row extends object>(text: string, params?: readonly unknown[]) {
      const row = await find<Row>(text, params);
      if (!row) throw new Error(`Expected one row, got none: ${text.slice(0, 200)}`);
      return row;
    },
    get kysely() {
      return kysely();
    },
  };
}

/** What stands in a transaction's line is answered one after the other, each within the server's own limit; the client gives up only long after. */
const longestTransactionAnswer = 5;

/** What a transaction does at its end, if it gets there, and how it has fared so far. */
interface Pending {
  readonly notifications: { channel: string; payload: string }[];
  readonly afterCommit: (() => void)[];
  /** The first statement that failed; what fails after it fails because of it. */
  failure: { readonly error: unknown; readonly wasAwaited: boolean } | null;
  /** Nothing is asked on the connection any more: it will be somebody else's. */
  ended: boolean;
}

/** A connection that is a transaction's for its time. */
interface Held extends Asker {
  /** Asked and not waited for. */
  send(config: pg.QueryConfig): void;
}

async function transact<T>({ pool, log, answerWithinMs }: { pool: pg.Pool; log: Log; answerWithinMs: number }, work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const client = await pool.connect();
  const pending: Pending = { notifications: [], afterCommit: [], failure: null, ended: false };
  const held = hold(client, pending, answerWithinMs);
  let broken: Error | undefined;
  let result: T;
  try {
    held.send({ text: options.keepPlans ? "begin; set local plan_cache_mode = force_generic_plan" : "begin" });
    result = await work(transactionOn(held, pending));
    // One round trip: what was sent last and what is told goes with the commit.
    const told = pending.notifications.map(({ channel, payload }) => `select pg_notify(${pg.escapeLiteral(channel)}, ${pg.escapeLiteral(payload)}); `);
    const answers: pg.QueryResult | pg.QueryResult[] = await held.query({ text: `${told.join("")}commit` });
    const { command } = Array.isArray(answers) ? answers.at(-1)! : answers;
    // A failed statement whose error was swallowed turns the commit into a rollback, without an error of its own.
    if (command !== "COMMIT") throw new Error("The transaction was rolled back because a statement in it had failed.");
  } catch (error) {
    pending.ended = true;
    // With its answer everything sent before has been answered too.
    await client.query("rollback").catch((rollbackError: Error) => (broken = rollbackError));
    throw causeOf(error, pending);
  } finally {
    pending.ended = true;
    client.release(broken);
  }
  for (const act of pending.afterCommit) {
    try {
      act();
    } catch (error) {
      log.error({ error: error instanceof Error ? error.stack : String(error) }, "what follows a commit failed");
    }
  }
  return result;
}

/** Why a transaction or savepoint came to nothing: what failed unseen, else what its work threw, unless that is a mere consequence. */
function causeOf(error: unknown, { failure }: Pending): unknown {
  if (failure === null) return error;
  const isConsequence = (error as { code?: unknown } | null)?.code === "25P02";
  return failure.wasAwaited && !isConsequence ? error : failure.error;
}

/**
 * A client whose questions leave together at the end of the turn in which they are asked. Each write wakes the server,
 * and on a machine with few cores that takes the processor away from us before the next one is written.
 */
function hold(client: pg.PoolClient, pending: Pending, answerWithinMs: number): Held {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
  let corked = false;
  function ask(config: pg.QueryConfig, wasAwaited: boolean): Promise<pg.QueryResult> {
    if (pending.ended) return Promise.reject(new Error("The transaction has ended; nothing can be asked in it any more."));
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    const asked = client.query({ ...config, query_timeout: answerWithinMs } as pg.QueryConfig);
    asked.catch((error: unknown) => (pending.failure ??= { error, wasAwaited }));
    return asked;
  }
  return {
    query: (config) => ask(config, true),
    send(config) {
      // What can't be written as a value must not be missed among the answers.
      ask({ ...config, ...(config.values && { values: config.values.map(prepareValue) }) }, false).catch(() => undefined);
    },
  };
}

function transactionOn(client: Held, pending: Pending): Transaction {
  let builder: Kysely<Tables> | undefined;
  let depth = 0;
  const sql = sqlOn(client, () => (builder ??= kyselyOn(client)), asUsual);
  const tx: Transaction = {
    query: sql.query,
    one: sql.one,
    find: sql.find,
    get kysely() {
      return sql.kysely;
    },
    send(text, params) {
      client.send({ ...asUsual(text), values: params as unknown[] });
    },
    async savepoint(work) {
      const name = `step_${(depth += 1)}`;
      await client.query({ text: `savepoint ${name}` });
      // What fails from here on is undone here.
      const before = { notifications: pending.notifications.length, afterCommit: pending.afterCommit.length, failure: pending.failure };
      try {
        const result = await work(tx);
        await client.query({ text: `release savepoint ${name}` });
        return result;
      } catch (error) {
        pending.notifications.length = before.notifications;
        pending.afterCommit.length = before.afterCommit;
        // With its answer everything sent before has been answered too.
        await client.query({ text: `rollback to savepoint ${name}` });
        const cause = causeOf(error, pending);
        pending.failure = before.failure;
        throw cause;
      } finally {
        depth -= 1;
      }
    },
    notify(channel, payload) {
      if (pending.notifications.some((told) => told.channel === channel && told.payload === payload)) return false;
      pending.notifications.push({ channel, payload });
      return true;
    },
    afterCommit(work) {
      pending.afterCommit.push(work);
    },
  };
  return tx;
}

/** A builder that speaks on this one connection; its own begin and commit are not for use. */
function kyselyOn(client: Held): Kysely<Tables> {
  const lent = { query: (text: string, values: unknown[]) => client.query({ text, values }), release() {} };
  const dialect = new PostgresDialect({ pool: { connect: async () => lent, end: async () => {} } as never });
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => dialect.createDriver(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
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
