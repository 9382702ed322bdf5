import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMoney, convertMoney, decimalFromMoney, money, moneyFromDecimal, splitExactly } from "./money.ts";

describe("money", () => {
  it.each([
    ["64200.00", "EUR", 6_420_000],
    ["-3.5", "EUR", -350],
    ["+0.070", "USD", 7],
    ["1200", "JPY", 1200],
    ["1.234", "KWD", 1234],
    ["0", "EUR", 0],
  ])("reads %s %s exactly", (text, currency, minor) => {
    expect(moneyFromDecimal(text, currency)).toEqual({ minor, currency });
  });

  it.each([["1.234", "EUR"], ["1,5", "EUR"], ["", "EUR"], ["1e3", "EUR"], ["99999999999999999999", "EUR"], ["1", "eur"], ["1.5", "JPY"]])("refuses %s %s", (text, currency) => {
    expect(moneyFromDecimal(text, currency)).toBeNull();
  });

  it("writes what it reads", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom("EUR", "JPY", "KWD", "CLF"), (minor, currency) => {
        expect(moneyFromDecimal(decimalFromMoney({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
  });

  it("converts between currencies of different decimals, half away from zero", () => {
    expect(convertMoney(money(100, "EUR"), "160.5", "JPY")).toEqual({ minor: 161, currency: "JPY" });
    expect(convertMoney(money(-100, "EUR"), "160.5", "JPY")).toEqual({ minor: -161, currency: "JPY" });
    expect(convertMoney(money(161, "JPY"), "0.0062", "EUR")).toEqual({ minor: 100, currency: "EUR" });
    expect(convertMoney(money(1, "EUR"), "0", "USD")).toBeNull();
    expect(convertMoney(money(1, "EUR"), "-1", "USD")).toBeNull();
  });

  it("never adds two currencies", () => {
    expect(() => addMoney(money(1, "EUR"), money(1, "USD"))).toThrow(/EUR and USD/);
    expect(() => money(0.5, "EUR")).toThrow(RangeError);
  });

  it("splits so that the parts sum to the whole and each is within one unit of its share", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.array(fc.nat(10_000), { minLength: 1, maxLength: 12 }), (whole, weights) => {
        const total = weights.reduce((a, b) => a + b, 0);
        const parts = splitExactly(whole, weights);
        if (total === 0) {
          expect(parts.every((part) => part === 0)).toBe(true);
          return;
        }
        expect(parts.reduce((a, b) => a + b, 0) === whole).toBe(true);
        parts.forEach((part, index) => expect(Math.abs(part - (whole * (weights[index] as number)) / total)).toBeLessThan(1.001));
      }),
    );
  });
});
