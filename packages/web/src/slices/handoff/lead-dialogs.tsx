import { AnswerDialog } from "./answer-dialog.tsx";
import { AttemptDialog } from "./attempt-dialog.tsx";
import { NoteDialog } from "./note-dialog.tsx";
import { QualifyDialog } from "./qualify-dialog.tsx";
import { ReassignDialog } from "./reassign-dialog.tsx";
import { RejectDialog } from "./reject-dialog.tsx";
import { AnswerDisputeDialog, DisputeDialog, ExcuseDialog } from "./words-dialogs.tsx";
import type { LeadView } from "./use-lead.ts";

/** The dialog that is open, mounted anew each time so that it begins empty. */
export function LeadDialogs({ view, onSettled }: { view: LeadView; onSettled?: (() => void) | undefined }) {
  const { dialog } = view;
  switch (dialog?.kind) {
    case "attempt":
      return <AttemptDialog view={view} channel={dialog.channel ?? "call"} />;
    case "note":
      return <NoteDialog view={view} />;
    case "reject":
      return <RejectDialog view={view} to={dialog.to} onSettled={onSettled} />;
    case "reassign":
      return <ReassignDialog view={view} onGone={onSettled} />;
    case "qualify":
      return <QualifyDialog view={view} onSettled={onSettled} />;
    case "answer":
      return <AnswerDialog view={view} question={dialog.question} walk={dialog.walk} />;
    case "excuse":
      return <ExcuseDialog view={view} clockId={dialog.clockId} />;
    case "dispute":
      return <DisputeDialog view={view} />;
    case "answer-dispute":
      return <AnswerDisputeDialog view={view} />;
    default:
      return null;
  }
}
