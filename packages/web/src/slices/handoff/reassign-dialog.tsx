import { listAssignees, reassignHandoff } from "@tandem/contract/handoff/acts";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./lead.module.css";
import { sendNow } from "./pending-acts.ts";
import type { LeadView } from "./use-lead.ts";

/** Gives the lead to somebody else or to a queue; what has elapsed stays elapsed. */
export function ReassignDialog({ view: { page, close }, onGone }: { view: LeadView; onGone?: (() => void) | undefined }) {
  const params = { handoffId: page.id };
  const choices = useOperation(listAssignees, { params });
  const format = useFormat();
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useState("");
  const give = useAct(reassignHandoff, { quietErrors: true, said: () => `Handed over: ${page.contact.name}.`, onDone: () => { close(); onGone?.(); } });
  const missing = to === null ? "Choose somebody" : why.trim() === "" ? "Say why" : undefined;
  const submit = async () => {
    if (to === null) return;
    await sendNow(page.id);
    const [kind, id] = to.split(" ") as ["user" | "team", string];
    give.mutate({ params, body: { to: kind === "user" ? { userId: id } : { teamId: id }, why } });
  };
  const lists = choices.data;
  return (
    <Dialog
      open onClose={close} title="Reassign" lead={`${page.contact.name}. The clocks go on with what has elapsed.`}
      actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" busy={give.isPending} refused={missing} onClick={() => void submit()}>Reassign</Button></>}
    >
      <div className={css.form}>
        {lists ? (
          <RadioList
            label="To" bare value={to} onChange={setTo}
            choices={[
              ...lists.people.map((person) => ({
                value: `user ${person.id}`, label: person.name,
                detail: [`${person.open} open${person.capacity === null ? "" : ` of ${person.capacity}`}`, person.awayUntil ? `away until ${format.weekday(person.awayUntil)}` : "", person.rejectedThisLead ? "has rejected this lead before" : ""].filter(Boolean).join(", "),
              })),
              ...lists.queues.map((queue) => ({ value: `team ${queue.id}`, label: `Queue of ${queue.name}`, detail: `${queue.unclaimed} unclaimed` })),
            ]}
          />
        ) : choices.error ? <FormError error={choices.error} /> : <SkeletonLines lines={3} />}
        <Textarea label="Why" value={why} onChange={setWhy} rows={2} placeholder="Whoever takes it over reads this" />
        <FormError error={give.error} />
      </div>
    </Dialog>
  );
}
