import { expect, test } from "vitest";
import { parseMoney } from "./money-input.tsx";

test.each([
  ["64,200", "EUR", 6_420_000],
  ["64.200", "EUR", 6_420_000],
  ["64200.5", "EUR", 6_420_050],
  ["1.234,56", "EUR", 123_456],
  ["€ 1 234,56", "EUR", 123_456],
  ["64,200", "JPY", 64_200],
  ["-12.30", "EUR", -1230],
  ["", "EUR", null],
  ["12a", "EUR", undefined],
  ["a", "EUR", undefined],
  ["99999999999999999", "EUR", undefined],
])("%s in %s", (text, currency, minor) => expect(parseMoney(text, currency)).toBe(minor));
