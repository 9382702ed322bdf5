import { expect, test } from "vitest";
import { attemptsOf, progressOf } from "./progress-words.ts";

const row = { group: "disposition", state: "open", attempts: { done: 3, channels: 1, needed: 5, neededChannels: 2 }, reason: null } as const;

test("attempts are told of those agreed, and more than agreed is not a fraction", () => {
  expect([attemptsOf(3, 5), attemptsOf(5, 5), attemptsOf(6, 5)]).toEqual(["3 of 5", "5 of 5", "6, agreed 5"]);
  expect(progressOf({ ...row, attempts: { ...row.attempts, done: 6 } })).toEqual({ steps: { done: 5, of: 5 }, words: "6, agreed 5" });
});

test("before an attempt it says whether it is accepted, after the end how it ended", () => {
  const none = { ...row.attempts, done: 0 };
  expect(progressOf({ ...row, group: "first-attempt", attempts: none }).words).toBe("No attempt yet");
  expect(progressOf({ ...row, group: "first-attempt", state: "accepted", attempts: none }).words).toBe("Accepted, SAL");
  expect(progressOf({ ...row, group: "settled", state: "rejected-nurture", reason: "No budget this year" }).words).toBe("No budget this year");
  expect(progressOf({ ...row, group: "settled", state: "qualified" }).words).toBe("Qualified, SQL");
});
