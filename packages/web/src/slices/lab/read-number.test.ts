import { expect, test } from "vitest";
import { readNumber } from "./read-number.ts";

test.each([
  ["12", 12], ["+12", 12], ["−15", -15], ["-1.5", -1.5], ["2,5", 2.5], ["1,000", 1_000], ["never", null], ["Never", null],
])("%s is read", (text, value) => expect(readNumber(text, { min: -1_000, max: 1_000, never: true })).toEqual({ value }));

test.each(["", "abc", "1001", "--1", "1e3", "NaN"])("%j is no number", (text) => expect(readNumber(text, { min: -1_000, max: 1_000, never: true })).toBeNull());

test("never is only where it may be", () => expect(readNumber("never", { min: 0, max: 10, never: false })).toBeNull());
