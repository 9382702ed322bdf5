import { saveAnswer } from "@tandem/contract/handoff/acts";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Select } from "../../ui/select.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { channelWords } from "./attempt-words.ts";
import css from "./lead.module.css";
import type { LeadView } from "./use-lead.ts";

type Confidence = "low" | "medium" | "high";

/** An answer of the framework with how sure one is and what it rests on. An earlier one is kept. */
export function AnswerDialog({ view: { page, close }, question: key }: { view: LeadView; question: string }) {
  const format = useFormat();
  const question = page.qualification.questions.find((one) => one.key === key);
  const before = question?.answer ?? null;
  const [value, setValue] = useState(before?.value ?? "");
  const [confidence, setConfidence] = useState<Confidence>(before?.confidence ?? "medium");
  const [evidence, setEvidence] = useState(before?.evidence ?? "");
  const [activityId, setActivityId] = useState(before?.activityId ?? "");
  const save = useAct(saveAnswer, { quietErrors: true, invalidates: ["handoff", "people"], onDone: close, said: ({ missing }) => (missing.length === 0 ? "Saved. All answers for an SQL are there." : `Saved. Still needed for an SQL: ${missing.join(", ").toLowerCase()}.`) });
  const submit = () => value.trim() !== "" && save.mutate({ params: { handoffId: page.id, question: key }, body: { value, confidence, evidence, activityId: activityId === "" ? null : activityId } });
  useKeys("Answer", { "mod+enter": { label: "Save", typing: true, run: submit } }, { inDialog: true });
  if (!question) return null;
  return (
    <Dialog open onClose={close} title={question.name} lead={question.prompt} actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={save.isPending} refused={value.trim() === "" ? "Write the answer first" : undefined} onClick={submit}>Save answer</Button></>}>
      <div className={css.form}>
        <Textarea label="Answer" value={value} onChange={setValue} rows={3} data-autofocus />
        <SegmentedTabs<Confidence> label="How sure" full value={confidence} onChange={setConfidence} tabs={[{ value: "low", label: "A guess" }, { value: "medium", label: "Fairly sure" }, { value: "high", label: "Certain" }]} />
        {page.attemptRows.length > 0 && (
          <Select
            label="Said in" optional value={activityId} onChange={setActivityId} placeholder="No particular conversation"
            choices={page.attemptRows.map((row) => ({ value: row.id, label: `${channelWords[row.channel]} ${format.moment(row.at)}` }))}
          />
        )}
        <TextInput label="Evidence" optional value={evidence} onChange={setEvidence} placeholder="Who said it, where it stands" />
        {before && <p className="label">Now: “{before.value}”, {before.by?.name ?? "unknown"}, {format.moment(before.at)}. It is kept as superseded.</p>}
        <FormError error={save.error} />
      </div>
    </Dialog>
  );
}
