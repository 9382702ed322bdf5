import { Combobox as Floating, useCombobox } from "@mantine/core";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import { useEffect, useState } from "react";
import { useFormat } from "../../../ui/use-format.ts";
import { countryName } from "../../../ui/country-name.ts";
import { useVocabulary, type KnownValue, type VocabularyField } from "./vocabulary.ts";
import css from "./condition-fields.module.css";

interface ValuesInputProps {
  field: VocabularyField;
  label: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  /** One value instead of several. */
  single?: boolean;
  invalid?: boolean;
}

/**
 * Values of a field, found by typing: what people and companies really have, with how many have it, and what the field
 * allows. Enter takes the marked one or, where the field is open, what was typed; Backspace takes the last away.
 */
export function ValuesInput({ field, label, values, onChange, single, invalid }: ValuesInputProps) {
  const format = useFormat();
  const store = useCombobox({ onDropdownClose: () => store.resetSelectedOption() });
  const [text, setText] = useState("");
  const { found, searching } = useKnownValues(field, text, store.dropdownOpened);
  const wanted = text.trim();
  const taken = new Set(values.map((value) => value.toLowerCase()));
  const offered = found.filter(({ value }) => !taken.has(value.toLowerCase()));
  const own = wanted !== "" && !taken.has(wanted.toLowerCase()) && !found.some(({ value }) => value.toLowerCase() === wanted.toLowerCase()) ? wanted : null;
  const first = wanted === "" ? null : (offered[0]?.value ?? own);
  useEffect(() => {
    if (first !== null) store.selectFirstOption();
    // The store is a new object at every render; only another first hit matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [first]);
  const write = (value: string) => (field.type === "country" ? countryName(value) : value);
  const add = (value: string) => {
    onChange(single ? [value] : [...values, value]);
    setText("");
    if (single) store.closeDropdown();
  };
  const paste = (many: string) => {
    const parts = many.split(/[\n\t;]|,(?!\d{3}\b)/).map((part) => part.trim()).filter((part) => part !== "" && !taken.has(part.toLowerCase()));
    onChange([...values, ...new Set(parts)]);
  };
  return (
    <Floating store={store} withinPortal offset={4} transitionProps={{ duration: 120 }} classNames={{ dropdown: "float", option: "float-item" }} onOptionSubmit={add}>
      <Floating.DropdownTarget>
        <div className={css.values} data-invalid={invalid || undefined} onClick={(event) => event.currentTarget.querySelector("input")?.focus()}>
          {values.map((value, index) => (
            <span key={value} className={css.value} title={field.type === "country" && countryName(value) !== value ? value : undefined}>
              {write(value)}
              <button type="button" className={css.valueRemove} aria-label={`Remove ${write(value)}`} tabIndex={-1} onClick={(event) => { event.stopPropagation(); onChange(values.filter((_, i) => i !== index)); }}>×</button>
            </span>
          ))}
          <Floating.EventsTarget withExpandedAttribute>
            <input
              className={css.valueInput} data-more={values.length > 0 || undefined} role="combobox" aria-label={label} data-primary autoComplete="off" value={text} placeholder={values.length === 0 ? "Type or choose…" : ""}
              onChange={(event) => { setText(event.target.value); store.openDropdown(); }}
              onFocus={() => { if (values.length === 0) store.openDropdown(); }}
              onClick={() => store.openDropdown()}
              onBlur={() => { if (own && !field.options) add(own); setText(""); store.closeDropdown(); }}
              onPaste={(event) => {
                const pasted = event.clipboardData.getData("text");
                if (single || !/[\n\t;,]/.test(pasted)) return;
                event.preventDefault();
                paste(pasted);
              }}
              onKeyDown={(event) => {
                if (event.key === "Backspace" && text === "" && values.length > 0 && !event.altKey && !event.metaKey && !event.ctrlKey) onChange(values.slice(0, -1));
                if (event.key === "," && wanted !== "" && first !== null) { event.preventDefault(); add(first); }
              }}
            />
          </Floating.EventsTarget>
        </div>
      </Floating.DropdownTarget>
      <Floating.Dropdown>
        <Floating.Options mah={280} style={{ overflowY: "auto" }} aria-label={label}>
          {offered.slice(0, 50).map(({ value, count }) => (
            <Floating.Option key={value} value={value}>
              <span className={css.offer}>
                <span className="cut">{write(value)}{field.type === "country" && <span className="ink3"> {value}</span>}</span>
                <span className="label num">{count === null ? "" : format.number(count)}</span>
              </span>
            </Floating.Option>
          ))}
          {own && <Floating.Option value={own}><span className={css.offer}><span className="cut">“{own}”</span><span className="label">{searching ? "" : field.options ? "not among the choices" : "nobody has it yet"}</span></span></Floating.Option>}
          {offered.length === 0 && !own && <Floating.Empty className="label">{searching ? "Searching…" : "Type a value"}</Floating.Empty>}
        </Floating.Options>
      </Floating.Dropdown>
    </Floating>
  );
}

/** Values in use come a moment after the last letter; the field's own choices are there at once. */
function useKnownValues(field: VocabularyField, text: string, open: boolean): { found: readonly KnownValue[]; searching: boolean } {
  const { findValues } = useVocabulary();
  const [answer, setAnswer] = useState<{ for: FieldRef; text: string; values: readonly KnownValue[] } | null>(null);
  const wanted = text.trim();
  const asked = open && (answer === null || answer.for !== field.ref || answer.text !== wanted);
  useEffect(() => {
    if (!asked) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      findValues(field.ref, wanted, stop.signal).then((values) => setAnswer({ for: field.ref, text: wanted, values }), () => setAnswer({ for: field.ref, text: wanted, values: [] }));
    }, wanted === "" ? 0 : 150);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [asked, findValues, field.ref, wanted]);
  const matches = (value: string) => `${value} ${field.type === "country" ? countryName(value) : ""}`.toLowerCase().includes(wanted.toLowerCase());
  const inUse = answer?.for === field.ref ? answer.values.filter(({ value }) => matches(value)) : [];
  const used = new Set(inUse.map(({ value }) => value.toLowerCase()));
  const allowed = (field.options ?? []).filter((value) => !used.has(value.toLowerCase()) && matches(value)).map((value) => ({ value, count: null }));
  return { found: [...inUse, ...allowed], searching: asked };
}
