import type { Duplex } from "node:stream";
import { Kysely, PostgresAdapter, PostgresDialect, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import pg from "pg";
import type { Log } from "./log.ts";
import { sqlOn, type Asker, type Sql } from "./sql.ts";
import type { Tables } from "./tables.ts";
import { asUsual } from "./usual-statements.ts";

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

/** How the driver writes a value; throws on what it can't write. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } }).utils;

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

/** Runs `work` in one transaction of the pool: committed when it returns, undone when it throws. */
export async function transact<T>({ pool, log, statementTimeoutMs }: { pool: pg.Pool; log: Log; statementTimeoutMs: number }, work: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  const client = await pool.connect();
  const pending: Pending = { notifications: [], afterCommit: [], failure: null, ended: false };
  const held = hold(client, pending, longestTransactionAnswer * statementTimeoutMs);
  let broken: Error | undefined;
  let result: T;
  try {
    held.send({ text: options.keepPlans ? "begin; set local plan_cache_mode = force_generic_plan" : "begin" });
    result = await work(transactionOn(held, pending));
    // One round trip: what was sent last and what is told goes with the commit.
    const told = pending.notifications.map(({ channel, payload }) => `pg_notify(${pg.escapeLiteral(channel)}, ${pg.escapeLiteral(payload)})`);
    const answers: pg.QueryResult | pg.QueryResult[] = await held.query({ text: told.length === 0 ? "commit" : `select ${told.join(", ")}; commit` });
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
