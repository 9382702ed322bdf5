import type { ClockReading } from "@tandem/contract/handoff/parts";
import { expect, test } from "vitest";
import { longestWait, nextDue } from "./pending-acts.ts";

const now = Date.parse("2026-03-02T09:00:00Z");
const wait = (...dueAt: (string | null)[]) => longestWait(dueAt.map((due) => ({ dueAt: due })), now);

test("an act that can be taken back waits a minute at most, and never past a deadline it is meant to keep", () => {
  expect(wait(null)).toBe(60_000);
  expect(wait("2026-03-02T12:00:00Z", null)).toBe(60_000);
  expect(wait("2026-03-02T12:00:00Z", "2026-03-02T09:00:10Z")).toBe(7_000);
  expect(wait("2026-03-02T09:00:01Z")).toBe(0);
  // What is late already gets no later.
  expect(wait("2026-03-02T08:59:59Z")).toBe(60_000);
});

test("the next deadline is that of a clock that runs", () => {
  const clock = (state: ClockReading["state"], dueAt: string | null) => ({ state, dueAt }) as ClockReading;
  expect(nextDue([clock("met", "2026-03-02T09:00:00Z"), clock("warning", "2026-03-03T09:00:00Z"), clock("running", "2026-03-02T17:00:00Z"), clock("running", null)])).toBe("2026-03-02T17:00:00Z");
  expect(nextDue([clock("breached", "2026-03-02T09:00:00Z")])).toBe(null);
});
