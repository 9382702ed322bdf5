import { qualifyHandoff } from "@tandem/contract/handoff/acts";
import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { useState } from "react";
import { useAct } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Link } from "../../ui/link.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { RadioList } from "../../ui/radio-list.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { useFormat } from "../../ui/use-format.ts";
import css from "./lead-dialogs.module.css";
import { sendNow } from "./pending-acts.ts";
import { Qualification } from "./lead-side.tsx";
import { qualifyWords } from "./qualify-words.ts";
import type { LeadView } from "./use-lead.ts";

/** Beside the ids of open deals: none, and one of their own. */
const [noDeal, newDeal] = ["none", "new"] as const;

/** The lead becomes an SQL; usually a deal begins with it. */
export function QualifyDialog({ view, onSettled }: { view: LeadView; onSettled?: (() => void) | undefined }) {
  const { page, close, open } = view;
  const lastQuestion = page.qualification.questions.at(-1);
  const { workspace } = useSession();
  const [deal, setDeal] = useState<string>(page.opportunities[0]?.id ?? newDeal);
  const withDeal = deal === newDeal;
  const joined = page.opportunities.find((one) => one.id === deal);
  const words = qualifyWords(page.contact.name, joined ? { joins: joined.name } : withDeal ? "new" : "none");
  const [name, setName] = useState(`${page.company?.name ?? page.contact.name}, new business`);
  const [amount, setAmount] = useState<number | null>(null);
  const [closeOn, setCloseOn] = useState("");
  const qualify = useAct(qualifyHandoff, {
    quietErrors: true, invalidates: ["handoff", "people", "pipeline"],
    said: () => words.done,
    link: ({ opportunityId }) => (opportunityId === null ? undefined : { label: "Open deal", to: `/pipeline/${opportunityId}` }),
    onDone: () => { close(); onSettled?.(); },
  });
  const missing = page.acts.qualify.refused ?? (withDeal && name.trim() === "" ? "Name the deal" : undefined);
  const submit = async () => {
    if (missing !== undefined) return;
    await sendNow(page.id);
    qualify.mutate({ params: { handoffId: page.id }, body: withDeal ? { opportunity: { name, amount, currency: workspace.currency, closeOn: closeOn === "" ? null : closeOn } } : joined ? { joins: joined.id } : {} });
  };
  return (
    <Dialog
      open onClose={close} title={`Qualify ${page.contact.name}`} lead="They become an SQL; the handoff is settled." width={460}
      actions={<>{lastQuestion && page.acts.answer.shown && <Button kind="quiet" title="Back to the answers" onClick={() => open({ kind: "answer", question: lastQuestion.key, walk: "to-qualify" })}>Back</Button>}<Button kind="quiet" onClick={close}>Cancel</Button><Button kind="primary" hint="mod+enter" busy={qualify.isPending} refused={missing} onClick={() => void submit()}>{words.submit}</Button></>}
    >
      <div className={css.form}>
        <Qualification view={view} />
        {page.opportunities.length === 0 ? <Checkbox label="Open a deal with it" checked={withDeal} onChange={(on) => setDeal(on ? newDeal : noDeal)} /> : <DealChoice page={page} deal={deal} onChoose={setDeal} />}
        {words.mind && <p className="second">{words.mind}</p>}
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

/** The company is being sold to already: whoever else qualifies there usually takes part in that; a second deal is a choice, not what happens by itself. */
function DealChoice({ page: { company, opportunities }, deal, onChoose }: { page: HandoffPage; deal: string; onChoose: (deal: string) => void }) {
  const format = useFormat();
  const about = (one: HandoffPage["opportunities"][number]) => [one.stageName, one.amount !== null && format.money(one.amount, { currency: one.currency }), one.owner?.name ?? "nobody's"].filter(Boolean).join(", ");
  return (
    <>
      <p className="second">{company?.name ?? "The company"} has {opportunities.length === 1 ? "an open deal" : "open deals"}: {opportunities.map((one, i) => <span key={one.id}>{i > 0 && ", "}<Link to={`/pipeline/${one.id}`}>{one.name}</Link></span>)}.</p>
      <RadioList
        label="Deal" value={deal} onChange={onChoose}
        choices={[
          ...opportunities.map((one) => ({ value: one.id, label: `Join ${one.name}`, detail: `${about(one)}. They come into its buying group; whoever owns it is told.` })),
          { value: newDeal, label: "Open another deal" },
          { value: noDeal, label: "No deal with it" },
        ]}
      />
    </>
  );
}
