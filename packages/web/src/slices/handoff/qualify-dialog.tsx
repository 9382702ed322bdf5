import { qualifyHandoff } from "@tandem/contract/handoff/acts";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import css from "./lead-dialogs.module.css";
import { sendNow } from "./pending-acts.ts";
import { Qualification } from "./lead-side.tsx";
import type { LeadView } from "./use-lead.ts";

/** The lead becomes an SQL; usually a deal begins with it. */
export function QualifyDialog({ view, onSettled }: { view: LeadView; onSettled?: (() => void) | undefined }) {
  const { page, close, open } = view;
  const lastQuestion = page.qualification.questions.at(-1);
  const { workspace } = useSession();
  const [withDeal, setWithDeal] = useState(page.opportunities.length === 0);
  const [name, setName] = useState(`${page.company?.name ?? page.contact.name}, new business`);
  const [amount, setAmount] = useState<number | null>(null);
  const [closeOn, setCloseOn] = useState("");
  const qualify = useAct(qualifyHandoff, {
    quietErrors: true, invalidates: ["handoff", "people", "pipeline"],
    said: ({ opportunityId }) => (opportunityId ? `Qualified: ${page.contact.name}. The deal is in the pipeline.` : `Qualified: ${page.contact.name} is an SQL.`),
    onDone: () => { close(); onSettled?.(); },
  });
  const missing = page.acts.qualify.refused ?? (withDeal && name.trim() === "" ? "Name the deal" : undefined);
  const submit = async () => {
    if (missing !== undefined) return;
    await sendNow(page.id);
    qualify.mutate({ params: { handoffId: page.id }, body: withDeal ? { opportunity: { name, amount, currency: workspace.currency, closeOn: closeOn === "" ? null : closeOn } } : {} });
  };
  return (
    <Dialog
      open onClose={close} title={`Qualify ${page.contact.name}`} lead="They become an SQL; the handoff is settled." width={460}
      actions={<>{lastQuestion && page.acts.answer.shown && <Button kind="quiet" title="Back to the answers" onClick={() => open({ kind: "answer", question: lastQuestion.key, walk: "to-qualify" })}>Back</Button>}<Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={qualify.isPending} refused={missing} onClick={() => void submit()}>{withDeal ? "Qualify and open the deal" : "Qualify"}</Button></>}
    >
      <div className={css.form}>
        <Qualification view={view} />
        <Checkbox label="Open a deal with it" checked={withDeal} onChange={setWithDeal} />
        {withDeal && (
          <>
            <TextInput label="Deal" data-autofocus value={name} onChange={setName} error={qualify.error?.fieldError("opportunity.name")} />
            <div className={css.two}>
              <MoneyInput label="Amount" optional value={amount} onChange={setAmount} currency={workspace.currency} />
              <DateInput label="Expected close" optional value={closeOn} onChange={setCloseOn} />
            </div>
          </>
        )}
        <FormError error={qualify.error} />
      </div>
    </Dialog>
  );
}
