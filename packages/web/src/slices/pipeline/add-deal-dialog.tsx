import { listCompanies } from "@tandem/contract/people/companies";
import { listContacts } from "@tandem/contract/people/contacts";
import { createOpportunity } from "@tandem/contract/pipeline/opportunities";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { useSession } from "../../app/session.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Link } from "../../ui/link.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import css from "./pipeline.module.css";

interface Picked {
  id: string;
  name: string;
}

/** Opens a deal by hand. Whoever is in an open handoff is qualified there instead. */
export function AddDealDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const { workspace } = useSession();
  const [name, setName] = useState("");
  const [contact, setContact] = useState<Picked | null>(null);
  const [company, setCompany] = useState<Picked | null>(null);
  const [amount, setAmount] = useState<number | null>(null);
  const [closeOn, setCloseOn] = useState("");
  const add = useAct(createOpportunity, { invalidates: ["pipeline", "people"], quietErrors: true, said: () => `${name} is open`, onDone: ({ id }) => void navigate({ to: `/pipeline/${id}` }) });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setName("");
    setContact(null);
    setCompany(null);
    setAmount(null);
    setCloseOn("");
    reset();
  }, [open, reset]);
  const missing = name.trim() === "" ? "Give the deal a name first" : contact === null && company === null ? "Choose a contact or a company first" : undefined;
  const submit = () => missing === undefined && add.mutate({ body: { name, contactId: contact?.id ?? null, companyId: company?.id ?? null, amount, currency: workspace.currency, closeOn: closeOn === "" ? null : closeOn } });
  const handoff = add.error?.code === "handoff-open" ? (add.error.problem.data as { handoffId: string }).handoffId : null;
  return (
    <Dialog
      open={open} onClose={onClose} title="Open a deal" width={520} lead="The contact moves to opportunity. Deals from a handoff open when it is qualified."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" type="submit" form="add-deal" busy={add.isPending} refused={missing}>Open deal</Button></>}
    >
      <form id="add-deal" className={css.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <TextInput label="Name" value={name} onChange={setName} placeholder="6 robots, Ghent" data-autofocus />
        <PersonPicker label="Main contact" value={contact} onChange={setContact} />
        <CompanyPicker value={company} onChange={setCompany} hint={contact && !company ? "The contact's own company where left out." : undefined} />
        <div className={css.pair}>
          <MoneyInput label="Amount" optional value={amount} onChange={setAmount} currency={workspace.currency} />
          <DateInput label="Close date" optional value={closeOn} onChange={setCloseOn} />
        </div>
        {handoff ? <Notice tone="warn" title="This person is in an open handoff." text={<Link to={`/inbox/${handoff}`}>Qualify it there: the deal opens with its answers.</Link>} /> : <FormError error={add.error} />}
      </form>
    </Dialog>
  );
}

/** A contact found by typing part of a name, e-mail or company. */
export function PersonPicker({ label, value, onChange }: { label: string; value: Picked | null; onChange: (person: Picked | null) => void }) {
  const [text, setText] = useState("");
  const asked = text.trim().length > 1;
  const found = useOperation(listContacts, { query: { q: text, limit: 12 } }, { enabled: asked });
  return (
    <Combobox
      label={label} optional value={value?.id ?? null} valueLabel={value?.name} onSearch={setText} searching={found.isFetching} placeholder="Name, e-mail or company"
      choices={(asked ? (found.data?.rows ?? []) : []).map((row) => ({ value: row.id, label: row.name, detail: [row.title, row.company?.name ?? row.email].filter(Boolean).join(", ") }))}
      onChange={(id, choice) => onChange(id === null ? null : { id, name: choice?.label ?? id })}
    />
  );
}

/** A company found by typing part of its name or domain. */
export function CompanyPicker({ value, onChange, hint }: { value: Picked | null; onChange: (company: Picked | null) => void; hint?: string | undefined }) {
  const [text, setText] = useState("");
  const asked = text.trim().length > 1;
  const found = useOperation(listCompanies, { query: { q: text, limit: 12 } }, { enabled: asked });
  return (
    <Combobox
      label="Company" optional value={value?.id ?? null} valueLabel={value?.name} onSearch={setText} searching={found.isFetching} placeholder="Name or domain" hint={hint}
      choices={(asked ? (found.data?.rows ?? []) : []).map((row) => ({ value: row.id, label: row.name, detail: row.domain ?? undefined }))}
      onChange={(id, choice) => onChange(id === null ? null : { id, name: choice?.label ?? id })}
    />
  );
}
