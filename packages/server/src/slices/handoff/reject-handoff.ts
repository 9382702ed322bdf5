import { rejectHandoff, rejectHandoffs } from "@tandem/contract/handoff/acts";
import type { ParsedInputOf } from "@tandem/contract/operation";
import { handle, type Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { closeHandoff } from "../../spine/handoffs.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { attemptsClause, readPromises } from "../../spine/promises.ts";
import { listProofs, sofar } from "./attempts-store.ts";
import { severally } from "./severally.ts";
import { attemptsMissing } from "./words.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , , noSuchReason, attemptsOwed] = rejectHandoff.refusals;

/** Back to Marketing with a reason it can learn from. "Could not be reached" must be proven first. */
export const rejectHandoffRoute = handle(rejectHandoff, (call, { params, body }) => reject(call, params.handoffId, body));

/** The same reason for several: each lead is judged by itself. */
export const rejectHandoffsRoute = handle(rejectHandoffs, (call, { body: { ids, ...body } }) => severally(ids, (id) => reject(call, id, body)));

function reject(call: Call, handoffId: string, body: ParsedInputOf<typeof rejectHandoff>["body"]) {
  return workOnHandoff(call, handoffId, async (work, handoff) => {
    const reason = work.inForce.agreement.rejectionReasons.find((one) => one.code === body.reason && one.to === body.to);
    if (!reason) throw new Refusal(noSuchReason!);
    if (reason.needsAttempts) {
      const promises = await readPromises(work.tx, work.inForce, [handoff.agreementVersion]);
      const missing = attemptsMissing(attemptsClause(promises(handoff.agreementVersion), handoff.tier), sofar(await listProofs(work.tx, handoff.id)));
      if (missing !== null) throw new Refusal(attemptsOwed!, `${missing}.`);
    }
    const state = body.to === "nurture" ? ("rejected-nurture" as const) : ("rejected-unqualified" as const);
    // Who is further along by now (a customer, a deal) stays there; the handoff is settled all the same.
    moveStage(work, handoff.contactId, { kind: state, words: body.words });
    await closeHandoff(work, handoff, { state, by: call.principal.userId, reason: reason.code, words: body.words });
    return { id: handoff.id, state };
  });
}
