import { expect, test } from "vitest";
import { readTyped } from "./number-box.tsx";

test.each([
  ["12", {}, 12],
  ["1,000", { max: 1000 }, 1000],
  ["\u221215", {}, -15],
  ["1.5", {}, 1.5],
  ["0", { min: 0, whole: true }, 0],
  [" ", { optional: true }, null],
  ["", {}, Number.NaN],
])("%j within %j", (text, bounds, value) => expect(readTyped(text, bounds)).toEqual({ value }));

test.each([
  ["twelve", {}, "Not a number: write digits."],
  ["12 pieces", { optional: true }, "Not a number: write digits or leave it empty."],
  ["-", {}, "Not a number: write digits."],
  ["1.5", { whole: true }, "A whole number, please."],
  ["-1", { min: 0, max: 10 }, "This is not negative."],
  ["11", { min: 0, max: 10 }, "From 0 to 10."],
  ["0", { min: 1 }, "At least 1."],
  ["2,000", { max: 1000 }, "At most 1,000."],
])("%j within %j is refused in words", (text, bounds, refused) => expect(readTyped(text, bounds)).toEqual({ value: Number.NaN, refused }));
