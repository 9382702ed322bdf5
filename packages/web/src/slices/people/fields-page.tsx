import { changeField, createField, listFields, type FieldDefinitionRow } from "@tandem/contract/people/fields";
import { fieldTypes } from "@tandem/domain/criteria/criteria";
import { useEffect, useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { AddIcon } from "../../ui/icons.ts";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { Select } from "../../ui/select.tsx";
import { Textarea, TextInput } from "../../ui/text-input.tsx";
import { useKeys } from "../../ui/use-keys.ts";
import { TwoLines } from "../../ui/two-lines.tsx";
import { optionName } from "./names.ts";
import { useUrlSearch } from "./use-url-search.ts";
import css from "./people.module.css";

const typeNames: Record<FieldDefinitionRow["type"], string> = { text: "Text", number: "Number", date: "Day", boolean: "Yes or no", choice: "One choice", "multi-choice": "Several choices", money: "Amount", country: "Country" };
const filledNames: Record<FieldDefinitionRow["filled"], string> = { unknown: "Not known when", "before-contact": "Before Sales talks", "after-contact": "While Sales talks" };

const columns: readonly Column<FieldDefinitionRow>[] = [
  { key: "name", header: "Field", width: "1.4fr", cell: (field) => <TwoLines top={field.name} strong under={field.custom ? `custom.${field.key}` : field.key} /> },
  { key: "type", header: "Type", width: "0.8fr", cell: (field) => <span className="ink2">{typeNames[field.type]}</span> },
  { key: "options", header: "Options", width: "1.6fr", wide: true, cell: (field) => <span className={`${css.line} ink2`} title={field.options?.join(", ")}>{field.options?.map((one) => (field.custom ? one : optionName(one))).join(", ")}</span> },
  { key: "filled", header: "Filled", width: "1fr", wide: true, cell: (field) => field.custom && <span className="ink2">{filledNames[field.filled]}</span> },
  { key: "made", header: "Made by", width: 96, wide: true, cell: (field) => <span className="ink3">{field.custom ? "Your company" : "Tandem"}</span> },
];

type Draft = { entity: "contact" | "company"; key: string; name: string; type: FieldDefinitionRow["type"]; options: string; filled: FieldDefinitionRow["filled"] };
const blank: Draft = { entity: "contact", key: "", name: "", type: "text", options: "", filled: "unknown" };

/** The fields of contacts and companies: those that ship with the product, and the company's own. */
export function Page() {
  const [search, change] = useUrlSearch<{ of?: string | undefined; field?: string | undefined; add?: string | undefined }>("/settings/fields");
  const entity = search.of === "company" ? "company" : "contact";
  const fields = useOperation(listFields);
  const rows = fields.data?.fields.filter((field) => field.entity === entity);
  const opened = rows?.find((field) => field.custom && field.key === search.field) ?? null;
  const close = () => change({ field: undefined, add: undefined });
  useKeys("Fields", { n: { label: "Add field", run: () => change({ add: "yes" }) } });
  return (
    <div className={css.page}>
      <PageHeader title="Fields" path={[{ label: "Settings", to: "/settings" }]} note={rows && `${rows.filter((field) => field.custom).length} of your own`}>
        <SegmentedTabs label="Fields of" value={entity} onChange={(of) => change({ of: of === "contact" ? undefined : of })} tabs={[{ value: "contact", label: "Contacts" }, { value: "company", label: "Companies" }]} />
        <Button kind="primary" icon={AddIcon} hint="n" onClick={() => change({ add: "yes" })}>Add field…</Button>
      </PageHeader>
      <div className={css.list}>
        <DataTable
          label="Fields" columns={columns} rows={rows?.toSorted((a, b) => Number(b.custom) - Number(a.custom))} rowKey={(field) => `${field.custom} ${field.key}`} rowLabel={(field) => field.name} rowHeight={48}
          onOpen={(field) => field.custom && change({ field: field.key })} loading={fields.isPending} error={fields.error} retry={() => void fields.refetch()}
        />
      </div>
      <FieldDialog open={search.add === "yes" || opened !== null} entity={entity} field={opened} onClose={close} />
    </div>
  );
}

function FieldDialog({ open, entity, field, onClose }: { open: boolean; entity: Draft["entity"]; field: FieldDefinitionRow | null; onClose: () => void }) {
  const [draft, setDraft] = useState(blank);
  const made = useAct(createField, { quietErrors: true, said: ({ name }) => `The field ${name} is made`, onDone: onClose });
  const changed = useAct(changeField, { quietErrors: true, said: ({ name }) => `The field ${name} is saved`, onDone: onClose });
  const act = field ? changed : made;
  useEffect(() => {
    if (!open) return;
    setDraft(field ? { ...field, options: field.options?.join("\n") ?? "" } : { ...blank, entity });
    made.reset();
    changed.reset();
  }, [open, field?.key, entity]); // Typing must not be undone by the list being read again.
  const put = <Key extends keyof Draft>(key: Key) => (value: Draft[Key]) => setDraft((now) => ({ ...now, [key]: value }));
  const chosen = draft.type === "choice" || draft.type === "multi-choice";
  const options = draft.options.split("\n").map((one) => one.trim()).filter((one) => one !== "");
  const key = draft.key || draft.name.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+|_+$/g, "");
  const save = () => {
    if (field) changed.mutate({ params: { entity: field.entity, key: field.key }, body: { name: draft.name, filled: draft.filled, ...(chosen && { options }) } });
    else made.mutate({ body: { entity: draft.entity, key, name: draft.name, type: draft.type, filled: draft.filled, ...(chosen && { options }) } });
  };
  return (
    <Dialog
      open={open} onClose={onClose} title={field ? field.name : "Add field"} lead={field ? `custom.${field.key}, ${typeNames[field.type].toLowerCase()}. Key and type stay, because rules and imports name them.` : "Rules, segments, imports and the API know it by its key, which stays for ever."}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" type="submit" form="field" busy={act.isPending}>{field ? "Save" : "Add field"}</Button></>}
    >
      <form id="field" className={css.form} noValidate onSubmit={(event) => { event.preventDefault(); save(); }}>
        <TextInput label="Name" value={draft.name} onChange={put("name")} data-autofocus error={act.error?.fieldError("name")} />
        {!field && (
          <>
            <TextInput label="Key" value={key} onChange={(text) => put("key")(text.toLowerCase())} hint="Lower-case letters, digits and underscores." error={act.error?.fieldError("key")} />
            <div className={css.pair}>
              <Select label="Of" value={draft.entity} onChange={put("entity")} choices={[{ value: "contact", label: "Contacts" }, { value: "company", label: "Companies" }]} />
              <Select label="Type" value={draft.type} onChange={put("type")} choices={fieldTypes.map((value) => ({ value, label: typeNames[value] }))} />
            </div>
          </>
        )}
        {chosen && <Textarea label="Options" hint="One a line. An option that is in use cannot go." rows={5} value={draft.options} onChange={put("options")} />}
        <Select label="Filled" value={draft.filled} onChange={put("filled")} hint="What Sales fills in after talking must not teach a score." choices={Object.entries(filledNames).map(([value, label]) => ({ value: value as Draft["filled"], label }))} />
        <FormError error={act.error} />
      </form>
    </Dialog>
  );
}
