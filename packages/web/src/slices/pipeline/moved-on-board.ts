import type { Board, DealSums } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { weightedMinor } from "@tandem/domain/pipeline/amount";

/** The card goes to the top of its new column; both columns' sums follow. */
export function movedOnBoard(board: Board, id: string, to: string, now: Date): Board {
  const card = board.columns.flatMap((column) => column.cards).find((one) => one.id === id);
  const target = board.columns.find((column) => column.stage.key === to);
  if (!card || !target || card.stage.key === to) return board;
  const moved = { ...card, stage: { ...card.stage, key: target.stage.key, name: target.stage.name, position: target.stage.position }, stageSince: now.toISOString(), stuck: false };
  const columns = board.columns.map((column) => {
    if (column.stage.key === card.stage.key) return { ...column, cards: column.cards.filter((one) => one.id !== id), sums: changed(column.sums, card, -1, column.stage.probability) };
    if (column.stage.key === to) return { ...column, cards: [moved, ...column.cards], sums: changed(column.sums, card, 1, column.stage.probability) };
    return column;
  });
  return { ...board, columns, total: { ...board.total, weighted: columns.reduce((sum, column) => sum + column.sums.weighted, 0) } };
}

function changed(sums: DealSums, card: OpportunityRow, sign: 1 | -1, probability: number): DealSums {
  const amount = sums.amount + sign * (card.amount?.company ?? 0);
  return {
    count: sums.count + sign,
    amount,
    weighted: weightedMinor(amount, probability),
    withoutRate: sums.withoutRate + (card.amount !== null && card.amount.company === null ? sign : 0),
    withoutAmount: sums.withoutAmount + (card.amount === null ? sign : 0),
  };
}
