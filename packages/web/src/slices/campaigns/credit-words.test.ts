import fc from "fast-check";
import { expect, it } from "vitest";
import { costScopeWords, roiWords, roundColumn, roundMoneyColumn, skippedWords, youngWords } from "./credit-words.ts";

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

it("says by how many the funnel is ahead, and nothing where it is not", () => {
  expect(skippedWords({ skipped: { mqls: 1, sqls: 0 } }, String)).toMatch(/^The cohort funnel counts 1 MQL more:/);
  expect(skippedWords({ skipped: { mqls: 2, sqls: 3 } }, String)).toMatch(/counts 2 MQLs and 3 SQLs more:/);
  expect([skippedWords({ skipped: { mqls: 0, sqls: 0 } }, String), skippedWords({ skipped: null }, String)]).toEqual([null, null]);
});

it("calls a return so far only while many of the leads are young, and always tells how many are", () => {
  const share = (value: number) => `${Math.round(value * 100)} %`;
  expect([roiWords({ roi: 34, revenue: 9, maturing: false }, share), roiWords({ roi: 34, revenue: 9, maturing: true }, share), roiWords({ roi: -100, revenue: 0, maturing: true }, share), roiWords({ roi: -100, revenue: 0, maturing: false }, share)]).toEqual(["34 %", "so far 34 %", "maturing", "-100 %"]);
  const figures = { leads: { credit: 0, touched: 240 } } as Parameters<typeof youngWords>[0]["figures"];
  expect([youngWords({ young: 12, figures }, String), youngWords({ young: 0, figures }, String)]).toEqual(["12 of 240 leads still maturing", null]);
});

it("says what the rates of the total count, and nothing where they count all of it", () => {
  const total = { revenue: 500, figures: { leads: { credit: 40_000, touched: 4 }, sqls: { credit: 10_000, touched: 1 } } } as Parameters<typeof costScopeWords>[0]["total"];
  const say = (broughtByCost: Parameters<typeof costScopeWords>[0]["broughtByCost"]) => costScopeWords({ total, broughtByCost }, String, (minor) => `€${minor}`);
  expect(say({ leads: 25_000, sqls: 0, revenue: 0 })).toMatch(/: 2\.5 of 4 leads, 0 of 1 SQLs, €0 of €500 revenue\.$/);
  expect(costScopeWords({ total: { ...total, revenue: 0 }, broughtByCost: { leads: 0, sqls: 0, revenue: 0 } }, String, String)).toMatch(/0 of 1 SQLs\.$/);
  expect([say({ leads: 40_000, sqls: 10_000, revenue: 500 }), say(null)]).toEqual([null, null]);
});
