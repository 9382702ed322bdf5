import { expect, test } from "vitest";
import { formatNumber } from "../../ui/format.ts";
import { judgedWords, partsWords, rowsWords } from "./figure-words.ts";

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

test("a figure of money tells its deals and what they come to, hidden ones included", () => {
  expect(rowsWords(56, null, "€4,268,720")).toBe("deals, €4,268,720");
  expect(rowsWords(1, null, "€48,000")).toBe("deal, €48,000");
  expect(rowsWords(12, "44", "€4,268,720")).toBe("deals you may see, 44 more belong to other teams; €4,268,720 in all");
  expect([rowsWords(1, null, null), rowsWords(9, "3", null)]).toEqual(["row", "rows you may see, 3 more belong to other teams"]);
});
