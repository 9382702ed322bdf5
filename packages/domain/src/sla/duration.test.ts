import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../kit/instant.ts";
import { describeDuration } from "./duration.ts";

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
});
