import type { ClockReading } from "@tandem/contract/handoff/parts";
import { describe, expect, test } from "vitest";
import { clockAt, lateWords, leftSentence, leftWords, lengthWords, queueWords } from "./clock-words.ts";

const minute = 60_000;
const sent = Date.parse("2026-11-18T09:42:00Z");
const clock: ClockReading = {
  id: "00000000-0000-4000-8000-000000000000", clause: "s1", name: "T1: first attempt within 1 business hour", kind: "first-attempt", state: "running", late: false, startedAt: "2026-11-18T08:53:00Z",
  dueAt: "2026-11-18T09:53:00Z", allowedMs: 60 * minute, usedMs: 20 * minute, queueMs: 0, remainingMs: 40 * minute, dayMs: 8 * 3_600_000, countsUntil: "2026-11-18T16:00:00Z", resumesAt: null, awayUntil: null,
  stoppedAt: null, warnAt: [50, 80], excused: null, agreementVersion: 1,
};
const said = (change: Partial<ClockReading>, later = 0) => {
  const reading = { ...clock, ...change };
  const now = clockAt(reading, sent, sent + later);
  return [now.state, leftWords(reading, now)];
};

describe("a clock between two answers of the server", () => {
  test.each([
    ["as sent", {}, 0, ["running", "40 m"]],
    ["goes on with business time", {}, 11 * minute, ["warning", "29 m"]],
    ["breaches by itself", {}, 41 * minute, ["breached", "1 m late"]],
    ["stands still after closing time", { countsUntil: "2026-11-18T09:45:00Z" }, 3 * 3_600_000, ["running", "37 m"]],
    ["stands still outside business time", { countsUntil: null }, 3 * 3_600_000, ["running", "40 m"]],
    ["counts seconds when few are left", { usedMs: 56 * minute, remainingMs: 4 * minute }, 20_000, ["warning", "3 m 40 s"]],
    ["long over says the days", { state: "breached", remainingMs: -(176 * 480 + 90) * minute, countsUntil: null }, 0, ["breached", "176 d late"]],
    ["waits for whoever is away", { countsUntil: null, awayUntil: "2026-11-23T08:00:00Z" }, 0, ["paused", "Paused"]],
    ["met in time says in how much", { state: "met", usedMs: 6 * minute, countsUntil: null }, 0, ["met", "In 6 m"]],
    ["met late is a broken promise", { state: "met", late: true, usedMs: 74 * minute, countsUntil: null }, 0, ["breached", "In 1 h 14 m"]],
    ["days are the holder's", { allowedMs: 1440 * minute, usedMs: 0, remainingMs: 600 * minute, countsUntil: null }, 0, ["running", "1 d 2 h"]],
  ] as const)("%s", (_, change, later, expected) => {
    expect(said(change as Partial<ClockReading>, later)).toEqual(expected);
  });

  test("what is over is named for what it counts, the same way wherever it stands", () => {
    expect(lateWords(clock, { remainingMs: -(12 * 8 * 60 + 180) * minute })).toBe("12 business days 3 h late");
    expect(lateWords(clock, { remainingMs: -130 * minute })).toBe("2 h 10 m of business time late");
    expect(lateWords({ ...clock, kind: "attempts", dayMs: 24 * 60 * minute }, { remainingMs: -50 * 60 * minute })).toBe("2 days 2 h late");
    expect(lengthWords(clock, clock.allowedMs)).toBe("1 business hour");
  });

  test("a clock that stands says until when before what is left", () => {
    const left = lengthWords(clock, minute);
    expect([leftSentence(left, null), leftSentence(left, "Mon 09:00")]).toEqual(["1 minute of business time left", "the clock stands until Mon 09:00, then 1 minute of business time left"]);
  });
});

test("time in the queue is part of the time a clock ran, not of how late it is", () => {
  const queue = (state: ClockReading["state"], queueMs: number) => queueWords({ kind: "attempts", dayMs: 24 * 60 * minute, state, queueMs });
  expect([queue("breached", 25 * 60 * minute), queue("met", 60 * minute), queue("running", minute)]).toEqual(["; of the time it ran, 1 day 1 h in the queue", ", 1 hour of it in the queue", ""]);
});
