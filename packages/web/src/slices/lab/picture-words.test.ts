import { expect, test } from "vitest";
import { bandName, isoWeek, lostWords, pairBands, volumeOwed, weekNames, weeksIn, weeksOf } from "./picture-words.ts";

const band = (from: number, to: number | null) => ({ from, to, people: 1, known: 1, sql: 1, won: 0, lift: 1 });

test("bands of both versions meet by where they begin", () => {
  const paired = pairBands({ inForce: [band(40, 60), band(60, null)], draft: [band(20, 40), band(40, 60)] });
  expect(paired.map(({ from, inForce, draft }) => [from, inForce !== null, draft !== null])).toEqual([[20, false, true], [40, true, true], [60, true, false]]);
  const empty = (one: ReturnType<typeof band>) => ({ ...one, people: 0, known: 0, sql: 0 });
  expect(pairBands({ inForce: [], draft: [empty(band(0, 20)), band(20, 40), empty(band(40, 60)), band(60, 80), empty(band(80, null))] }).map(({ from }) => from)).toEqual([20, 40, 60]);
  expect(pairBands({ inForce: [empty(band(0, null))], draft: [] })).toEqual([]);
  expect(bandName(60, null, String)).toBe("60 and more");
});

test("ninety-one days are thirteen weeks, and a quarter's volume is owed in them", () => {
  expect(weeksIn("2026-08-17", "2026-11-15")).toBe(13);
  expect(volumeOwed(300, 13)).toBe(300);
  expect(volumeOwed(300, 52)).toBe(1_200);
});

test("weeks are numbered as calendars do, and no two are the same point", () => {
  expect(["2026-08-17", "2026-11-15", "2025-12-29", "2026-01-01", "2026-12-28", "2027-01-03", "1969-12-29"].map(isoWeek)).toEqual([34, 46, 1, 1, 53, 53, 1]);
  const names = weekNames(["2025-11-17", "2026-11-16"]);
  expect(new Set(names).size).toBe(2);
  expect(names.every((name) => name.startsWith("W47"))).toBe(true);
});

test("a history younger than the period asked for is not stretched over it", () => {
  const week = (monday: string) => ({ week: monday, inForce: 1, draft: 1, gained: 0, lost: 0 });
  expect(weeksOf({ from: "2025-11-24", to: "2026-11-22", weeks: [week("2026-09-21")] })).toBe(9);
  expect(weeksOf({ from: "2025-11-24", to: "2026-11-22", weeks: [week("2025-11-24")] })).toBe(52);
  expect(weeksOf({ from: "2025-11-26", to: "2026-11-22", weeks: [] })).toBe(52);
});

test("who is unknown is not said not to have become a customer, and revenue without a rate is not nothing", () => {
  const told = (lost: number, of: { unknown?: number; won?: number; rejected?: number; amount?: number; withoutRate?: number }) => {
    const { amount = 0, ...counts } = of;
    const { customers, rest } = lostWords({ lost, ended: { lost: { unknown: 0, won: 0, rejected: 0, withoutRate: 0, ...counts, revenue: { amount, currency: "EUR" } } } as never }, { number: String, money: (minorUnits) => `${minorUnits / 100} EUR` });
    return [customers, ...rest];
  };
  expect(told(0, {})).toEqual(["Nobody is left out"]);
  expect(told(3, { unknown: 3 })).toEqual(["How they ended is unknown"]);
  expect(told(3, { unknown: 1 })).toEqual(["None is known to have become a customer", "1 unknown"]);
  expect(told(3, {})).toEqual(["None became a customer"]);
  expect(told(9, { won: 2, rejected: 3, unknown: 4, amount: 12_000 })).toEqual(["2 became customers", "120 EUR", "3 rejected", "4 unknown"]);
  expect(told(1, { won: 1, withoutRate: 1 })).toEqual(["1 became a customer"]);
  expect(told(1, { won: 1 })).toEqual(["1 became a customer", "0 EUR"]);
});
