import { rejectHandoffs } from "@tandem/contract/handoff/acts";
import { handoffChoices } from "@tandem/contract/handoff/list-handoffs";
import type { InboxRow } from "@tandem/contract/handoff/inbox";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFirstRadio } from "./first-radio.ts";
import css from "./lead-dialogs.module.css";
import { holdActs, nextDue, sendNow } from "./pending-acts.ts";
import { failedWords, leadNames, leadsCount } from "./several-words.ts";
import { useWordsForSeveral } from "./use-words-for-several.ts";

type To = "nurture" | "unqualified";

/** One reason and one sentence for several leads; sent as one request after a while, so that it can be taken back. */
export function RejectManyDialog({ rows, onClose, onDone }: { rows: readonly InboxRow[]; onClose: () => void; onDone: () => void }) {
  const choices = useOperation(handoffChoices, {});
  const [to, setTo] = useState<To>("nurture");
  const [reason, setReason] = useState<string | null>(null);
  const { words, setWords, sent } = useWordsForSeveral("rejection of", rows.map(({ id }) => id));
  const form = useFirstRadio(choices.data !== undefined);
  const reasons = (choices.data?.reasons ?? []).filter((one) => one.to === to);
  const chosen = reasons.find((one) => one.code === reason);
  const missing = !chosen ? "Choose a reason" : words.trim() === "" ? "Say it in your words" : undefined;
  const verb = `Reject ${leadsCount(rows.length)}`;
  const submit = async () => {
    if (!chosen || missing !== undefined) return;
    onDone();
    await Promise.all(rows.map((row) => sendNow(row.id)));
    const body = { ids: rows.map((row) => row.id), to, reason: chosen.code, words: words.trim() };
    const at = new Date().toISOString();
    holdActs(
      rows.map((row) => ({ handoffId: row.id, state: to === "nurture" ? ("rejected-nurture" as const) : ("rejected-unqualified" as const), reason: chosen.name, at, dueAt: nextDue(row.clock ? [row.clock] : []) })),
      {
        leaving: { path: "/handoffs/reject", body },
        send: async () => {
          const answer = await call(rejectHandoffs, { body });
          sent(answer);
          if (answer.failed.length > 0) toast.problem(new Error(`${answer.done.length} of ${leadsCount(rows.length)} rejected. ${failedWords(answer, rows)}`));
        },
      },
      `Rejected: ${leadNames(rows)}, ${chosen.name.toLowerCase()}.`,
    );
  };
  return (
    <Dialog
      open onClose={onClose} title={verb} width={460} lead={`${leadNames(rows, 5)}. All get the same reason and words; each is judged by itself, and what can't be rejected is named.`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" refused={missing} onClick={() => void submit()}>{verb}</Button></>}
    >
      <div className={css.form} ref={form}>
        <SegmentedTabs<To> label="Where they go" full value={to} onChange={(next) => { setTo(next); setReason(null); }} tabs={[{ value: "nurture", label: "To nurture" }, { value: "unqualified", label: "As unqualified" }]} />
        {choices.data ? <RadioList label="Reason" bare value={reason} onChange={setReason} choices={reasons.map((one) => ({ value: one.code, label: one.name }))} /> : choices.error ? <FormError error={choices.error} /> : <SkeletonLines lines={4} />}
        <Textarea label="In your words" value={words} onChange={setWords} rows={3} placeholder="What you heard, what would change it" />
      </div>
    </Dialog>
  );
}
