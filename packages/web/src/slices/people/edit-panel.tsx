import { editCompany, type CompanyPage } from "@tandem/contract/people/companies";
import { editContact, type ContactPage } from "@tandem/contract/people/contacts";
import type { FieldValues } from "@tandem/contract/people/parts";
import { useEffect, useState } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SidePanel } from "../../ui/side-panel.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { CompanyPicker } from "./add-contact-dialog.tsx";
import { FieldInput } from "./field-input.tsx";
import { wireKey, type FieldNames } from "./field-words.ts";
import { ownFieldName, sourceName } from "./names.ts";
import css from "./people.module.css";

type Edited = ContactPage | CompanyPage;

/** Fields of a contact or a company. Only what was changed is sent; if somebody saved meanwhile, the edits are kept and said. */
export function EditPanel({ open, onClose, page, fields }: { open: boolean; onClose: () => void; page: Edited; fields: FieldNames }) {
  const format = useFormat();
  const contact = "identities" in page ? page : null;
  const [changes, setChanges] = useState<FieldValues>({});
  const [company, setCompany] = useState<{ id: string; name: string } | null>(contact?.company ?? null);
  const options = { quietErrors: true, said: () => `${page.name} is saved`, onDone: onClose } as const;
  const asContact = useAct(editContact, options);
  const asCompany = useAct(editCompany, options);
  const act = contact ? asContact : asCompany;
  const { reset } = act;
  useEffect(() => {
    if (!open) return;
    setChanges({});
    setCompany(contact?.company ?? null);
    reset();
  }, [open, reset]); // The page read again while editing must not take the edits away.
  const moved = contact !== null && (company?.id ?? null) !== (contact.company?.id ?? null);
  const dirty = Object.keys(changes).length > 0 || moved;
  const save = () => {
    const body = { version: page.version, values: changes };
    if (contact) asContact.mutate({ params: { contactId: page.id }, body: { ...body, ...(moved && { companyId: company?.id ?? null }) } });
    else asCompany.mutate({ params: { companyId: page.id }, body });
  };
  const { error } = act;
  const wrong = error?.code === "wrong-value" || error?.code === "unknown-field" ? (error.problem.data as { field?: string } | undefined)?.field : undefined;
  const stale = error?.code === "changed-meanwhile";
  const put = (key: string, value: FieldValues[string]) =>
    setChanges(({ [key]: _, ...rest }) => (JSON.stringify(value) === JSON.stringify(page.values[key] ?? null) ? rest : { ...rest, [key]: value }));
  return (
    <SidePanel
      open={open} onClose={onClose} title={`Edit ${page.name}`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="edit-fields" busy={act.isPending} refused={dirty ? undefined : "Nothing is changed yet"}>{stale ? "Save again" : "Save"}</Button></>}
    >
      <form id="edit-fields" className={`${css.form} ${css.allOptional}`} noValidate onSubmit={(event) => { event.preventDefault(); if (dirty) save(); }}>
        {contact && <CompanyPicker value={company} onChange={setCompany} />}
        {fields.of(contact ? "contact" : "company").filter((field) => field.editable).map((field) => {
          const key = wireKey(field);
          const source = page.sources[key];
          const value = changes[key] !== undefined ? changes[key] : (page.values[key] ?? null);
          return (
            <FieldInput
              key={key} field={contact ? field : { ...field, name: ownFieldName(field.name) }} value={value} onChange={(next) => put(key, next)} error={wrong === key ? error?.message : undefined}
              hint={source && changes[key] === undefined && value !== null && source.source !== "person" ? `${sourceName(source.source)}, ${format.date(source.at)}` : undefined}
            />
          );
        })}
        {stale ? <Notice tone="warn" title="Not saved: somebody changed this meanwhile." text="Your edits are kept. What is there now is loaded; save again to put your values over it." /> : !wrong && <FormError error={error} />}
      </form>
    </SidePanel>
  );
}
