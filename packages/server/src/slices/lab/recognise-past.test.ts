import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import pg from "pg";
import { expect, it } from "vitest";
import { labApp } from "./lab.fixture.ts";
import { loadHistory, type LoadedHistory } from "./load-history.ts";
import { recognisePast } from "./recognise-past.ts";

const definition = (n: number) => ({ name: `draft ${n}`, definition: { key: "pricing", name: "Pricing", recognise: [{ type: "page" as const, pathStartsWith: "/pricing" }], handRaise: false } });

function timesOf({ history }: LoadedHistory, name: string): number {
  const code = history.signals.indexOf(name);
  return Array.from(history.signal).reduce((sum, one, i) => (one === code ? sum + history.count[i]! : sum), 0);
}

it("adds what is found, and lets go of what earlier drafts had recognised", async () => {
  const t = await labApp();
  await t.send({ type: "identify", userId: "u", traits: { email: "u@acme.example" } }, ...["2025-12-08", "2025-12-08", "2025-12-09"].map((day) => ({ type: "page", userId: "u", name: "Pricing", properties: { path: "/pricing" }, timestamp: `${day}T10:00:00Z` })));
  const client = new pg.Client({ ...t.db.pool.options, pipeline: false });
  await client.connect();
  try {
    const whole = await loadHistory(client, { zone: "Europe/Vienna", today: epochDayFromIso("2026-01-05")!, now: t.clock.now().getTime(), refs: [] });
    let loaded = whole;
    for (let n = 1; n <= 20; n++) loaded = await recognisePast(client, loaded, [definition(1), definition(n)], () => {});
    const drafts = loaded.history.signals.filter((name) => name.startsWith("draft "));
    // The newest few, and what was asked for each time.
    expect(drafts).toEqual(["draft 1", ...[12, 13, 14, 15, 16, 17, 18, 19, 20].map((n) => `draft ${n}`)]);
    expect(drafts.map((name) => timesOf(loaded, name))).toEqual(drafts.map(() => 3));
    expect(loaded.history.day.length).toBe(whole.history.day.length + 2 * drafts.length);
    // What others had recognised before is as it was.
    for (const name of whole.history.signals) expect(timesOf(loaded, name)).toBe(timesOf(whole, name));
    expect(await recognisePast(client, loaded, [definition(20)], () => {})).toBe(loaded);
  } finally {
    await client.end();
  }
});
