import { getOpportunity, moveOpportunity, readBoard, type Board, type DealSums } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { weightedMinor } from "@tandem/domain/pipeline/amount";
import { call } from "../../app/api.ts";
import { patch, useAct } from "../../app/query.ts";

type Deal = Pick<OpportunityRow, "id" | "name" | "stage">;
type Stage = { key: string; name: string; position: number };

/** Moves a deal at once and tells the server; an undo moves it back, a refusal puts it where somebody else has it now. */
export function useMoveDeal(): (deal: Deal, to: Stage) => void {
  const act = useAct(moveOpportunity, {
    invalidates: ["pipeline", "people"],
    optimistic: (input) => {
      const ways = [patch(readBoard, (board) => movedOnBoard(board, input.params.opportunityId, input.body.to)), patch(getOpportunity, (page) => (page.id === input.params.opportunityId ? movedOnPage(page, input.body.to) : page))];
      return () => ways.forEach((back) => back());
    },
    said: (output) => `${output.name} is in ${output.stage.name}`,
    undo: (output, input) => call(moveOpportunity, { params: input.params, body: { from: output.stage.key, to: input.body.from } }),
  });
  return (deal, to) => {
    if (deal.stage.key !== to.key) act.mutate({ params: { opportunityId: deal.id }, body: { from: deal.stage.key, to: to.key } });
  };
}

function movedOnPage<Page extends { stage: OpportunityRow["stage"]; stages: readonly Stage[]; stageSince: string }>(page: Page, to: string): Page {
  const stage = page.stages.find((one) => one.key === to);
  return stage ? { ...page, stage: { ...page.stage, key: stage.key, name: stage.name, position: stage.position }, stageSince: new Date().toISOString(), stuck: false } : page;
}

/** The card goes to the top of its new column; both columns' sums follow. */
export function movedOnBoard(board: Board, id: string, to: string): Board {
  const card = board.columns.flatMap((column) => column.cards).find((one) => one.id === id);
  const target = board.columns.find((column) => column.stage.key === to);
  if (!card || !target || card.stage.key === to) return board;
  const moved = { ...card, stage: { ...card.stage, key: target.stage.key, name: target.stage.name, position: target.stage.position }, stageSince: new Date().toISOString(), stuck: false };
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
