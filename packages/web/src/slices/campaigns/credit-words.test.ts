import fc from "fast-check";
import { expect, it } from "vitest";
import { roundColumn, roundMoneyColumn } from "./credit-words.ts";

it("rounds a column so that its parts sum to its total", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 1, maxLength: 40 }), (credits) => {
      const rounded = roundColumn(credits);
      const tenths = Math.round(rounded.reduce((sum, value) => sum + value * 10, 0));
      expect(tenths).toBe(Math.round(credits.reduce((sum, credit) => sum + credit, 0) / 1_000));
      rounded.forEach((value, index) => expect(Math.abs(value - credits[index]! / 10_000)).toBeLessThanOrEqual(0.1 + 1e-9));
    }),
  );
  expect(roundMoneyColumn([150, 150, 0], "EUR")).toEqual([200, 100, 0]);
  expect(roundMoneyColumn([150, -50], "EUR")).toEqual([150, -50]);
  expect(roundColumn([3_334, 3_333, 3_333])).toEqual([0.4, 0.3, 0.3]);
});
