import { mkdtemp, chmod, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operation } from "@tandem/contract/operation";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startServer } from "./main.ts";
import { testConfig } from "./platform/config.ts";
import { appendFacts } from "./platform/facts.ts";
import { handle } from "./platform/http/route.ts";
import { silentLog } from "./platform/log.ts";
import type { Slice } from "./platform/slice.ts";
import { setTimers } from "./platform/timers.ts";
import { testDatabase } from "./test/database.ts";

const root = await mkdtemp(join(tmpdir(), "tandem-main-"));
await chmod(root, 0o755);
afterAll(() => rm(root, { recursive: true, force: true }));

const happened: string[] = [];
const act = operation({ name: "trial.act", method: "POST", path: "/act", summary: "Tries everything once", who: "anyone", response: z.object({ id: z.string() }) });
const trial: Slice = {
  name: "trial",
  routes: [
    handle(act, async ({ app }) => {
      const id = app.ids.next();
      await app.db.transaction(async (tx) => {
        await appendFacts(tx, [{ kind: "trial.acted", at: app.clock.now(), subject: { kind: "trial", id } }]);
        await setTimers(tx, [{ kind: "trial", key: id, dueAt: app.clock.now() }]);
      });
      return { id };
    }),
  ],
  reactions: [{ name: "on-trial-acted", kinds: ["trial.acted"], handle: async (_, __, facts) => void happened.push(...facts.map(({ subject }) => `fact ${subject?.id}`)) }],
  timers: [{ kind: "trial", handle: async (_, __, timers) => void happened.push(...timers.map(({ key }) => `timer ${key}`)) }],
  work: async () => {
    happened.push("working");
    return { stop: async () => void happened.push("worked") };
  },
};

describe("the server", { timeout: 60_000 }, () => {
  test("starts with its own Postgres, serves, reacts, keeps deadlines, and stops", async () => {
    const config = testConfig({ dataDir: join(root, "data"), host: "127.0.0.1" });
    const running = await startServer({ config, log: silentLog, slices: [trial] });
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    const { id } = (await (await fetch(`${running.url}/api/v1/act`, { method: "POST" })).json()) as { id: string };
    await expect.poll(() => happened, { timeout: 5000 }).toContain(`fact ${id}`);
    await expect.poll(() => happened, { timeout: 5000 }).toContain(`timer ${id}`);
    await Promise.all([running.stop(), running.stop()]);
    expect([happened[0], happened.at(-1)]).toEqual(["working", "worked"]);
    await expect(fetch(`${running.url}/readyz`)).rejects.toThrow();
  });

  test("with a database of the operator's own, one user is enough when it may make the weaker role", async () => {
    const { connections, asSuperuser } = await testDatabase({ migrated: false });
    const { host, port, database } = connections.owner as { host: string; port: number; database: string };
    const url = (user: string) => `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    await asSuperuser(`grant tandem_app to tandem_owner`);
    const running = await startServer({ config: testConfig({ databaseUrl: url("tandem_owner") }), log: silentLog, slices: [trial], durable: false });
    const who = await running.app.db.one("select current_user as user, session_user as session");
    expect(who).toEqual({ user: "tandem_app", session: "tandem_owner" });
    await expect(running.app.db.query("create table tandem.mine (id int)")).rejects.toThrow(/permission denied/);
    await running.stop();
    await expect(startServer({ config: testConfig({ databaseUrl: url("tandem_owner") }), log: silentLog, slices: [] })).rejects.toThrow(/fsync = off/);
    await asSuperuser(`revoke tandem_app from tandem_owner`);
    await expect(startServer({ config: testConfig({ databaseUrl: "postgres://nobody@127.0.0.1:1/none" }), log: silentLog })).rejects.toThrow(/The database of DATABASE_URL does not answer/);
  });

  test("says when its port is taken", async () => {
    const { connections } = await testDatabase();
    const { host, port, database } = connections.owner as { host: string; port: number; database: string };
    const config = testConfig({ databaseUrl: `postgres://tandem_app@/${database}?host=${encodeURIComponent(host)}&port=${port}`, databaseOwnerUrl: `postgres://tandem_owner@/${database}?host=${encodeURIComponent(host)}&port=${port}` });
    const first = await startServer({ config, log: silentLog, slices: [], durable: false });
    const taken = Number(new URL(first.url!).port);
    await expect(startServer({ config: { ...config, port: taken }, log: silentLog, slices: [], durable: false })).rejects.toThrow(`The port ${taken} is taken`);
    await first.stop();
  });
});
