import { saveAnswer } from "@tandem/contract/handoff/acts";
import { getHandoff } from "@tandem/contract/handoff/handoff";
import { confidences, confidenceWords, type Confidence } from "@tandem/domain/handoff/confidence";
import { useEffect, useRef, useState } from "react";
import { patch, useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { attemptLabel } from "./attempt-words.ts";
import { answerTitle, nextQuestion, withAnswer } from "./next-question.ts";
import css from "./lead-dialogs.module.css";
import type { LeadView } from "./use-lead.ts";

interface Draft {
  readonly value: string;
  readonly confidence: Confidence;
  readonly evidence: string;
  readonly activityId: string;
  /** When the answer was given that this one replaces; null for none. */
  readonly seen: string | null;
}
const noDrafts: Readonly<Record<string, Draft>> = {};
/** The answer that somebody else gave meanwhile, as the refusal brings it. */
interface Theirs {
  readonly value: string;
  readonly at: string;
  readonly by: { readonly name: string } | null;
}

interface AnswerDialogProps {
  view: LeadView;
  question: string;
  /** Goes on to the next question that is owed, and from the last one to qualifying. */
  walk?: "through" | "to-qualify" | undefined;
}

/** An answer of the framework with how sure one is and what it rests on. An earlier one is kept. All of them can be gone through by keys. */
export function AnswerDialog({ view: { page, close, open }, question: first, walk }: AnswerDialogProps) {
  const format = useFormat();
  const { user } = useSession();
  const { questions } = page.qualification;
  const [key, setKey] = useState(first);
  const [drafts, setDrafts] = useUnsent(`answers about ${page.id}`, noDrafts);
  const [saved, setSaved] = useState<readonly string[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), [key]);
  const at = questions.findIndex((one) => one.key === key);
  const question = questions[at];
  const before = question?.answer ?? null;
  const draft: Draft = drafts[key] ?? { value: before?.value ?? "", confidence: before?.confidence ?? "medium", evidence: before?.evidence ?? "", activityId: before?.activityId ?? "", seen: before?.at ?? null };
  const edit = (change: Partial<Draft>) => setDrafts({ ...drafts, [key]: { ...draft, ...change } });
  const next = nextQuestion(questions, [...saved, key]);
  const save = useAct(saveAnswer, {
    quietErrors: true,
    invalidates: ["handoff", "people"],
    // The newer one tells it all: an older one beneath would still want what has been answered since.
    subject: () => `answers ${page.id}`,
    said: ({ missing }) => (missing.length === 0 ? `${page.contact.name}: all answers for an SQL are there.` : `${page.contact.name}: saved. Still needed for an SQL: ${missing.join(", ").toLowerCase()}.`),
    onDone: (_done, { body, params }) => {
      // At once, so that qualifying right after it is not led back to what was just answered.
      patch(getHandoff, (shown) => (shown.id === page.id ? withAnswer(shown, params.question, { value: body.value, confidence: body.confidence, evidence: body.evidence ?? "", activityId: body.activityId ?? null, at: new Date().toISOString(), by: { id: user.id, name: user.name } }) : shown));
      setSaved((all) => [...all, key]);
      const { [params.question]: _sent, ...unsent } = drafts;
      setDrafts(unsent);
      if (walk && next) setKey(next);
      else if (walk === "to-qualify") open({ kind: "qualify" });
      else close();
    },
  });
  const theirs = save.error?.code === "answer-changed" ? (save.error.problem.data as Theirs | null) : null;
  const step = (by: 1 | -1) => {
    const to = questions[(at + by + questions.length) % questions.length];
    if (!to) return;
    save.reset();
    setKey(to.key);
  };
  useKeys("Answer", { "alt+arrowdown": { label: "Next question", typing: true, run: () => step(1) }, "alt+arrowup": { label: "Question before", typing: true, run: () => step(-1) } }, { inDialog: true });
  if (!question) return null;
  const submit = () => {
    if (draft.value.trim() === "") return;
    const { value, confidence, evidence, activityId } = draft;
    // After the refusal the same button means: I have read theirs, mine stands.
    save.mutate({ params: { handoffId: page.id, question: key }, body: { value, confidence, evidence, activityId: activityId === "" ? null : activityId, seen: save.error?.code === "answer-changed" ? (theirs?.at ?? null) : draft.seen } });
  };
  const verb = theirs ? "Save mine over it" : walk && next ? "Save and next" : walk === "to-qualify" ? "Save and qualify…" : "Save answer";
  return (
    <Dialog
      open onClose={close} width={500} title={answerTitle(page.contact.name, question.name, at, questions.length, walk === "to-qualify")} lead={question.prompt}
      actions={
        <>
          {at > 0 && <Button kind="quiet" hint="alt+arrowup" onClick={() => step(-1)}>Back</Button>}
          {at < questions.length - 1 && <Button kind="quiet" hint="alt+arrowdown" onClick={() => step(1)}>Skip</Button>}
          <Button kind="quiet" onClick={close}>Cancel</Button>
          {/* What is read again after an answer is nothing the next one waits for. */}
          <Button kind="primary" hint="mod+enter" busy={save.isPending && save.variables.params.question === key} refused={draft.value.trim() === "" ? "Write the answer first" : undefined} onClick={submit}>{verb}</Button>
        </>
      }
    >
      <div className={css.form}>
        {theirs && <Notice tone="warn" title={`Not saved: ${theirs.by?.name ?? "Somebody"} answered this ${format.moment(theirs.at)}.`} text={<>Theirs: “{theirs.value}”. Yours is kept here.</>} />}
        <Textarea label="Answer" value={draft.value} onChange={(value) => edit({ value })} rows={3} data-autofocus ref={field} />
        <SegmentedTabs<Confidence> label="How sure" full value={draft.confidence} onChange={(confidence) => edit({ confidence })} tabs={confidences.map((value) => ({ value, label: confidenceWords[value] }))} />
        {page.attemptRows.length > 0 && (
          <Select
            label="Said in" optional value={draft.activityId} onChange={(activityId) => edit({ activityId })} placeholder="No particular conversation"
            choices={page.attemptRows.map((row) => ({ value: row.id, label: attemptLabel(row, format.moment(row.at)) }))}
          />
        )}
        <TextInput label="Evidence" optional value={draft.evidence} onChange={(evidence) => edit({ evidence })} placeholder="Who said it, where it stands" />
        {before && <p className="label">Now: “{before.value}”, {confidenceWords[before.confidence].toLowerCase()}, {before.by?.name ?? "unknown"}, {format.moment(before.at)}. It is kept as superseded.</p>}
        <FormError error={theirs ? null : save.error} />
      </div>
    </Dialog>
  );
}
