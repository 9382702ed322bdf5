import { acceptHandoff, acceptHandoffs } from "@tandem/contract/handoff/acts";
import { handle, type Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { stopClocks } from "../../spine/clocks.ts";
import { tellChanged } from "../../spine/handoffs.ts";
import { moveStage } from "../../spine/move-stage.ts";
import { loadRoster } from "../../spine/roster.ts";
import type { Work } from "../../spine/work.ts";
import { severally } from "./severally.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , , alreadyAccepted, notToAccept] = acceptHandoff.refusals;

/** The lead becomes an SAL; that is the disposition, not the proof of an attempt. */
export const acceptHandoffRoute = handle(acceptHandoff, (call, { params }) => accept(call, params.handoffId));

/** Several at once: each lead is judged by itself. */
export const acceptHandoffsRoute = handle(acceptHandoffs, (call, { body }) => severally(body.ids, (id) => accept(call, id)));

function accept(call: Call, handoffId: string) {
  return workOnHandoff(call, handoffId, async (work, handoff) => {
    if (handoff.state !== "open") throw new Refusal(alreadyAccepted!);
    if (moveStage(work, handoff.contactId, { kind: "accepted" }).kind === "refused") throw new Refusal(notToAccept!);
    Object.assign(handoff, { state: "accepted", acceptedAt: work.at, isDirty: true });
    stopClocks(work, await loadRoster(work), handoff.id, ["disposition"], work.at);
    takeOver(work, handoff.contactId, handoff.assigneeId);
    work.facts.push({ kind: "handoff.accepted", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { contactId: handoff.contactId, assigneeId: handoff.assigneeId, teamId: handoff.teamId } });
    work.audit.push({ at: work.at, actor: work.actor, act: "handoff.accepted", entityKind: "handoff", entityId: handoff.id });
    tellChanged(work, handoff);
    return { id: handoff.id, state: handoff.state };
  });
}

/** Accepting is taking responsibility: somebody nobody owned is the rep's from now on, and what comes later goes to them first. */
function takeOver(work: Work, contactId: string, ownerId: string | null): void {
  const contact = work.contacts.get(contactId)!;
  if (contact.ownerId !== null || ownerId === null) return;
  work.changes.push({ entityKind: "contact", entityId: contact.id, field: "owner_id", old: null, new: ownerId, happenedAt: work.at });
  Object.assign(contact, { ownerId, isDirty: true });
}
