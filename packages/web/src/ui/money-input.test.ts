import { expect, test } from "vitest";
import { readMoney } from "./money-input.tsx";

test.each([
  ["64,200", "EUR", 6_420_000],
  ["64.200", "EUR", 6_420_000],
  ["64200.5", "EUR", 6_420_050],
  ["64,", "EUR", 6_400],
  ["1.234,56", "EUR", 123_456],
  ["€ 1 234,56", "EUR", 123_456],
  ["1 234 567 €", "EUR", 123_456_700],
  ["1'234.50 chf", "CHF", 123_450],
  ["$50", "USD", 5_000],
  ["50kr", "SEK", 5_000],
  ["64,200", "JPY", 64_200],
  ["64.200", "KWD", 64_200],
  ["50k", "EUR", 5_000_000],
  ["€1.2M", "EUR", 120_000_000],
  ["1,25m", "JPY", 1_250_000],
  ["+8", "EUR", 800],
  ["-0", "EUR", 0],
  ["  ", "EUR", null],
])("%s in %s", (text, currency, minor) => expect(readMoney(text, currency)).toEqual({ minor }));

test.each(["abc", "fifty", "abc50", "12a", "50kk", "1.234k", "1e9", "1,0,0", "1,234,5", "10 20", "--1", "-€-1", "€", "-", "$50", "99999999999999999"])("%s is refused in words", (text) =>
  expect(readMoney(text, "EUR", { signed: true })).toEqual({ minor: null, refused: "Not an amount: write 50,000." }));

test("that it may be left empty is said only where it may", () => {
  expect(readMoney("fifty", "EUR", { optional: true }).refused).toBe("Not an amount: write 50,000 or leave it empty.");
});

test("below zero only where it makes sense", () => {
  expect(["-12.30", "−€12.30", "€ -12.30"].map((text) => readMoney(text, "EUR", { signed: true }).minor)).toEqual([-1230, -1230, -1230]);
  expect(readMoney("-12.30", "EUR")).toEqual({ minor: null, refused: "An amount is not negative." });
});
