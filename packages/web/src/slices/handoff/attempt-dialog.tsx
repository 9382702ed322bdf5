import { attemptChannels, attemptOutcomes, recordAttempt, removeAttempt, type AttemptChannel, type AttemptOutcome } from "@tandem/contract/handoff/acts";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { useAct } from "../../app/query.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { instantOfLocal, localOfInstant } from "../../ui/local-time.ts";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { channelWords, loggedWords, outcomeWords } from "./attempt-words.ts";
import css from "./lead-dialogs.module.css";
import { sendNow } from "./pending-acts.ts";
import type { LeadView } from "./use-lead.ts";

const emptyNote = { text: "", private: false };

/** Writes down a try: the proof that stops a clock, at the instant it happened. */
export function AttemptDialog({ view: { page, close }, channel: first }: { view: Pick<LeadView, "page" | "close">; channel: AttemptChannel }) {
  const format = useFormat();
  const { timeZone } = format.context;
  const [channel, setChannel] = useState<AttemptChannel>(first);
  const [outcome, setOutcome] = useState<AttemptOutcome>(attemptOutcomes[first][0]);
  const [now] = useState(() => localOfInstant(Date.now(), timeZone));
  const [when, setWhen] = useState(now);
  const [note, write] = useUnsent(`attempt at ${page.contact.id}`, emptyNote);
  const params = { handoffId: page.id };
  const record = useAct(recordAttempt, {
    quietErrors: true,
    invalidates: ["handoff", "people", "pipeline"],
    said: (logged) => loggedWords(page.contact.name, logged),
    undo: ({ id }) => call(removeAttempt, { params: { ...params, activityId: id } }),
    onDone: () => {
      write(emptyNote);
      close();
    },
  });
  const submit = async () => {
    await sendNow(page.id);
    const at = when === now ? undefined : (instantOfLocal(when, timeZone) ?? undefined);
    record.mutate({ params, body: { channel, outcome, note: note.text, private: note.private, ...(at !== undefined && { at }) } });
  };
  const choose = (next: AttemptChannel) => {
    setChannel(next);
    setOutcome(attemptOutcomes[next][0]);
  };
  const owes = page.clocks.some((clock) => clock.id === page.owed && clock.kind === "first-attempt");
  return (
    <Dialog
      open onClose={close} title="Log attempt" width={420} lead={`${page.contact.name}${page.contact.phone && channel === "call" ? `, ${page.contact.phone}` : page.contact.email && channel === "email" ? `, ${page.contact.email}` : ""}`}
      actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={record.isPending} onClick={() => void submit()}>{owes && outcome !== "bounced" ? "Record and stop the clock" : "Record"}</Button></>}
    >
      <div className={css.form}>
        <SegmentedTabs label="Channel" full value={channel} onChange={choose} tabs={attemptChannels.map((value) => ({ value, label: channelWords[value] }))} />
        <RadioList<AttemptOutcome>
          label="What came of it" bare value={outcome} onChange={setOutcome}
          choices={attemptOutcomes[channel].map((value) => ({ value, label: outcomeWords(channel, value), ...(value === "bounced" && { detail: "Does not count as an attempt" }) }))}
        />
        <TextInput label="When" type="datetime-local" value={when} onChange={setWhen} max={now} hint={timeZone.replaceAll("_", " ")} error={record.error?.code.startsWith("attempt-") ? record.error.message : undefined} />
        <Textarea label="Note" optional value={note.text} onChange={(text) => write({ ...note, text })} rows={2} data-autofocus placeholder="What was said, what comes next" />
        <Checkbox label="Only for me and my manager" checked={note.private} onChange={(next) => write({ ...note, private: next })} />
        <FormError error={record.error?.code.startsWith("attempt-") ? null : record.error} />
      </div>
    </Dialog>
  );
}
