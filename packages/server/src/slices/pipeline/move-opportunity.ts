import { moveOpportunity } from "@tandem/contract/pipeline/opportunities";
import { alreadyClosed, noSuchStage } from "@tandem/contract/pipeline/parts";
import { decideOpportunity } from "@tandem/domain/pipeline/decide-move";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { recordMove, refuseChanged, workOnOpportunity } from "./work-on-opportunity.ts";

/** Guarded by the stage the caller saw, not by the version: somebody else's edit of the amount is no reason to drop a card back. */
export const moveOpportunityRoute = handle(moveOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: false }, async (on) => {
    const { work, deal } = on;
    const decision = decideOpportunity(deal, { kind: "move", ...body });
    if (decision.kind === "stayed") return null;
    if (decision.kind === "refused") return decision.code === "already-closed" ? Promise.reject(new Refusal(alreadyClosed)) : refuseChanged(on);
    if (!(await work.tx.find("select 1 from pipeline_stage where key = $1", [body.to]))) throw new Refusal(noSuchStage);
    await recordMove(work, deal, decision);
    return { stage: decision.stage, stage_since: work.at };
  }),
);
