import { moveOpportunity } from "@tandem/contract/pipeline/opportunities";
import { alreadyClosed, noSuchStage } from "@tandem/contract/pipeline/parts";
import { decideOpportunity } from "@tandem/domain/pipeline/decide-move";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { recordMove, refuseChanged, workOnOpportunity, type OpportunityWork } from "./work-on-opportunity.ts";

/** Guarded by the stage the caller saw, not by the version: somebody else's edit of the amount is no reason to drop a card back. */
export const moveOpportunityRoute = handle(moveOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: false }, async (on) => {
    const { work, deal } = on;
    const decision = decideOpportunity(deal, { kind: "move", ...body });
    if (decision.kind === "stayed") return null;
    if (decision.kind === "refused") return decision.code === "already-closed" ? Promise.reject(new Refusal(alreadyClosed)) : refuseChanged(on);
    const [stage, since] = await Promise.all([work.tx.find("select 1 from pipeline_stage where key = $1", [body.to]), takeBackMove(on, decision.stage)]);
    if (!stage) throw new Refusal(noSuchStage);
    recordMove(work, deal, { ...decision, undoes: since !== null });
    return { stage: decision.stage, stage_since: since ?? work.at };
  }),
);

/** How soon a move back counts as an undo. */
const undoneWithinMs = 60_000;

/**
 * A card dropped in the wrong column and put back at once never left: its stay goes on from when it began. Both moves
 * stay in the history; neither counts as a stay. Answers since when the deal stands where it goes back to.
 */
async function takeBackMove({ work, deal }: OpportunityWork, to: string): Promise<Date | null> {
  const last = await work.tx.find<{ id: string; at: Date; stayed_ms: number | null; from_stage: string | null; to_stage: string }>(
    "select id, at, stayed_ms, from_stage, to_stage from opportunity_move where opportunity_id = $1 order by at desc, id desc limit 1",
    [deal.id],
  );
  if (!last || last.stayed_ms === null || last.from_stage !== to || last.to_stage !== deal.stage || work.at.getTime() - last.at.getTime() > undoneWithinMs) return null;
  work.tx.send("update opportunity_move set stayed_ms = null where id = $1", [last.id]);
  return new Date(last.at.getTime() - last.stayed_ms);
}
