import { expect, test } from "vitest";
import { pairLines, verdictOf } from "./point-lines.ts";

const rule = (key: string, points: number) => ({ kind: "rule" as const, rule: key, name: key.toUpperCase(), points });
const cap = (key: string, points: number) => ({ kind: "group-cap" as const, group: key, name: key, points });

test("lines meet by their rule; what only one side has keeps its place", () => {
  const pairs = pairLines([rule("a", 1_000), rule("gone", 2_000), rule("b", 3_000)], [rule("a", 1_000), rule("b", 5_000), rule("new", 500)]);
  expect(pairs.map(({ name, inForce, draft, differs }) => [name, inForce, draft, differs])).toEqual([
    ["A", 1_000, 1_000, false], ["GONE", 2_000, null, true], ["B", 3_000, 5_000, true], ["NEW", null, 500, true],
  ]);
});

test("a cap and a rule of one key are two lines, and the sum of either side is kept", () => {
  const pairs = pairLines([rule("mail", 9_000), cap("mail", -4_000)], [rule("mail", 9_000)]);
  expect(pairs).toHaveLength(2);
  expect(pairs.reduce((sum, pair) => sum + (pair.inForce ?? 0), 0)).toBe(5_000);
});

test("a verdict says what is missing", () => {
  const say = (milli: number) => String(milli / 1_000);
  const one = { qualifies: false, by: null, never: false, needs: 40_000, engagement: 32_000, grade: "A" as const };
  expect(verdictOf(one, say)).toBe("Not yet: 32 of 40 engagement");
  expect(verdictOf({ ...one, needs: null, grade: "D" }, say)).toBe("Grade D never qualifies by points");
  expect(verdictOf({ ...one, qualifies: true, by: "fast-lane" }, say)).toBe("MQL by a fast lane");
  expect(verdictOf({ ...one, never: true }, say)).toBe("Never an MQL, whatever they do");
});
