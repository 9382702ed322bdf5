import { getOpportunity, moveOpportunity, readBoard } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { call } from "../../app/api.ts";
import { patch, useAct } from "../../app/query.ts";
import { movedOnBoard } from "./moved-on-board.ts";

type Deal = Pick<OpportunityRow, "id" | "name" | "stage">;
type Stage = { key: string; name: string; position: number };

/** Moves a deal at once and tells the server; an undo moves it back, a refusal puts it where somebody else has it now. */
export function useMoveDeal(): (deal: Deal, to: Stage) => void {
  const act = useAct(moveOpportunity, {
    invalidates: ["pipeline", "people"],
    optimistic: (input) => {
      const ways = [patch(readBoard, (board) => movedOnBoard(board, input.params.opportunityId, input.body.to, new Date())), patch(getOpportunity, (page) => (page.id === input.params.opportunityId ? movedOnPage(page, input.body.to) : page))];
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
