import { expect, test } from "vitest";
import { groupEvents } from "./grouped-events.ts";

test("a thing done many times is one line with its count, and the points still add up", () => {
  const event = (at: string, what: string, points: number) => ({ at, what, points, note: null });
  const events = [event("2026-11-18", "/pricing", 8_000), event("2026-11-20", "/pricing", 8_000), event("2026-11-19", "/pricing/teams", 4_000), event("2026-11-20T01", "/pricing", 0)];
  const groups = groupEvents(events);
  expect(groups).toEqual([
    { what: "/pricing", count: 3, last: "2026-11-20T01", points: 16_000, uncounted: 1 },
    { what: "/pricing/teams", count: 1, last: "2026-11-19", points: 4_000, uncounted: 0 },
  ]);
  expect(groups.reduce((sum, group) => sum + group.points, 0)).toBe(20_000);
  expect(groupEvents([])).toEqual([]);
});
