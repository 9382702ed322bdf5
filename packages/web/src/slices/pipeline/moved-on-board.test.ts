import type { Board } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { describe, expect, it } from "vitest";
import { movedOnBoard } from "./moved-on-board.ts";

const stage = (key: string, position: number, probability: number) => ({ key, name: key, position, probability });
const card = (id: string, key: string, amount: OpportunityRow["amount"]): OpportunityRow => ({
  id, name: id, company: null, contact: null, owner: null, stage: { key, name: key, position: 1, of: 2 }, state: "open", amount, closeOn: null, createdAt: "2026-01-01T00:00:00.000Z",
  stageSince: "2026-01-01T00:00:00.000Z", closedAt: null, stuck: true, tasks: 0, version: 0,
});
const euro = (minor: number) => ({ amount: minor, currency: "EUR", company: minor, rate: null });
const board: Board = {
  currency: "EUR",
  whose: { all: true, teams: [] },
  columns: [
    { stage: stage("first", 1, 10), median: null, next: null, cards: [card("a", "first", euro(1_000)), card("b", "first", { amount: 5, currency: "JPY", company: null, rate: null }), card("c", "first", null)], sums: { count: 3, amount: 1_000, weighted: 100, withoutRate: 1, withoutAmount: 1 } },
    { stage: stage("second", 2, 50), median: null, next: null, cards: [card("d", "second", euro(400))], sums: { count: 1, amount: 400, weighted: 200, withoutRate: 0, withoutAmount: 0 } },
  ],
  total: { count: 4, amount: 1_400, weighted: 300, withoutRate: 1, withoutAmount: 1 },
};
const now = new Date("2026-02-01T00:00:00Z");

describe("a card moved before the server has answered", () => {
  it("takes its amount along, weighted anew, and starts its stay", () => {
    const moved = movedOnBoard(board, "a", "second", now);
    expect(moved.columns.map((column) => [column.cards.map((one) => one.id), column.sums])).toEqual([
      [["b", "c"], { count: 2, amount: 0, weighted: 0, withoutRate: 1, withoutAmount: 1 }],
      [["a", "d"], { count: 2, amount: 1_400, weighted: 700, withoutRate: 0, withoutAmount: 0 }],
    ]);
    expect(moved.total).toEqual({ ...board.total, weighted: 700 });
    expect(moved.columns[1]!.cards[0]).toMatchObject({ stage: { key: "second", position: 2 }, stageSince: now.toISOString(), stuck: false });
  });
  it("never sums what has no rate or no amount", () => {
    expect(movedOnBoard(board, "b", "second", now).columns[1]!.sums).toEqual({ count: 2, amount: 400, weighted: 200, withoutRate: 1, withoutAmount: 0 });
    expect(movedOnBoard(board, "c", "second", now).columns[1]!.sums).toEqual({ count: 2, amount: 400, weighted: 200, withoutRate: 0, withoutAmount: 1 });
  });
  it("changes nothing for a card that is there already or not shown", () => {
    expect(movedOnBoard(board, "d", "second", now)).toBe(board);
    expect(movedOnBoard(board, "x", "second", now)).toBe(board);
    expect(movedOnBoard(board, "a", "nowhere", now)).toBe(board);
  });
});
