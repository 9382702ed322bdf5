import { expect, test } from "vitest";
import { formatNumber } from "../../ui/format.ts";
import { judgedWords, partsWords } from "./figure-words.ts";

const hour = 3_600_000;

test.each([
  [{ usedMs: 26 * hour, allowedMs: 24 * hour, measure: "business" }, "26 h of 24 h"],
  [{ usedMs: 24 * hour + 900, allowedMs: 24 * hour, measure: "business" }, "24 h 01 m of 24 h"],
  [{ usedMs: null, allowedMs: hour, measure: "business" }, "over 1 h"],
  [{ usedMs: 30 * hour, allowedMs: 120 * hour, measure: "calendar" }, "1 d 6 h of 5 d"],
] as const)("a clock of %o is told as “%s”", (judged, words) => expect(judgedWords(judged)).toBe(words));

test("what the rows come to is told apart from what the figure leaves out; parts of nothing are not told", () => {
  const part = (name: string, count: number, among = true) => ({ name, count, among });
  expect(partsWords([part("met", 1_200), part("late", 0), part("breached", 3), part("running", 2, false)], (value) => formatNumber(value))).toEqual({ among: "1,200 met, 3 breached", apart: "2 running" });
  expect(partsWords([], String)).toEqual({ among: "", apart: "" });
});
