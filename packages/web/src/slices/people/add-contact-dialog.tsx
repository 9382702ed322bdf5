import { createContact } from "@tandem/contract/people/contacts";
import { listCompanies } from "@tandem/contract/people/companies";
import type { FieldValues } from "@tandem/contract/people/parts";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Link } from "../../ui/link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import css from "./people.module.css";

const blank = { first_name: "", last_name: "", email: "", title: "", phone: "" };

/** Makes a contact by hand; who is known already is offered instead. */
export function AddContactDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const [given, setGiven] = useState(blank);
  const [company, setCompany] = useState<{ id: string; name: string } | null>(null);
  const add = useAct(createContact, {
    quietErrors: true,
    said: () => `${[given.first_name, given.last_name].filter(Boolean).join(" ") || given.email} is added`,
    onDone: ({ id }) => void navigate({ to: `/people/${id}` }),
  });
  const { reset } = add;
  useEffect(() => {
    if (!open) return;
    setGiven(blank);
    setCompany(null);
    reset();
  }, [open, reset]);
  const put = (key: keyof typeof blank) => (value: string) => setGiven((now) => ({ ...now, [key]: value }));
  const submit = () => {
    const values: FieldValues = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ""));
    add.mutate({ body: { values, ...(company && { companyId: company.id }) } });
  };
  const known = add.error?.code === "contact-exists" ? (add.error.problem.data as { id: string; name: string }) : null;
  const at = (key: string) => (add.error?.code === "wrong-value" && (add.error.problem.data as { field?: string })?.field === key ? add.error.message : undefined);
  return (
    <Dialog
      open={open} onClose={onClose} title="Add contact" width={520} lead="A name or an e-mail is enough. The company is found by the e-mail's domain."
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="add-contact" busy={add.isPending}>Add contact</Button></>}
    >
      <form id="add-contact" className={css.form} noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <div className={css.pair}>
          <TextInput label="First name" optional value={given.first_name} onChange={put("first_name")} data-autofocus />
          <TextInput label="Last name" optional value={given.last_name} onChange={put("last_name")} />
        </div>
        <TextInput label="E-mail" type="email" optional value={given.email} onChange={put("email")} error={at("email")} />
        <div className={css.pair}>
          <TextInput label="Job title" optional value={given.title} onChange={put("title")} />
          <TextInput label="Phone" type="tel" optional value={given.phone} onChange={put("phone")} />
        </div>
        <CompanyPicker value={company} onChange={setCompany} />
        {known ? <Notice tone="warn" title={`${known.name} has this e-mail already.`} text={<Link to={`/people/${known.id}`}>Open {known.name}</Link>} /> : !at("email") && <FormError error={add.error} />}
      </form>
    </Dialog>
  );
}

/** A company found by typing part of its name or domain. */
export function CompanyPicker({ value, onChange }: { value: { id: string; name: string } | null; onChange: (company: { id: string; name: string } | null) => void }) {
  const [text, setText] = useState("");
  const found = useOperation(listCompanies, { query: { q: text, limit: 12 } }, { enabled: text.trim().length > 1 });
  return (
    <Combobox
      label="Company" optional value={value?.id ?? null} valueLabel={value?.name} onSearch={setText} searching={found.isFetching} placeholder="Name or domain"
      choices={(text.trim().length > 1 ? (found.data?.rows ?? []) : []).map((row) => ({ value: row.id, label: row.name, detail: row.domain ?? undefined }))}
      onChange={(id, choice) => onChange(id === null ? null : { id, name: choice?.label ?? id })}
    />
  );
}
