import { answersMissing, dealClosed, qualifyHandoff } from "@tandem/contract/handoff/acts";
import { noSuchOpportunity } from "@tandem/contract/pipeline/parts";
import { bound } from "../../platform/bound.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { stopClocks } from "../../spine/clocks.ts";
import { closeHandoff } from "../../spine/handoffs.ts";
import { joinOpportunity } from "../../spine/join-opportunity.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { nameOf, notify } from "../../spine/notify.ts";
import { openOpportunity } from "../../spine/open-opportunity.ts";
import { loadRoster } from "../../spine/roster.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import type { ContactState } from "../../spine/states.ts";
import type { Work } from "../../spine/work.ts";
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
    const { opportunity, joins } = body;
    if (opportunity?.stage !== undefined && !(await work.tx.find("select 1 from pipeline_stage where key = $1", [opportunity.stage]))) throw new Refusal(noSuchStage);
    const opportunityId = opportunity
      ? await openOpportunity(work, {
          contactId: contact.id, handoffId: handoff.id, name: opportunity.name, amount: opportunity.amount, currency: opportunity.currency, closeOn: opportunity.closeOn,
          ownerId: handoff.assigneeId ?? call.principal.userId, teamId: handoff.teamId, ...(opportunity.stage !== undefined && { stage: opportunity.stage }),
        })
      : null;
    if (joins !== undefined) await joinOpenDeal(work, call.principal, { contact, handoffId: handoff.id }, joins);
    return { id: handoff.id, state: handoff.state, opportunityId: opportunityId ?? joins ?? null };
  }),
);

/** Whoever sees a deal may bring the lead they worked to it: its owner is told, and needs no other's leave. */
async function joinOpenDeal(work: Work, principal: Principal, { contact, handoffId }: { contact: ContactState; handoffId: string }, opportunityId: string): Promise<void> {
  const b = bound();
  const deal = await work.tx.find<{ name: string; state: string; owner_id: string | null; led: boolean }>(`select name, state, owner_id, exists (select from opportunity_contact m where m.opportunity_id = o.id and m.main) as led from opportunity o where o.id = ${b.bind(opportunityId)} and ${opportunityScope(principal, b)} for update`, b.params);
  if (!deal) throw new Refusal(noSuchOpportunity);
  if (deal.state !== "open") throw new Refusal(dealClosed);
  joinOpportunity(work, { opportunityId, contactId: contact.id, main: !deal.led, handoffId });
  // A deal of which only the company was known goes on through them.
  if (!deal.led) moveStage(work, contact.id, { kind: "opportunity-opened" });
  if (deal.owner_id === null || deal.owner_id === principal.userId) return;
  const { name } = (await loadRoster(work)).people.get(principal.userId)!;
  notify(work, deal.owner_id, { kind: "opportunity.joined", title: `${nameOf(contact)} joined ${deal.name}`, body: `${name} qualified them and brought them into the buying group.`, link: `/pipeline/${opportunityId}`, cause: `handoff ${handoffId} joined` });
}

const noSuchStage = { code: "no-such-stage", status: 422, title: "The pipeline has no such stage. Choose one of its stages." } as const;
