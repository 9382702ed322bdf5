import pg from "pg";
import { describe, expect, test } from "vitest";
import { testDatabase } from "../test/database.ts";
import { checkServer } from "./check-server.ts";
import { openDatabase } from "./database.ts";
import { silentLog } from "./log.ts";
import { isTransient } from "./transient.ts";

const { db, connections, asSuperuser } = await testDatabase();
const addTimer = (sql: { query: typeof db.query }, key: string) => sql.query("insert into timer (kind, key, due_at) values ('test', $1, $2)", [key, new Date(0)]);
const keys = async () => (await db.query<{ key: string }>("select key from timer order by key")).map(({ key }) => key);

describe("the database", () => {
  test("gives numbers, days and instants as what they are", async () => {
    const row = await db.one(`select 9007199254740991::int8 as whole, 0.1::numeric as exact, '2026-03-29'::date as day, '2026-03-29T01:00:00Z'::timestamptz as instant,
      array['2026-03-29'::date] as days, array[1::int8, null] as wholes, '{"a":1}'::jsonb as json, count(*) as count from (values (1)) v`);
    expect(row).toEqual({ whole: 9007199254740991, exact: "0.1", day: "2026-03-29", instant: new Date("2026-03-29T01:00:00Z"), days: ["2026-03-29"], wholes: [1, null], json: { a: 1 }, count: 1 });
    await expect(db.query("select 9007199254740993::int8 as too_large")).rejects.toThrow(/too large to be held exactly/);
    expect(await db.query("select 1 as still_there")).toEqual([{ still_there: 1 }]);
  });

  test("keeps the plan of what commands ask often, and of nothing asked once", async () => {
    await db.transaction(async (tx) => {
      for (let n = 0; n < 6; n++) expect(await tx.query("select $1::int as often", [n])).toEqual([{ often: n }]);
      await tx.query("select $1::int as seldom", [1]);
      const kept = await tx.query<{ statement: string }>("select statement from pg_prepared_statements where statement ~ 'as (often|seldom)'");
      expect(kept).toEqual([{ statement: "select $1::int as often" }]);
    });
  });

  test("undoes a transaction whole and a savepoint alone", async () => {
    const after: string[] = [];
    await db.transaction(async (tx) => {
      await addTimer(tx, "kept");
      tx.afterCommit(() => after.push("kept"));
      await tx
        .savepoint(async (inner) => {
          await addTimer(inner, "undone");
          inner.afterCommit(() => after.push("undone"));
          throw new Error("only this");
        })
        .catch(() => {});
      expect(await tx.kysely.selectFrom("timer").select("key").execute()).toEqual([{ key: "kept" }]);
    });
    await expect(
      db.transaction(async (tx) => {
        await addTimer(tx, "lost");
        tx.afterCommit(() => after.push("lost"));
        throw new Error("all of it");
      }),
    ).rejects.toThrow("all of it");
    expect([await keys(), after]).toEqual([["kept"], ["kept"]]);
  });

  test("a swallowed failure inside a transaction is not reported as a commit", async () => {
    await expect(
      db.transaction(async (tx) => {
        await addTimer(tx, "half");
        await tx.query("select nonsense").catch(() => {});
      }),
    ).rejects.toThrow(/rolled back/);
    expect(await keys()).not.toContain("half");
  });

  test("what is sent and not waited for keeps its place, and fails its transaction or savepoint by its own cause", async () => {
    const set = "insert into timer (kind, key, due_at) values ('test', $1, $2)";
    await db.transaction(async (tx) => {
      tx.send(set, ["sent", new Date(0)]);
      expect(await tx.query("select key from timer where key = 'sent'")).toHaveLength(1);
      const undone = tx.savepoint(async (inner) => {
        inner.send(set, ["taken back", new Date(0)]);
        inner.send(set, ["sent", new Date(0)]);
      });
      await expect(undone).rejects.toMatchObject({ code: "23505" });
      tx.send(set, ["sent last", new Date(0)]);
    });
    const lost = db.transaction(async (tx) => {
      tx.send(set, ["sent", new Date(0)]);
      await addTimer(tx, "after");
    });
    await expect(lost).rejects.toMatchObject({ code: "23505" });
    const last = db.transaction(async (tx) => tx.send(set, ["sent", new Date(0)]));
    await expect(last).rejects.toMatchObject({ code: "23505" });
    expect((await keys()).filter((key) => key !== "kept")).toEqual(["sent", "sent last"]);
    await db.query("delete from timer where key ~ '^sent'");
  });

  test("a statement sent that can't be written, or fails while its work ends otherwise, is not lost", async () => {
    const set = "insert into timer (kind, key, due_at, payload) values ('test', $1, $2, $3)";
    const circle: Record<string, unknown> = {};
    circle["itself"] = circle;
    await expect(db.transaction(async (tx) => tx.send(set, ["unwritable", new Date(0), circle]))).rejects.toThrow(/circular/);
    // A trial is thrown away whatever comes of it; what would have failed is still told.
    await db.transaction(async (tx) => {
      const trial = (key: string) =>
        tx.savepoint(async (inner) => {
          inner.send(set, [key, new Date(0), {}]);
          throw new Error("only tried");
        });
      await expect(trial("tried")).rejects.toThrow("only tried");
      await expect(tx.savepoint(async (inner) => {
        inner.send(set, [null, new Date(0), {}]);
        throw new Error("only tried");
      })).rejects.toThrow(/null value in column "key"/);
    });
    // What was awaited and answered for by the caller keeps the caller's answer.
    await expect(db.transaction((tx) => tx.query(set, [null, new Date(0), {}]).catch(() => Promise.reject(new Error("in our words"))))).rejects.toThrow("in our words");
    expect(await keys()).not.toContain("tried");
  });

  test("nothing is asked on a transaction that has ended, and what follows a commit can't undo it", async () => {
    const after: string[] = [];
    const done = await db.transaction(async (tx) => {
      await addTimer(tx, "stays");
      tx.afterCommit(() => {
        throw new Error("a listener that fails");
      });
      tx.afterCommit(() => after.push("told"));
      return tx;
    });
    await expect(addTimer(done, "late")).rejects.toThrow(/has ended/);
    expect(after).toEqual(["told"]);
    expect(await keys()).toContain("stays");
    expect(await keys()).not.toContain("late");
    await db.query("delete from timer where key = 'stays'");
  });

  test("gives up a statement that takes too long", async () => {
    const hasty = openDatabase({ connection: connections.app, log: silentLog, statementTimeoutMs: 100 });
    await expect(hasty.query("select pg_sleep(5)")).rejects.toThrow(/statement timeout/);
    await hasty.close();
  });

  test("a statement given up is no fault of what was tried, whichever side gave it up", async () => {
    const hasty = openDatabase({ connection: connections.app, log: silentLog, statementTimeoutMs: 100 });
    const server: unknown = await hasty.query("select pg_sleep(5)").catch((error: unknown) => error);
    expect(server).toMatchObject({ code: "57014" });
    expect(isTransient(server)).toBe(true);
    await hasty.close();
    const client = new pg.Client({ ...connections.app, query_timeout: 100 } as pg.ClientConfig);
    client.on("error", () => {});
    await client.connect();
    const unanswered: unknown = await client.query("select pg_sleep(1)").catch((error: unknown) => error);
    expect(String(unanswered)).toMatch(/Query read timeout/);
    expect(isTransient(unanswered)).toBe(true);
    await client.end();
  });

  test("survives the end of its connections, and hears messages again afterwards", async () => {
    const heard: string[] = [];
    let gaps = 0;
    const listener = await db.listen(["bell"], (_, payload) => heard.push(payload), () => (gaps += 1));
    await Promise.all([db.query("select 1"), db.query("select 1")]);
    await asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
    await expect.poll(() => gaps, { timeout: 5000 }).toBe(1);
    await expect.poll(() => db.query("select 1 as up").catch((error: unknown) => isTransient(error)), { timeout: 5000 }).toEqual([{ up: 1 }]);
    await db.transaction(async (tx) => tx.notify("bell", "again"));
    await expect.poll(() => heard).toEqual(["again"]);
    await listener.close();
  });

  test("is refused when it would forget what it acknowledged", async () => {
    // The tests' own Postgres is such a one.
    await expect(checkServer(db, { mustBeDurable: true })).rejects.toThrow(/fsync = off and full_page_writes = off and synchronous_commit = off/);
    await checkServer(db, { mustBeDurable: false });
  });

  test("a name that is read from outside cannot become SQL through the builder", async () => {
    const query = db.kysely.selectFrom("timer").select('key"; drop table timer; --' as never);
    await expect(query.execute()).rejects.toThrow(/does not exist/);
    expect(await keys()).toEqual(["kept"]);
  });
});
