import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startServer, type RunningServer } from "../../main.ts";
import { testConfig } from "../../platform/config.ts";
import { brokenInvariants, readInvariants } from "../../platform/invariants.ts";
import { silentLog } from "../../platform/log.ts";
import { openApp } from "../../platform/open-app.ts";
import { readPidFile } from "../../platform/postgres/pid-file.ts";
import { workIntake } from "../../spine/engine.ts";
import { startElsewhere } from "../../test/elsewhere.ts";

const root = await mkdtemp(join(tmpdir(), "tandem-crash-"));
await chmod(root, 0o755);
afterAll(() => rm(root, { recursive: true, force: true }));

const configOf = (name: string) => testConfig({ dataDir: join(root, name), host: "127.0.0.1" });
const people = 8;

/** Sets a workspace up and answers the key of its website. */
async function setUp(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost:3210" },
    body: JSON.stringify({ workspaceName: "Acme", timeZone: "Europe/Berlin", currency: "EUR", administrator: { name: "Ada", email: "ada@example.com", password: "correct horse battery" } }),
  });
  return ((await answer.json()) as { source: { writeKey: string } }).source.writeKey;
}

let sent = 0;
/** A batch as a server's client sends it: people of known address, one signal each time. */
function batchOf(size: number): Record<string, unknown>[] {
  return Array.from({ length: size }, () => {
    const n = (sent += 1);
    const userId = `user${n % people}@halvorsen.example`;
    return n <= people ? { type: "identify", userId, traits: { email: userId }, messageId: `m-${n}` } : { type: "track", event: "Webinar Attended", userId, messageId: `m-${n}` };
  });
}

const post = (url: string, key: string, batch: unknown) => fetch(`${url}/v1/batch`, { method: "POST", headers: { authorization: `Bearer ${key}` }, body: JSON.stringify({ batch }) });

/** Every event once in each table that counts it. */
async function counts({ app }: Pick<RunningServer, "app">) {
  return app.db.one<{ events: number; keys: number; signals: number; waiting: number; parked: number }>(
    `select (select count(*)::int from event) as events, (select count(*)::int from event_key) as keys, (select count(*)::int from signal) as signals,
       (select count(*)::int from intake) as waiting, (select count(*)::int from parked_intake) as parked`,
  );
}

describe("nothing is lost and nothing doubled", { timeout: 120_000 }, () => {
  test("when Postgres is killed while events arrive: requests are held, not failed", async () => {
    const config = configOf("postgres-killed");
    const running = await startServer({ config, log: silentLog });
    sent = 0;
    try {
      const url = running.url!;
      const key = await setUp(url);
      expect((await post(url, key, batchOf(people))).status).toBe(200);
      const statuses: number[] = [];
      let until = performance.now() + 4_000;
      // Four clients that keep their promise: a batch is sent again, the same, until it is acknowledged.
      const clients = Array.from({ length: 4 }, async () => {
        while (performance.now() < until) {
          const batch = batchOf(20);
          for (;;) {
            const answer = await post(url, key, batch);
            statuses.push(answer.status);
            await answer.arrayBuffer();
            if (answer.status === 200) break;
            await new Promise((resolve) => setTimeout(resolve, 200));
          }
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { pid } = readPidFile(join(config.dataDir, "postgres"))!;
      const before = statuses.length;
      process.kill(pid, "SIGKILL");
      await Promise.all(clients);
      until = 0;
      expect(readPidFile(join(config.dataDir, "postgres"))!.pid).not.toBe(pid);
      expect(before).toBeGreaterThan(0);
      expect(statuses.length).toBeGreaterThan(before);
      // 503 is a promise to take it later; anything else would make clients drop events.
      expect([...new Set(statuses)].filter((status) => status !== 200 && status !== 503)).toEqual([]);
      await expect.poll(() => counts(running), { timeout: 60_000, interval: 300 }).toEqual({ events: sent, keys: sent, signals: sent - people, waiting: 0, parked: 0 });
      expect(await brokenInvariants(running.app.db, await readInvariants())).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  test("when the whole server is killed in the middle of its work: the intake goes on where it stood", async () => {
    const config = configOf("server-killed");
    sent = 0;
    const { child, url } = await startElsewhere(config.dataDir);
    const key = await setUp(url);
    await post(url, key, batchOf(people));
    for (let n = 0; n < 7; n += 1) expect((await post(url, key, batchOf(300))).status).toBe(200);
    const inFlight = post(url, key, batchOf(100)).then(({ status }) => status, () => 0);
    child.kill("SIGKILL");
    const acknowledged = (await inFlight) === 200;
    const opened = await openApp({ config, log: silentLog });
    try {
      const left = await counts(opened);
      // All that was acknowledged is there, though not all of it was worked; what was in flight came whole or not at all.
      expect([sent - 100, sent]).toContain(left.events);
      if (acknowledged) expect(left.events).toBe(sent);
      expect(left.keys).toBe(left.events);
      expect(left.waiting).toBeGreaterThan(0);
      expect(left.signals).toBeLessThan(left.events - people);
      while ((await workIntake(opened.app)) > 0);
      expect(await counts(opened)).toEqual({ ...left, signals: left.events - people, waiting: 0, parked: 0 });
      expect(await brokenInvariants(opened.app.db, await readInvariants())).toEqual([]);
    } finally {
      await opened.close();
    }
  });
});
