import { acceptHandoff, claimHandoff, removeAttempt } from "@tandem/contract/handoff/acts";
import { getHandoff, markSeen, type HandoffPage } from "@tandem/contract/handoff/handoff";
import { useEffect, useRef, useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { holdAct, nextDue, pageAfter, usePendingActs } from "./pending-acts.ts";

export type LeadDialog =
  | { kind: "attempt"; channel?: "call" | "email" }
  | { kind: "note" }
  | { kind: "reject"; to: "nurture" | "unqualified" | null }
  | { kind: "reassign" }
  | { kind: "qualify" }
  | { kind: "answer"; question: string; walk?: "through" | "to-qualify" }
  | { kind: "excuse"; clockId: string }
  | { kind: "dispute" }
  | { kind: "answer-dispute" };

export interface LeadView {
  readonly page: HandoffPage;
  /** When the server's answer came, by our clock. */
  readonly receivedAt: number;
  readonly dialog: LeadDialog | null;
  readonly open: (dialog: LeadDialog) => void;
  readonly close: () => void;
  readonly accept: () => void;
  readonly claim: () => void;
  readonly claiming: boolean;
  readonly takeBack: (activityId: string) => void;
}

/** One lead, the acts on it, and which dialog is open. Says once that its assignee has it before their eyes. */
export function useLead(handoffId: string) {
  const { user } = useSession();
  const query = useOperation(getHandoff, { params: { handoffId } }, { keep: false });
  const pending = usePendingActs().get(handoffId);
  const [dialog, setDialog] = useState<LeadDialog | null>(null);
  const { data } = query;
  const seen = useRef(false);
  const isMineUnseen = data !== undefined && data.assignee?.id === user.id && data.seenAt === null && data.closed === null;
  useEffect(() => {
    if (!isMineUnseen || seen.current || document.visibilityState !== "visible") return;
    seen.current = true;
    void call(markSeen, { params: { handoffId } }).then(() => invalidate(["handoff.read-inbox", "handoff.list-handoffs", "notification"]), () => undefined);
  }, [handoffId, isMineUnseen]);
  const claim = useAct(claimHandoff, { said: () => "Claimed: the lead is yours now." });
  const takeBack = useAct(removeAttempt, { said: () => "Attempt taken back. The clocks go on as if it had not been recorded." });
  const view: LeadView | null = data
    ? {
        page: pageAfter(data, pending),
        receivedAt: query.dataUpdatedAt,
        dialog,
        open: setDialog,
        close: () => setDialog(null),
        accept: () => acceptLead(data),
        claim: () => claim.mutate({ params: { handoffId } }),
        claiming: claim.isPending,
        takeBack: (activityId) => takeBack.mutate({ params: { handoffId, activityId } }),
      }
    : null;
  return { view, error: query.error, retry: () => void query.refetch(), loading: query.isPending };
}

/** Shown at once, sent when nobody took it back. */
function acceptLead({ id, contact, clocks }: HandoffPage): void {
  const params = { handoffId: id };
  const attemptOwed = clocks.some((clock) => clock.kind === "first-attempt" && ["running", "warning", "breached"].includes(clock.state));
  holdAct(
    { handoffId: id, state: "accepted", reason: null, at: new Date().toISOString(), dueAt: nextDue(clocks), send: () => call(acceptHandoff, { params }), leaving: { path: `/handoffs/${id}/accept` } },
    `Accepted: ${contact.name}.${attemptOwed ? " The clock of the first attempt runs until one is recorded." : ""}`,
  );
}

