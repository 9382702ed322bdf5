import { answersMissing, qualifyHandoff } from "@tandem/contract/handoff/acts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { stopClocks } from "../../spine/clocks.ts";
import { closeHandoff } from "../../spine/handoffs.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { openOpportunity } from "../../spine/open-opportunity.ts";
import { loadRoster } from "../../spine/roster.ts";
import { answeredQuestions, missingAnswers } from "./save-answer.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , , , notToQualify] = qualifyHandoff.refusals;

/** The lead becomes an SQL and the handoff has done its work; the deal, where there is one, begins in the same transaction. */
export const qualifyHandoffRoute = handle(qualifyHandoff, (call, { params, body }) =>
  workOnHandoff(call, params.handoffId, async (work, handoff) => {
    const contact = work.contacts.get(handoff.contactId)!;
    const missing = missingAnswers(work.inForce.agreement.qualification, await answeredQuestions(work.tx, contact.id));
    if (missing.length > 0) throw new Refusal(answersMissing, `Still to answer: ${missing.join(", ")}.`, { missing });
    if (moveStage(work, contact.id, { kind: "qualified-sql" }).kind === "refused") throw new Refusal(notToQualify!);
    if (handoff.acceptedAt === null) {
      handoff.acceptedAt = work.at;
      stopClocks(work, await loadRoster(work), handoff.id, ["disposition"], work.at);
    }
    await closeHandoff(work, handoff, { state: "qualified", by: call.principal.userId });
    const { opportunity } = body;
    if (opportunity?.stage !== undefined && !(await work.tx.find("select 1 from pipeline_stage where key = $1", [opportunity.stage]))) throw new Refusal(noSuchStage);
    const opportunityId = opportunity
      ? await openOpportunity(work, {
          contactId: contact.id, handoffId: handoff.id, name: opportunity.name, amount: opportunity.amount, currency: opportunity.currency, closeOn: opportunity.closeOn,
          ownerId: handoff.assigneeId ?? call.principal.userId, teamId: handoff.teamId, ...(opportunity.stage !== undefined && { stage: opportunity.stage }),
        })
      : null;
    return { id: handoff.id, state: handoff.state, opportunityId };
  }),
);

const noSuchStage = { code: "no-such-stage", status: 422, title: "The pipeline has no such stage. Choose one of its stages." } as const;
