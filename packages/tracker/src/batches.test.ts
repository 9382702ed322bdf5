import { expect, test } from "vitest";
import { batchBody, bounded, bytes, nextBatch, outcomeOf, retryDelay } from "./batches.ts";

test("a batch stays below its limit in bytes, envelope included, and loses nothing", () => {
  const events = Array.from({ length: 400 }, (_, i) => JSON.stringify({ i, text: "😀".repeat(500) }));
  const seen: string[] = [];
  while (seen.length < events.length) {
    const batch = nextBatch(events.slice(seen.length), 500_000);
    expect(batch.length).toBeGreaterThan(0);
    expect(bytes(batchBody(batch, "key", "2026-03-01T10:00:00.000Z"))).toBeLessThanOrEqual(500_000);
    seen.push(...batch);
  }
  expect(seen).toEqual(events);
});

test("the body is one JSON document", () => {
  expect(JSON.parse(batchBody(['{"a":1}', '{"b":"\\n"}'], 'k"', "now"))).toEqual({
    batch: [{ a: 1 }, { b: "\n" }], writeKey: 'k"', sentAt: "now",
  });
});

test("a full queue gives up its oldest events", () => {
  const events = Array.from({ length: 1_200 }, (_, i) => String(i));
  expect(bounded(events)).toEqual(events.slice(200));
  const big = Array.from({ length: 60 }, (_, i) => `${i}`.padEnd(30_000));
  expect(bounded(big)).toEqual(big.slice(10));
});

test.each([
  [200, "sent"], [204, "sent"], [0, "again"], [408, "again"], [429, "again"], [500, "again"], [503, "again"],
  [400, "refused"], [401, "refused"], [404, "refused"], [413, "refused"],
] as const)("status %i: %s", (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome);
});

test("waits as long as the server asks, else longer after each failure", () => {
  const now = Date.parse("2026-03-01T10:00:00Z");
  expect(retryDelay(1, "7", now, 0)).toBe(7_000);
  expect(retryDelay(1, "0", now, 0)).toBe(0);
  expect(retryDelay(1, "Sun, 01 Mar 2026 10:00:09 GMT", now, 0)).toBe(9_000);
  expect(retryDelay(1, "86400", now, 0)).toBe(300_000);
  for (const nonsense of [null, "", "soon", "Sun, 01 Mar 2020 10:00:00 GMT"]) {
    expect([1, 2, 3, 12].map((failures) => retryDelay(failures, nonsense, now, 1))).toEqual([1_000, 2_000, 4_000, 60_000]);
  }
  expect(retryDelay(1, null, now, 0)).toBe(500);
});
