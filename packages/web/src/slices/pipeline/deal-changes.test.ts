import { expect, test } from "vitest";
import { changesBetween } from "./deal-changes.ts";

const euro = (amount: number) => ({ amount, currency: "EUR", company: amount, rate: null });
const start = { name: "Deal", amount: euro(100), closeOn: "2026-12-01", owner: { id: "ana", name: "Ana" }, company: null };
const form = { name: "Deal", amount: 100, currency: "EUR", closeOn: "2026-12-01", owner: "ana", company: null };

test("what the other changed and I did not is taken over; what both changed is said to be both's", () => {
  const now = { ...start, amount: euro(250), closeOn: "2026-12-24", name: "Deal, renamed" };
  expect(changesBetween(start, now, { ...form, amount: 300, name: "Deal, renamed" })).toEqual([
    { field: "name", before: "Deal", now: "Deal, renamed", mine: "Deal, renamed", both: false },
    { field: "amount", before: 100, now: 250, mine: 300, both: true },
    { field: "closeOn", before: "2026-12-01", now: "2026-12-24", mine: "2026-12-01", both: false },
  ]);
});

test("another currency is another amount, and a deal nobody else changed has nothing to look at", () => {
  expect(changesBetween(start, { ...start, amount: { ...euro(100), currency: "CHF" } }, form)).toEqual([{ field: "amount", before: 100, now: 100, mine: 100, both: false }]);
  expect(changesBetween(start, start, { ...form, name: "Mine" })).toEqual([]);
});
