import { activityOutcomes, logActivity, removeActivity, type ActivityKind, type ActivityOutcome } from "@tandem/contract/pipeline/activities";
import { useState } from "react";
import { call } from "../../app/api.ts";
import { invalidate, useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import type { ContactDialogProps } from "../../app/slices.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { instantOfLocal, localOfInstant } from "../../ui/local-time.ts";
import { RadioList } from "../../ui/radio-list.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { toast } from "../../ui/toast.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { kindNames, outcomeNames } from "./words.ts";
import css from "./pipeline.module.css";

const reachable = ["call", "email", "meeting", "message"] as const satisfies readonly ActivityKind[];
const topics = ["pipeline", "people", "handoff"];

const nothing = { text: "", private: false };

/** Writes down what was done with a person, or a note about them, from their page. */
function ContactActivity({ contact, onClose, first }: ContactDialogProps & { first: ActivityKind }) {
  const { user } = useSession();
  const { timeZone } = useFormat().context;
  const [kind, setKind] = useState(first);
  const [outcome, setOutcome] = useState<ActivityOutcome | null>(activityOutcomes[first][0] ?? null);
  const [now] = useState(() => localOfInstant(Date.now(), timeZone));
  const [when, setWhen] = useState(now);
  const [unsent, write] = useUnsent(`${first === "note" ? "note of" : "activity with"} ${contact.id}`, nothing);
  const { text: body, private: secret } = unsent;
  const [dealId, setDeal] = useState(contact.deals.length === 1 ? contact.deals[0]!.id : "none");
  const isNote = kind === "note";
  const mayHide = isNote && (user.role === "sales-rep" || user.role === "sales-manager");
  const log = useAct(logActivity, {
    quietErrors: true,
    invalidates: topics,
    onDone: ({ id, proves }) => {
      const back = () => call(removeActivity, { params: { activityId: id } }).then(() => invalidate(topics), (error: unknown) => toast.problem(error));
      write(nothing);
      toast.say(isNote ? "Note saved" : `${kindNames[kind]} recorded`, proves ? undefined : { undo: () => void back() });
      onClose();
    },
  });
  const missing = isNote && body.trim() === "" ? "Write something first" : undefined;
  const save = () => {
    if (missing !== undefined || log.isPending) return;
    const at = isNote || when === now ? null : instantOfLocal(when, timeZone);
    log.mutate({ body: { kind, contactId: contact.id, opportunityId: dealId === "none" ? null : dealId, outcome, body, private: mayHide && secret, ...(at !== null && { at }) } });
  };
  const choose = (next: ActivityKind) => {
    setKind(next);
    setOutcome(activityOutcomes[next][0] ?? null);
  };
  const address = kind === "call" ? contact.phone : kind === "email" ? contact.email : null;
  return (
    <Dialog
      open onClose={onClose} width={420} title={isNote ? "Note" : "Log activity"} lead={[contact.name, address].filter(Boolean).join(", ")}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={log.isPending} refused={missing} onClick={save}>{isNote ? "Save note" : "Record"}</Button></>}
    >
      <div className={css.form}>
        {!isNote && <SegmentedTabs label="What" full value={kind} onChange={choose} tabs={reachable.map((value) => ({ value, label: kindNames[value] }))} />}
        {!isNote && <RadioList label="What came of it" bare value={outcome ?? ""} onChange={(next) => setOutcome(next as ActivityOutcome)} choices={activityOutcomes[kind].map((value) => ({ value, label: outcomeNames[value] ?? value }))} />}
        {!isNote && <TextInput label="When" type="datetime-local" value={when} onChange={setWhen} max={now} hint={timeZone.replaceAll("_", " ")} error={log.error?.code === "activity-in-future" ? log.error.message : undefined} />}
        <Textarea label="Note" bare={isNote} optional={!isNote} value={body} onChange={(text) => write({ ...unsent, text })} rows={isNote ? 4 : 2} data-autofocus placeholder={isNote ? "What others should know" : "What was said, what comes next"} />
        {contact.deals.length > 0 && <Select label="Deal" value={dealId} onChange={setDeal} choices={[{ value: "none", label: "About no deal" }, ...contact.deals.map((deal) => ({ value: deal.id, label: deal.name }))]} />}
        {mayHide && <Checkbox label="Only for me and my manager" checked={secret} onChange={(next) => write({ ...unsent, private: next })} />}
        <FormError error={log.error?.code === "activity-in-future" ? null : log.error} />
      </div>
    </Dialog>
  );
}

export const LogDialog = (props: ContactDialogProps) => <ContactActivity {...props} first="call" />;
export const WriteDialog = (props: ContactDialogProps) => <ContactActivity {...props} first="email" />;
export const NoteDialog = (props: ContactDialogProps) => <ContactActivity {...props} first="note" />;
