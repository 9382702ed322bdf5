import { expect, test } from "vitest";
import { nearestQuarters } from "./target-words.ts";

test("four quarters around the one shown can be chosen, itself among them", () => {
  const year = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"];
  expect(nearestQuarters(year, "2026-Q4")).toEqual(["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]);
  expect(nearestQuarters(year, "2026-Q1")).toEqual(["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
  expect(nearestQuarters(["2026-Q1"], "2026-Q4")).toEqual(["2026-Q1", "2026-Q4"]);
});
