import { loseOpportunity, reopenOpportunity, winOpportunity } from "@tandem/contract/pipeline/opportunities";
import { alreadyClosed } from "@tandem/contract/pipeline/parts";
import { decideOpportunity } from "@tandem/domain/pipeline/decide-move";
import { lostReasons, wonReasons, type CloseReason } from "@tandem/domain/pipeline/opportunity";
import type { RefusalKind } from "@tandem/contract/operation";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { convertAt } from "../../spine/exchange-rates.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { recordChange, recordMove, workOnOpportunity, type OpportunityWork } from "./work-on-opportunity.ts";

const noSuchReason = winOpportunity.refusals.find((refusal) => refusal.code === "no-such-reason")!;
const notClosed = reopenOpportunity.refusals.find((refusal) => refusal.code === "not-closed")!;

/** Won: the amount is converted at the rate of the day once more and then frozen; the main contact becomes a customer. */
export const winOpportunityRoute = handle(winOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: true, version: body.version }, async ({ work, deal, main }) => {
    requireReason(wonReasons, body.reason);
    const decision = decideOpportunity(deal, { kind: "win" });
    if (decision.kind !== "moved") throw new Refusal(alreadyClosed);
    const amount = body.amount ?? deal.amount;
    if (amount !== deal.amount) recordChange(work, deal, "amount", written(deal.amount, deal.currency), written(amount, deal.currency));
    const converted = await convertAt(work.tx, { minor: amount, currency: deal.currency }, work.inForce.agreement.currency, work.today);
    if ((converted?.minor ?? null) !== deal.amount_company) recordChange(work, deal, "amount_company", deal.amount_company, converted?.minor ?? null);
    recordMove(work, deal, { ...decision, reason: body.reason, words: body.words });
    if (main) moveStage(work, main.id, { kind: "won", words: body.words || null });
    return {
      state: "won", closed_at: work.at, reason: body.reason, words: body.words || null,
      amount, amount_company: converted?.minor ?? null, rate: converted?.rate?.rate ?? null, rate_day: converted?.rate?.day ?? null,
    };
  }),
);

/** Lost: the main contact moves to lost, unless they are still wanted in another open deal; then on to nurture where asked. */
export const loseOpportunityRoute = handle(loseOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: true, version: body.version }, async (on) => {
    const { work, deal, main } = on;
    requireReason(lostReasons, body.reason);
    const decision = decideOpportunity(deal, { kind: "lose" });
    if (decision.kind !== "moved") throw new Refusal(alreadyClosed);
    const competitor = body.competitor === undefined ? deal.competitor : body.competitor || null;
    if (competitor !== deal.competitor) recordChange(work, deal, "competitor", deal.competitor, competitor);
    recordMove(work, deal, { ...decision, reason: body.reason, words: body.words });
    if (main && !(await hasOtherDeal(on, "open"))) {
      const lost = moveStage(work, main.id, { kind: "lost", words: body.words || null });
      if (lost.kind === "move" && body.nurture) moveStage(work, main.id, { kind: "recycled" });
    }
    return { state: "lost", closed_at: work.at, reason: body.reason, words: body.words || null, competitor };
  }),
);

/** Undo of winning or losing: open again where it stood. That it was closed stays in the history, the person's too. */
export const reopenOpportunityRoute = handle(reopenOpportunity, (call, { params, body }) =>
  workOnOpportunity(call, params.opportunityId, { contacts: true, version: body.version }, async (on) => {
    const { work, deal, main } = on;
    const decision = decideOpportunity(deal, { kind: "reopen" });
    if (decision.kind !== "moved") throw new Refusal(notClosed);
    recordMove(work, deal, { ...decision, words: body.words });
    if (main) {
      // Somebody who bought in another deal stays a customer.
      if (deal.state === "won" && !(await hasOtherDeal(on, "won"))) moveStage(work, main.id, { kind: "win-undone", words: body.words || null });
      else moveStage(work, main.id, { kind: "opportunity-opened", words: body.words || null });
    }
    const converted = await convertAt(work.tx, { minor: deal.amount, currency: deal.currency }, work.inForce.agreement.currency, work.today);
    return { state: "open", closed_at: null, reason: null, words: null, amount_company: converted?.minor ?? null, rate: converted?.rate?.rate ?? null, rate_day: converted?.rate?.day ?? null };
  }),
);

function requireReason(reasons: readonly CloseReason[], code: string, refusal: RefusalKind = noSuchReason): void {
  if (!reasons.some((reason) => reason.code === code)) throw new Refusal(refusal, `The reasons are: ${reasons.map((reason) => reason.code).join(", ")}.`);
}

/** Whether the main contact is the main contact of another deal in that state. */
async function hasOtherDeal({ work, deal, main }: OpportunityWork, state: "open" | "won"): Promise<boolean> {
  const other = await work.tx.find(
    `select 1 from opportunity_contact m join opportunity o on o.id = m.opportunity_id where m.main and m.contact_id in (select id from contact where survivor_id = $1) and o.id <> $2 and o.state = $3 limit 1`,
    [main!.id, deal.id, state],
  );
  return other !== null;
}

/** An amount as the history keeps it: money with its currency. */
export function written(minor: number | null, currency: string): { amount: number; currency: string } | null {
  return minor === null ? null : { amount: minor, currency };
}
