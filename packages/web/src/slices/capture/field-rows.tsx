import { useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { AddIcon, OpenIcon, RemoveIcon, UpIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { Select } from "../../ui/select.tsx";
import { TextInput, Textarea } from "../../ui/text-input.tsx";
import { hasOptions, knownFields, moved, nameOf, newFieldId, typeNames, type DraftField, type FieldType } from "./form-draft.ts";
import css from "./form-editor.module.css";

interface FieldRowsProps {
  fields: readonly DraftField[];
  /** What is wrong at a place: "fields.3.label", where 3 is the field's id. */
  problem: (place: string) => string | undefined;
  onChange: (fields: readonly DraftField[]) => void;
}

const types = Object.entries(typeNames).map(([value, label]) => ({ value: value as FieldType, label }));
const mostFields = 40;

/** The fields of a form in their order. Alt with an arrow key moves the one that is being edited. */
export function FieldRows({ fields, problem, onChange }: FieldRowsProps) {
  const list = useRef<HTMLOListElement>(null);
  const names = new Set(fields.map(({ name }) => name));
  const change = (id: number, part: Partial<DraftField>) => onChange(fields.map((field) => (field.id === id ? { ...field, ...part } : field)));
  const add = (part: Pick<DraftField, "name" | "label" | "type">) => {
    const id = newFieldId();
    onChange([...fields, { ...part, id, ownName: part.name !== "", required: false, options: "" }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-field="${id}"] input`)?.focus());
  };
  const move = (id: number, step: -1 | 1) => {
    const focused = document.activeElement;
    onChange(moved(fields, id, step));
    // React moves the node, and moving takes the focus away.
    requestAnimationFrame(() => focused instanceof HTMLElement && focused.isConnected && focused.focus());
  };
  return (
    <>
      <div className={css.fieldHead} aria-hidden><span>Label</span><span>Kind</span><span>Name</span><span /></div>
      <ol ref={list} className={css.fields}>
        {fields.map((field, i) => (
          <li
            key={field.id} data-field={field.id} className={css.field} aria-label={field.label || "New field"}
            onKeyDown={(event) => {
              const step = event.altKey ? { ArrowUp: -1 as const, ArrowDown: 1 as const }[event.key] : undefined;
              if (!step) return;
              event.preventDefault();
              move(field.id, step);
            }}
          >
            <TextInput bare label="Label" placeholder="Label" value={field.label} maxLength={200} error={problem(`fields.${field.id}.label`)} onChange={(label) => change(field.id, { label, ...(!field.ownName && { name: nameOf(label, new Set([...names].filter((name) => name !== field.name))) }) })} />
            <Select bare label="Kind" value={field.type} choices={types} onChange={(type) => change(field.id, { type })} />
            <TextInput bare label="Name" placeholder="name" value={field.name} className="mono" spellCheck={false} error={problem(`fields.${field.id}.name`)} onChange={(name) => change(field.id, { name, ownName: true })} />
            <span className={css.required}>{field.type === "hidden" ? <span className="label" title="Filled from the address of the page, for instance utm_source">From the address</span> : <Checkbox label="Required" checked={field.required} onChange={(required) => change(field.id, { required })} />}</span>
            <span className={css.fieldActs}>
              <IconButton icon={UpIcon} label={`Move ${field.label || "field"} up`} disabled={i === 0} onClick={() => move(field.id, -1)} />
              <IconButton icon={OpenIcon} label={`Move ${field.label || "field"} down`} disabled={i === fields.length - 1} onClick={() => move(field.id, 1)} />
              <IconButton icon={RemoveIcon} label={`Remove ${field.label || "field"}`} disabled={fields.length === 1} onClick={() => onChange(fields.filter(({ id }) => id !== field.id))} />
            </span>
            {hasOptions(field.type) && <div className={css.options}><Textarea label="Choices, one per line" value={field.options} error={problem(`fields.${field.id}.options`)} onChange={(options) => change(field.id, { options })} /></div>}
          </li>
        ))}
      </ol>
      <div className={css.addField}>
        <Menu
          side="bottom-start" label="Add field"
          target={<Button icon={AddIcon} refused={fields.length >= mostFields ? `A form has at most ${mostFields} fields` : undefined}>Add field…</Button>}
          entries={[
            ...knownFields.filter((known) => !names.has(known.name)).map((known) => ({ label: known.label, onSelect: () => add(known) })),
            "line" as const,
            { label: "A field of your own", onSelect: () => add({ name: "", label: "", type: "text" }) },
          ]}
        />
      </div>
    </>
  );
}
