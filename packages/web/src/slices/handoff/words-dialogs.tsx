import { answerDispute, disputeRejection, excuseClock } from "@tandem/contract/handoff/acts";
import type { ReactNode } from "react";
import { useAct } from "../../app/query.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import css from "./lead-dialogs.module.css";
import type { LeadView } from "./use-lead.ts";

interface WordsDialogProps {
  title: string;
  lead: ReactNode;
  label: string;
  confirm: string;
  placeholder: string;
  busy: boolean;
  error: unknown;
  onClose: () => void;
  words: string;
  onWords: (words: string) => void;
  onSubmit: (words: string) => void;
}

/** An act that needs nothing but words. */
function WordsDialog({ title, lead, label, confirm, placeholder, busy, error, words, onWords, onClose, onSubmit }: WordsDialogProps) {
  const submit = () => words.trim() !== "" && onSubmit(words.trim());
  return (
    <Dialog open onClose={onClose} title={title} lead={lead} actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={busy} refused={words.trim() === "" ? "Write it first" : undefined} onClick={submit}>{confirm}</Button></>}>
      <div className={css.form}>
        <Textarea label={label} value={words} onChange={onWords} rows={3} data-autofocus placeholder={placeholder} />
        <FormError error={error} />
      </div>
    </Dialog>
  );
}

export function ExcuseDialog({ view: { page, close }, clockId }: { view: LeadView; clockId: string }) {
  const clock = page.clocks.find((one) => one.id === clockId);
  const [words, setWords] = useUnsent(`excusing ${clockId}`, "");
  const act = useAct(excuseClock, { quietErrors: true, onDone: () => { setWords(""); close(); }, said: () => "Excused: it counts neither as met nor as breached." });
  return (
    <WordsDialog
      title="Excuse the clock" lead={`${clock?.name ?? "This clause"}, for ${page.contact.name}. It counts neither as met nor as breached; who and why stay on record.`} label="Why" confirm="Excuse" placeholder="What kept it from being kept"
      busy={act.isPending} error={act.error} words={words} onWords={setWords} onClose={close} onSubmit={(why) => act.mutate({ params: { handoffId: page.id, clockId }, body: { why } })}
    />
  );
}

export function DisputeDialog({ view: { page, close } }: { view: LeadView }) {
  const [words, setWords] = useUnsent(`disputing ${page.id}`, "");
  const act = useAct(disputeRejection, { quietErrors: true, onDone: () => { setWords(""); close(); }, said: () => "Disputed. The team's managers are told." });
  return (
    <WordsDialog
      title="Dispute the rejection" lead={`${page.contact.name}: ${page.closed?.reasonName ?? "rejected"}${page.closed?.words ? `, “${page.closed.words}”` : ""}. The managers of ${page.team.name} are told and answer.`} label="What speaks against it" confirm="Dispute" placeholder="What the lead did or said that the reason does not fit"
      busy={act.isPending} error={act.error} words={words} onWords={setWords} onClose={close} onSubmit={(said) => act.mutate({ params: { handoffId: page.id }, body: { words: said } })}
    />
  );
}

export function AnswerDisputeDialog({ view: { page, close } }: { view: LeadView }) {
  const [words, setWords] = useUnsent(`answer to the dispute of ${page.id}`, "");
  const act = useAct(answerDispute, { quietErrors: true, onDone: () => { setWords(""); close(); }, said: () => "Answered." });
  return (
    <WordsDialog
      title="Answer the dispute" lead={`${page.dispute?.by.name ?? "Marketing"}: “${page.dispute?.words ?? ""}”`} label="Your answer" confirm="Answer" placeholder="What you will do, or why it stays"
      busy={act.isPending} error={act.error} words={words} onWords={setWords} onClose={close} onSubmit={(said) => act.mutate({ params: { handoffId: page.id }, body: { words: said } })}
    />
  );
}
