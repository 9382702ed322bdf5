import type { TimelineEntry } from "@tandem/contract/people/timeline";
import { expect, test } from "vitest";
import { lineOf } from "./timeline-words.tsx";

const format = { number: (value: number) => value.toLocaleString("en-GB"), points: (milli: number, options?: { sign?: boolean }) => `${options?.sign && milli > 0 ? "+" : ""}${milli / 1000}`, date: (at: string) => at.slice(0, 10) };
const id = "01890a5d-ac96-774b-bcce-b302099a8057";
const event = (signal: { points: number; now: number; counted: number | null }): TimelineEntry => ({
  kind: "event", id, at: "2026-01-05T08:00:00.000Z", by: null, type: "track", name: "Pricing", path: null, properties: {}, touch: null, quarantined: null,
  signals: [{ key: "pricing-viewed", name: "Pricing page viewed", cap: 24_000, quarantined: null, ...signal }],
});

test.each([
  [{ points: 8000, now: 8000, counted: 8000 }, "+8"],
  [{ points: 8000, now: 4000, counted: 4000 }, "+8, now 4"],
  [{ points: 8000, now: 8000, counted: 0 }, "+8, now 0"],
  [{ points: 8000, now: 6000, counted: null }, "up to +6"],
  [{ points: 8000, now: 0, counted: null }, "+8, now 0"],
])("an event with %j says %s, never more than the breakdown", (signal, words) => expect(lineOf(event(signal), format).effect).toBe(words));

test("a merge says with which of two of the same name", () => {
  const merge: TimelineEntry = { kind: "merge", id, at: "2026-01-05T08:00:00.000Z", by: null, act: "merged", other: { id, name: "Alice Abel", email: null, createdAt: "2026-01-02T08:00:00.000Z" } };
  expect(lineOf(merge, format).title).toBe("Merged with Alice Abel (made 2026-01-02)");
});

test("points of several rules say of which they are, so that they are not read as one rule's", () => {
  const entry = event({ points: 15_000, now: 15_000, counted: null });
  const both: TimelineEntry = entry.kind === "event" ? { ...entry, signals: [...entry.signals, { key: "page-visited", name: "Page visited", cap: 5_000, quarantined: null, points: 1000, now: 1000, counted: null }] } : entry;
  expect(lineOf(both, format)).toMatchObject({ effect: "up to +16", detail: expect.stringContaining("pricing page viewed +15, any page +1") });
  expect(lineOf(entry, format).detail ?? "").not.toContain("+15");
});

test("codes and numbers are written as words and figures", () => {
  const rejected: TimelineEntry = { kind: "handoff", id, handoffId: id, at: "2026-01-05T08:00:00.000Z", by: null, act: "closed", state: "rejected-nurture", tier: "t1", assignee: null, team: "Sales", reason: null, words: null };
  expect(lineOf(rejected, format).title).toBe("Handoff rejected to nurture");
  const counted = event({ points: 0, now: 0, counted: 0 });
  expect(lineOf({ ...counted, properties: { picks: 241_000, share: 2.75, site: "Ghent" } } as TimelineEntry, format).detail).toContain("Picks: 241,000, Share: 2.75, Site: Ghent");
});
