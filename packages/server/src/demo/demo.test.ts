import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../platform/config.ts";
import { brokenInvariants } from "../platform/invariants.ts";
import { silentLog } from "../platform/log.ts";
import { startDemo } from "./demo.ts";

const day = 86_400_000;
const size = { days: 9, visitors: 110 };
/** A Wednesday afternoon, so that the last hours are working hours. */
const now = new Date("2026-03-18T14:00:00Z");

let folder: string;
const port = 24_000 + (process.pid % 20_000);
const said: string[] = [];
/** Without timers and workers: by the real clock the days of the test are long past, and everything due would ring at once. */
const start = (at: Date, data = "data") =>
  startDemo({ config: readConfig({ NODE_ENV: "test", PORT: String(port), TANDEM_DATA_DIR: join(folder, data), TANDEM_ROLES: "http", LOG_LEVEL: "silent" }), log: silentLog, say: (words) => said.push(words), size, now: at });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tandem-demo-"));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Count {
  events: number;
  handoffs: number;
  deals: number;
  last: Date;
}
const counts = `select (select count(*)::int from event) as events, (select count(*)::int from handoff) as handoffs, (select count(*)::int from opportunity) as deals, (select max(occurred_at) from event) as last`;

/** Everything that came of the days, ids included. */
const whatCame = `select md5(string_agg(line, e'\n' order by line)) as hash from (
  select concat_ws(' ', id, email_folded, stage, engagement, owner_id) as line from contact
  union all select concat_ws(' ', id, contact_id, assignee_id, opened_at) from handoff
  union all select concat_ws(' ', id, stage, state, amount) from opportunity
  union all select concat_ws(' ', id, at) from activity) t`;

describe("the demo", () => {
  let first: Count;
  let came: { hash: string };

  it("lives its history through the engine and the use cases, and keeps every promise", async () => {
    const running = await start(now);
    try {
      first = await running.app.db.one<Count>(counts);
      expect(first.events).toBeGreaterThan(500);
      expect(first.handoffs).toBeGreaterThan(5);
      expect(first.last.getTime()).toBeLessThanOrEqual(now.getTime());
      const worked = await running.app.db.one<{ attempts: number; traced: number }>("select (select count(*)::int from activity where handoff_id is not null) as attempts, (select count(*)::int from handoff where jsonb_array_length(trace) > 0) as traced");
      expect(worked.attempts).toBeGreaterThan(0);
      expect(worked.traced).toBe(first.handoffs);
      // The teams changed what they agreed on by signing, and the next change waits for Sales.
      expect(await running.app.db.query("select version, (select count(*)::int from signature s where s.version = v.version) as signatures from agreement_version v order by version")).toEqual([{ version: 1, signatures: 2 }, { version: 2, signatures: 2 }]);
      expect(await running.app.db.query("select state, (select count(*)::int from agreement_draft_signature s where s.draft_id = d.id and s.hash = d.hash) as signatures from agreement_draft d order by number")).toEqual([{ state: "in-force", signatures: 2 }, { state: "open", signatures: 1 }]);
      expect(await brokenInvariants(running.app.db)).toEqual([]);
      came = await running.app.db.one(whatCame);
      const { demo, ends } = await running.app.db.one<{ demo: boolean; ends: Date }>("select demo, demo_until as ends from workspace");
      expect([demo, ends.getTime()]).toEqual([true, now.getTime()]);
    } finally {
      await running.stop();
    }
  }, 180_000);

  it("started soon after, it is there at once and nothing was made anew", async () => {
    const running = await start(new Date(now.getTime() + 3_600_000));
    try {
      expect(await running.app.db.one<Count>(counts)).toEqual(first);
    } finally {
      await running.stop();
    }
  }, 60_000);

  it("lived anew, it is the same company to the last id", async () => {
    const running = await start(now, "again");
    try {
      expect(await running.app.db.one(whatCame)).toEqual(came);
    } finally {
      await running.stop();
    }
  }, 180_000);

  it("left alone for days, it asks, and only then goes on to today", async () => {
    const later = new Date(now.getTime() + 2 * day);
    const starting = start(later);
    const asked = await until(async () => ((await (await fetch(`http://127.0.0.1:${port}/demo/progress`)).json()) as { question: { button: string } | null }).question);
    expect(asked.button).toBe("Continue to today");
    await fetch(`http://127.0.0.1:${port}/demo/continue`, { method: "POST" });
    const running = await starting;
    try {
      const after = await running.app.db.one<Count>(counts);
      expect(after.events).toBeGreaterThan(first.events);
      expect(after.last.getTime()).toBeGreaterThan(now.getTime());
      expect(await brokenInvariants(running.app.db)).toEqual([]);
    } finally {
      await running.stop();
    }
  }, 180_000);
});

async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  for (const end = performance.now() + 30_000; performance.now() < end; await new Promise((done) => setTimeout(done, 100))) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
  }
  throw new Error("There was no question within half a minute.");
}
