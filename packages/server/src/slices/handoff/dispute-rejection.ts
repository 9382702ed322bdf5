import { answerDispute, disputeRejection } from "@tandem/contract/handoff/acts";
import { notYours } from "@tandem/contract/handoff/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { tellChanged } from "../../spine/handoffs.ts";
import { nameOf, notify } from "../../spine/notify.ts";
import { loadRoster } from "../../spine/roster.ts";
import { managesHandoff } from "./row-scope.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, notRejected, alreadyDisputed] = disputeRejection.refusals;
const [, , noOpenDispute] = answerDispute.refusals;

/** Marketing says why a rejection looks wrong; the team's managers hear of it and answer. The rejection stands meanwhile. */
export const disputeRejectionRoute = handle(disputeRejection, (call, { params, body }) =>
  workOnHandoff(
    call,
    params.handoffId,
    async (work, handoff) => {
      if (!handoff.state.startsWith("rejected")) throw new Refusal(notRejected!);
      const made = await work.tx.find("insert into handoff_dispute (handoff_id, words, by_id, at) values ($1, $2, $3, $4) on conflict do nothing returning handoff_id", [handoff.id, body.words, call.principal.userId, work.at]);
      if (!made) throw new Refusal(alreadyDisputed!);
      const told = { kind: "handoff.disputed", title: `Rejection disputed: ${nameOf(work.contacts.get(handoff.contactId)!)}`, body: `${call.principal.name} asks you to look again.`, link: `/inbox/${handoff.id}`, cause: `dispute ${handoff.id}` };
      for (const managerId of (await loadRoster(work)).teams.get(handoff.teamId)?.managerIds ?? []) notify(work, managerId, told);
      work.facts.push({ kind: "handoff.disputed", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { contactId: handoff.contactId, teamId: handoff.teamId, by: call.principal.userId } });
      work.audit.push({ at: work.at, actor: work.actor, act: "handoff.disputed", entityKind: "handoff", entityId: handoff.id });
      tellChanged(work, handoff);
      return { id: handoff.id, state: handoff.state };
    },
    { by: "sight", closed: true },
  ),
);

export const answerDisputeRoute = handle(answerDispute, (call, { params, body }) =>
  workOnHandoff(
    call,
    params.handoffId,
    async (work, handoff) => {
      if (!managesHandoff(call.principal, handoff)) throw new Refusal(notYours);
      const dispute = await work.tx.find<{ by_id: string }>("update handoff_dispute set answer = $2, answered_by = $3, answered_at = $4 where handoff_id = $1 and answered_at is null returning by_id", [handoff.id, body.words, call.principal.userId, work.at]);
      if (!dispute) throw new Refusal(noOpenDispute!);
      notify(work, dispute.by_id, { kind: "handoff.dispute-answered", title: `${call.principal.name} answered your dispute: ${nameOf(work.contacts.get(handoff.contactId)!)}`, body: "", link: `/handoffs/${handoff.id}`, cause: `dispute answer ${handoff.id}` });
      work.audit.push({ at: work.at, actor: work.actor, act: "handoff.dispute-answered", entityKind: "handoff", entityId: handoff.id });
      tellChanged(work, handoff);
      return { id: handoff.id, state: handoff.state };
    },
    { by: "sight", closed: true },
  ),
);
