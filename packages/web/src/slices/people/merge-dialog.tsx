import { listContacts } from "@tandem/contract/people/contacts";
import { mergeContacts, previewMerge, unmergeContacts, type MergePreview } from "@tandem/contract/people/merges";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { call } from "../../app/api.ts";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { formatCapped } from "../../ui/format.ts";
import { Grade } from "../../ui/grade.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { StageChip } from "../../ui/stage-chip.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useFields, valueWords } from "./field-words.ts";
import { nameBeside } from "./names.ts";
import css from "./merge.module.css";

interface Known {
  readonly id: string;
  readonly name: string;
  readonly email?: string | null;
  readonly createdAt?: string;
}

/** Two contacts become one: who survives, what is taken over, what closes. Nothing is done before the last button. */
export function MergeDialog({ open, onClose, contact, other: given, onMerged }: { open: boolean; onClose: () => void; contact: Known; other?: Known; onMerged?: () => void }) {
  const navigate = useNavigate();
  const format = useFormat();
  const [other, setOther] = useState<Known | null>(given ?? null);
  const [swapped, setSwapped] = useState(false);
  const [why, setWhy] = useState("");
  const [into, from] = swapped && other ? [other, contact] : [contact, other];
  const preview = useOperation(previewMerge, { params: { contactId: into.id }, query: { other: from?.id ?? into.id } }, { enabled: open && from !== null });
  const merge = useAct(mergeContacts, {
    quietErrors: true,
    said: () => `${from ? nameBeside(from, format.date) : "The other"} is merged into ${nameBeside(into, format.date)}`,
    undo: ({ mergeId }) => call(unmergeContacts, { params: { mergeId } }),
    onDone: () => {
      onClose();
      if (onMerged) onMerged();
      else void navigate({ to: `/people/${into.id}` });
    },
  });
  const { reset } = merge;
  useEffect(() => {
    if (!open) return;
    setOther(given ?? null);
    setSwapped(false);
    setWhy("");
    reset();
  }, [open, given?.id, reset]);
  const shown = from && preview.data && preview.data.survivor.id === into.id && preview.data.other.id === from.id ? preview.data : null;
  // Who must survive is decided by their stages and handoffs, so it is offered, not asked.
  useEffect(() => {
    if (shown?.refusal === "survivor-behind" && !swapped) setSwapped(true);
  }, [shown?.refusal, swapped]);
  const refused = shown?.refusal === "already-merged" ? "One of the two is merged already" : shown?.refusal === "same-contact" ? "Choose two different people" : shown?.refusal === "survivor-behind" ? "The other must survive" : !shown ? "Choose the other contact first" : why.trim() === "" ? "Say why they are one person" : undefined;
  return (
    <Dialog
      open={open} onClose={onClose} title="Merge two contacts" width={680} lead="Their events stay where they are, so a merge can be taken back at any time."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" busy={merge.isPending} refused={refused} onClick={() => from && merge.mutate({ params: { contactId: into.id }, body: { other: from.id, why } })}>Merge</Button></>}
    >
      <div className={css.body}>
        {!given && <OtherPicker contact={contact} value={other} onChange={(next) => { setOther(next); setSwapped(false); }} />}
        {from && !shown && (preview.error ? <FormError error={preview.error} /> : <SkeletonLines lines={5} />)}
        {shown && <Preview preview={shown} onSwap={() => setSwapped(!swapped)} mustSurvive={swapped} />}
        {shown && <TextInput label="Why they are one person" hint="Kept with the merge." value={why} onChange={setWhy} />}
        <FormError error={merge.error} />
      </div>
    </Dialog>
  );
}

function OtherPicker({ contact, value, onChange }: { contact: Known; value: Known | null; onChange: (other: Known | null) => void }) {
  const [text, setText] = useState("");
  const asked = text.trim().length > 1;
  const found = useOperation(listContacts, { query: { q: text, limit: 12 } }, { enabled: asked });
  return (
    <Combobox
      label={`Who is the same person as ${contact.name}?`} placeholder="Name or e-mail" value={value?.id ?? null} valueLabel={value?.name} onSearch={setText} searching={found.isFetching}
      choices={(asked ? (found.data?.rows ?? []) : []).filter((row) => row.id !== contact.id).map((row) => ({ value: row.id, label: row.name, detail: [row.email, row.company?.name].filter(Boolean).join(", ") }))}
      onChange={(id, choice) => { const row = found.data?.rows.find((one) => one.id === id); onChange(id === null ? null : { id, name: choice?.label ?? id, ...(row && { email: row.email, createdAt: row.createdAt }) }); }}
    />
  );
}

function Preview({ preview, onSwap, mustSurvive }: { preview: MergePreview; onSwap: () => void; mustSurvive: boolean }) {
  const format = useFormat();
  const { survivor, other, completed, kept, closesHandoff, withdraws } = preview;
  const fields = useFields();
  const [first, second] = [nameBeside(survivor, format.date), nameBeside(other, format.date)];
  const words = (key: string, value: MergePreview["completed"][number]["value"]) => valueWords(key, value, fields.typeOf("contact", key), format);
  const consequences = [
    ...(completed.length > 0 ? [<>{first} takes over {completed.map((field) => `${field.name.toLowerCase()} ${words(field.field, field.value)}`).join("; ")}.</>] : []),
    <>The score is computed again from the events of both.</>,
    ...(closesHandoff ? [<>The open handoff of {second}, since {format.moment(closesHandoff.openedAt)}, closes as merged. Un-merge opens it again.</>] : []),
    ...(withdraws.length > 0 ? [<>Consent falls for {withdraws.join(", ")}: {second} withdrew it, and a withdrawal beats a consent.</>] : []),
  ];
  return (
    <>
      <div className={css.pair}>
        <Side side={survivor} title="Survives" strong />
        <Side side={other} title="Is merged into it" />
      </div>
      <div><Button onClick={onSwap} refused={mustSurvive ? `${first} is further along or holds the handoff that stays, so they survive` : undefined}>Let the other survive</Button></div>
      {kept.length > 0 && (
        <table className={css.kept}>
          <caption className="label">What differs: {first} keeps their own</caption>
          <tbody>{kept.map((field) => <tr key={field.field}><th scope="row">{field.name}</th><td>{words(field.field, field.survivor)}</td><td className="ink3"><s>{words(field.field, field.other)}</s></td></tr>)}</tbody>
        </table>
      )}
      <ul className={css.follows}>{consequences.map((line, i) => <li key={i}>{line}</li>)}</ul>
    </>
  );
}

/** One of two contacts set side by side. */
export function Side({ side, title, strong }: { side: MergePreview["survivor"]; title?: string; strong?: boolean }) {
  const format = useFormat();
  return (
    <div className={css.side} data-strong={strong || undefined}>
      {title && <span className="label">{title}</span>}
      <span className={css.name}><b>{side.name}</b><StageChip stage={side.stage} /></span>
      <span className="second ink2">{[side.title, side.company?.name].filter(Boolean).join(", ") || "No title or company"}</span>
      <span className="second ink2">{[side.email, side.phone].filter(Boolean).join(", ")}</span>
      <span className={css.meta}>
        <Grade grade={side.score.grade} />
        <span className="second num">{format.points(side.score.engagement)} engagement, {formatCapped(side.events, format.context)} events</span>
      </span>
      <span className="label">Created {format.date(side.createdAt)}{side.lastSeenAt ? `, seen ${format.date(side.lastSeenAt)}` : ", never seen"}</span>
    </div>
  );
}
