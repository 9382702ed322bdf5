import { expect, test } from "vitest";
import { parseNumber } from "./parse-number.ts";

test("numbers are read as people write them, and nothing else is", () => {
  const read = ["12", "1,000", "4,999,000", "1.5", "1,5", "−15", "-15", "+8", " 7 ", "", "abc", "1,0,0", "1e9", "--1", "12 days"].map(parseNumber);
  expect(read).toEqual([12, 1000, 4999000, 1.5, 1.5, -15, -15, 8, 7, null, null, null, null, null, null]);
});
