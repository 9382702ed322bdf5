import { removeAttempt } from "@tandem/contract/handoff/acts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { reopenClocks } from "../../spine/clocks.ts";
import type { HandoffState } from "../../spine/handoff-states.ts";
import { proveAttempt, tellChanged } from "../../spine/handoffs.ts";
import { readPromises } from "../../spine/promises.ts";
import { loadRoster } from "../../spine/roster.ts";
import type { Work } from "../../spine/work.ts";
import { isConversation, listProofs, removableMs, sofar } from "./attempts-store.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const stays = removeAttempt.refusals[2]!;

/** The clocks are worked out again from what is left: they go on as if the attempt had never been recorded. */
export const removeAttemptRoute = handle(removeAttempt, (call, { params }) =>
  workOnHandoff(
    call,
    params.handoffId,
    async (work, handoff) => {
      const { tx } = work;
      const removed = await tx.find<{ id: string }>(
        "update activity set removed_at = $4 where id = $1 and handoff_id = $2 and by_id = $3 and kind <> 'note' and removed_at is null and recorded_at > $5 returning id",
        [params.activityId, handoff.id, call.principal.userId, work.at, new Date(work.at.getTime() - removableMs)],
      );
      if (!removed) throw new Refusal(stays);
      Object.assign(handoff, { firstAttemptAt: null, firstConversationAt: null, isDirty: true });
      reopenClocks(work, await loadRoster(work), handoff.id, ["first-attempt", "attempts"], await heldSince(work, handoff));
      const [proofs, promises] = await Promise.all([listProofs(tx, handoff.id), readPromises(tx, work.inForce, [handoff.agreementVersion])]);
      for (const [i, proof] of proofs.entries()) {
        const counts = sofar(proofs.slice(0, i + 1));
        await proveAttempt(work, handoff, promises, { at: proof.at, channel: proof.channel, conversation: isConversation(proof) }, { attempts: counts.done, channels: counts.channels });
      }
      work.facts.push({ kind: "handoff.attempt-removed", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { activityId: removed.id, contactId: handoff.contactId } });
      work.audit.push({ at: work.at, actor: work.actor, act: "handoff.attempt-removed", entityKind: "handoff", entityId: handoff.id, summary: { activityId: removed.id } });
      tellChanged(work, handoff);
      return { done: proofs.length };
    },
    { by: "sight" },
  ),
);

async function heldSince({ tx }: Work, handoff: HandoffState) {
  const rows = await tx.query<{ assignee_id: string | null; team_id: string; at: Date }>("select assignee_id, team_id, at from handoff_assignment where handoff_id = $1 order by at, id", [handoff.id]);
  return rows.map((row) => ({ holder: row.assignee_id === null ? ({ kind: "queue", teamId: row.team_id } as const) : ({ kind: "owner", userId: row.assignee_id } as const), fromMs: row.at.getTime() }));
}
