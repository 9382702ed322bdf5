import { listAssignees, reassignHandoff } from "@tandem/contract/handoff/acts";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { useUnsent } from "../../app/use-unsent.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { Textarea } from "../../ui/text-input.tsx";
import { AssigneeList, targetOf } from "./assignee-list.tsx";
import { useFirstRadio } from "./first-radio.ts";
import css from "./lead-dialogs.module.css";
import { sendNow } from "./pending-acts.ts";
import { giveBack } from "./reassign-many-dialog.tsx";
import type { LeadView } from "./use-lead.ts";

/** Gives the lead to somebody else or to a queue; what has elapsed stays elapsed. */
export function ReassignDialog({ view: { page, close }, onGone }: { view: LeadView; onGone?: (() => void) | undefined }) {
  const params = { handoffId: page.id };
  const { user } = useSession();
  const choices = useOperation(listAssignees, { params });
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useUnsent(`reassigning ${page.id}`, "");
  const form = useFirstRadio(choices.data !== undefined);
  const give = useAct(reassignHandoff, { quietErrors: true, said: () => `Handed over: ${page.contact.name}.`, undo: () => giveBack([page], user.id), onDone: () => { setWhy(""); close(); onGone?.(); } });
  const missing = to === null ? "Choose somebody" : why.trim() === "" ? "Say why" : undefined;
  const submit = async () => {
    if (to === null || missing !== undefined) return;
    await sendNow(page.id);
    give.mutate({ params, body: { to: targetOf(to), why } });
  };
  return (
    <Dialog
      open onClose={close} title="Reassign" lead={`${page.contact.name}. The clocks go on with what has elapsed.`}
      actions={<><Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={give.isPending} refused={missing} onClick={() => void submit()}>Reassign</Button></>}
    >
      <div className={css.form} ref={form}>
        {choices.data ? <AssigneeList lists={choices.data} adds={1} value={to} onChange={setTo} /> : choices.error ? <FormError error={choices.error} /> : <SkeletonLines lines={3} />}
        <Textarea label="Why" value={why} onChange={setWhy} rows={2} placeholder="Whoever takes it over reads this" />
        <FormError error={give.error} />
      </div>
    </Dialog>
  );
}
