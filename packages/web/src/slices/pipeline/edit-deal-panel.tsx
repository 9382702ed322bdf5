import { listColleagues } from "@tandem/contract/access/users";
import { editOpportunity, getOpportunity, type OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { isCurrency } from "@tandem/domain/kit/money";
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
import { useFormat } from "../../ui/use-format.ts";
import { changesBetween, type DealChange, type DealField } from "./deal-changes.ts";
import css from "./pipeline.module.css";

type Start = Pick<OpportunityPage, "name" | "amount" | "closeOn" | "owner" | "company" | "version"> & { readonly competitor: string | null };
const fieldNames: Record<DealField, string> = { name: "Name", amount: "Amount", closeOn: "Close date", owner: "Owner", company: "Company" };

/** Changes a deal. A closed one keeps what it was worth and when. */
export function EditDealPanel({ page, onClose }: { page: OpportunityPage; onClose: () => void }) {
  const { workspace } = useSession();
  const format = useFormat();
  const open = page.state === "open";
  // What the edits are compared with: as it was opened, and after a refusal as somebody else left it.
  const [start, setStart] = useState<Start>(page);
  const [theirs, setTheirs] = useState<readonly DealChange[]>([]);
  const [name, setName] = useState(page.name);
  const [amount, setAmount] = useState(page.amount?.amount ?? null);
  const [currency, setCurrency] = useState(page.amount?.currency ?? workspace.currency);
  const [closeOn, setCloseOn] = useState(page.closeOn ?? "");
  const [ownerId, setOwner] = useState(page.owner?.id ?? null);
  const [company, setCompany] = useState(page.company);
  const [competitor, setCompetitor] = useState(page.competitor ?? "");
  const people = useOperation(listColleagues).data?.rows ?? [];
  const save = useAct(editOpportunity, {
    invalidates: ["pipeline", "people"], quietErrors: true, said: (row) => `${row.name} is saved`,
    onDone: (row) => {
      patch(getOpportunity, (shown) => (shown.id === row.id ? { ...shown, ...row } : shown));
      onClose();
    },
  });
  const mine = { name, amount, currency, closeOn: closeOn === "" ? null : closeOn, owner: ownerId, company: company?.id ?? null };
  /** Takes over what somebody else changed and one had not touched; what both changed stays as typed, beside theirs. */
  const rebase = (now: OpportunityRow) => {
    const changes = changesBetween(start, now, mine);
    const untouched = new Set(changes.filter((one) => !one.both).map((one) => one.field));
    if (untouched.has("name")) setName(now.name);
    if (untouched.has("amount")) setAmount(now.amount?.amount ?? null);
    if (untouched.has("amount") && now.amount) setCurrency(now.amount.currency);
    if (untouched.has("closeOn")) setCloseOn(now.closeOn ?? "");
    if (untouched.has("owner")) setOwner(now.owner?.id ?? null);
    if (untouched.has("company")) setCompany(now.company);
    setTheirs(changes);
    setStart((before) => ({ ...before, ...now }));
  };
  const submit = () =>
    save.mutate(
      {
      params: { opportunityId: page.id },
      body: {
        version: start.version,
        ...(name !== start.name && { name }),
        ...(open && (amount !== (start.amount?.amount ?? null) || currency !== (start.amount?.currency ?? currency)) && { amount, currency }),
        ...(open && closeOn !== (start.closeOn ?? "") && { closeOn: closeOn === "" ? null : closeOn }),
        ...(ownerId !== (start.owner?.id ?? null) && { ownerId }),
        ...((company?.id ?? null) !== (start.company?.id ?? null) && { companyId: company?.id ?? null }),
        ...(competitor !== (start.competitor ?? "") && { competitor: competitor === "" ? null : competitor }),
      },
      },
      { onError: (error) => error.code === "changed-meanwhile" && rebase(error.problem.data as OpportunityRow) },
    );
  const changed = save.error?.code === "changed-meanwhile";
  const wordsOf = (value: string | number | null, field: DealField): string => {
    if (value === null || value === "") return "none";
    if (field === "amount") return format.money(Number(value), { currency: start.amount?.currency ?? currency, exact: true });
    if (field === "owner") return people.find((one) => one.id === value)?.name ?? "somebody else";
    if (field === "company") return [start.company, company, page.company].find((one) => one?.id === value)?.name ?? "another company";
    return field === "closeOn" ? format.day(String(value)) : String(value);
  };
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>Cancel</Button>
      <Button kind="primary" busy={save.isPending} hint="mod+enter" onClick={submit}>{theirs.some((one) => one.both) ? "Save mine over it" : "Save"}</Button>
    </>
  );
  return (
    <SidePanel open onClose={onClose} title="Edit deal" actions={actions}>
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {changed && (
          <Notice
            tone="warn" title="Not saved: somebody changed this deal meanwhile."
            text={
              <>
                {theirs.length === 0 ? "What they changed is not in this form. Your edits are kept; save again." : "Your edits are kept. Look at what changed, then save again."}
                <span className={css.changes}>
                  {theirs.map((one) => <span key={one.field}><b>{fieldNames[one.field]}</b>: {wordsOf(one.before, one.field)} → {wordsOf(one.now, one.field)}{one.both ? `; yours is ${wordsOf(one.mine, one.field)}` : ", taken over here"}</span>)}
                </span>
              </>
            }
          />
        )}
        <TextInput label="Name" value={name} onChange={setName} data-autofocus />
        {open && (
          <div className={css.pair}>
            <MoneyInput label="Amount" optional value={amount} onChange={setAmount} currency={isCurrency(currency) ? currency : workspace.currency} />
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
