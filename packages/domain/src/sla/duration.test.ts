import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../kit/instant.ts";
import { describeDuration, describeMeasured } from "./duration.ts";

const eightHours = { dayMs: 8 * HOUR };

describe("durations in words", () => {
  it.each([
    [0, "0 m"],
    [40 * SECOND, "< 1 m"],
    [11 * MINUTE, "11 m"],
    [11 * MINUTE + 59 * SECOND, "11 m"],
    [3 * HOUR + 5 * MINUTE, "3 h 05 m"],
    [3 * HOUR, "3 h 00 m"],
    [8 * HOUR - 1, "7 h 59 m"],
    [8 * HOUR, "1 d"],
    [10 * HOUR + 59 * MINUTE, "1 d 2 h"],
    [-14 * MINUTE, "14 m over"],
    [-(9 * HOUR), "1 d 1 h over"],
    [-20 * SECOND, "< 1 m over"],
  ])("%i ms reads %s", (ms, words) => {
    expect(describeDuration(ms, eightHours)).toBe(words);
  });

  it("shows seconds under five minutes when asked", () => {
    expect(describeDuration(4 * MINUTE + 5 * SECOND + 999, eightHours, { seconds: true })).toBe("4 m 05 s");
    expect(describeDuration(40 * SECOND, eightHours, { seconds: true })).toBe("40 s");
    expect(describeDuration(5 * MINUTE, eightHours, { seconds: true })).toBe("5 m");
  });

  it.each([
    [40 * MINUTE, "business", "40 minutes of business time"],
    [MINUTE, "business", "1 minute of business time"],
    [2 * HOUR + 10 * MINUTE, "business", "2 h 10 m of business time"],
    [HOUR, "business", "1 business hour"],
    [4 * HOUR + 30 * SECOND, "business", "4 business hours"],
    [-(8 * HOUR), "business", "1 business day"],
    [26 * HOUR, "business", "3 business days 2 h"],
    [20 * SECOND, "business", "< 1 m of business time"],
  ] as const)("%i ms of %s time is named for what it is", (ms, measure, words) => {
    expect(describeMeasured(ms, { ...eightHours, measure })).toBe(words);
  });

  it("counts calendar days round the clock", () => {
    expect(describeMeasured(50 * HOUR, { dayMs: 24 * HOUR, measure: "calendar" })).toBe("2 days 2 h");
    expect(describeMeasured(10 * MINUTE, { dayMs: 24 * HOUR, measure: "calendar" })).toBe("10 minutes");
  });
});
