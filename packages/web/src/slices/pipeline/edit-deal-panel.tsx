import { listColleagues } from "@tandem/contract/access/users";
import { editOpportunity, getOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { useState } from "react";
import { patch, useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { CompanyPicker } from "./add-deal-dialog.tsx";
import css from "./pipeline.module.css";

/** Changes a deal. A closed one keeps what it was worth and when. */
export function EditDealPanel({ page, onClose }: { page: OpportunityPage; onClose: () => void }) {
  const { workspace } = useSession();
  const open = page.state === "open";
  const [start] = useState(page);
  const [name, setName] = useState(page.name);
  const [amount, setAmount] = useState(page.amount?.amount ?? null);
  const [currency, setCurrency] = useState(page.amount?.currency ?? workspace.currency);
  const [closeOn, setCloseOn] = useState(page.closeOn ?? "");
  const [ownerId, setOwner] = useState(page.owner?.id ?? null);
  const [company, setCompany] = useState(page.company);
  const [competitor, setCompetitor] = useState(page.competitor ?? "");
  const [version, setVersion] = useState(page.version);
  const people = useOperation(listColleagues).data?.rows ?? [];
  const save = useAct(editOpportunity, {
    invalidates: ["pipeline", "people"], quietErrors: true, said: (row) => `${row.name} is saved`,
    onDone: (row) => {
      patch(getOpportunity, (shown) => (shown.id === row.id ? { ...shown, ...row } : shown));
      onClose();
    },
  });
  const changed = save.error?.code === "changed-meanwhile";
  const submit = () =>
    save.mutate({
      params: { opportunityId: page.id },
      body: {
        version,
        ...(name !== start.name && { name }),
        ...(open && (amount !== (start.amount?.amount ?? null) || currency !== (start.amount?.currency ?? currency)) && { amount, currency }),
        ...(open && closeOn !== (start.closeOn ?? "") && { closeOn: closeOn === "" ? null : closeOn }),
        ...(ownerId !== (start.owner?.id ?? null) && { ownerId }),
        ...((company?.id ?? null) !== (start.company?.id ?? null) && { companyId: company?.id ?? null }),
        ...(competitor !== (start.competitor ?? "") && { competitor: competitor === "" ? null : competitor }),
      },
    });
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>Cancel</Button>
      <Button kind="primary" busy={save.isPending} onClick={submit}>{changed ? "Save mine over it" : "Save"}</Button>
    </>
  );
  return (
    <SidePanel open onClose={onClose} title="Edit deal" actions={actions}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {changed && <Notice tone="warn" title="Not saved: somebody changed this deal meanwhile." text={<>Your edits are kept here. <button type="button" style={{ color: "var(--accent)" }} onClick={() => { setVersion((save.error!.problem.data as { version: number }).version); save.reset(); }}>I have looked; let me save mine</button></>} />}
        <TextInput label="Name" value={name} onChange={setName} data-autofocus />
        {open && (
          <div className={css.pair}>
            <MoneyInput label="Amount" optional value={amount} onChange={setAmount} currency={currency} />
            <TextInput label="Currency" value={currency} maxLength={3} onChange={(text) => setCurrency(text.toUpperCase())} error={save.error?.fieldError("currency")} />
          </div>
        )}
        {open && <DateInput label="Close date" optional value={closeOn} onChange={setCloseOn} />}
        {!open && <p className="label">The amount and the date stay as they were when it was closed. Open it again to change them.</p>}
        <Combobox label="Owner" optional value={ownerId} valueLabel={page.owner?.name} placeholder="Nobody" onChange={setOwner} choices={people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name, detail: one.jobTitle ?? undefined }))} />
        <CompanyPicker value={company} onChange={setCompany} />
        <TextInput label="Competitor" optional value={competitor} onChange={setCompetitor} />
        {!changed && <FormError error={save.error} />}
      </form>
    </SidePanel>
  );
}
