import type { FieldDefinitionRow } from "@tandem/contract/people/fields";
import type { FieldValues } from "@tandem/contract/people/parts";
import { useSession } from "../../app/session.ts";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { MoneyInput } from "../../ui/money-input.tsx";
import { NumberBox } from "../../ui/number-box.tsx";
import { Select } from "../../ui/select.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import { countryChoices, countryName, optionName } from "./names.ts";

type Value = FieldValues[string];

interface FieldInputProps {
  field: FieldDefinitionRow;
  value: Value;
  onChange: (value: Value) => void;
  /** Where the value came from: a person's word stays, the others may be overwritten. */
  hint?: string | undefined;
  error?: string | undefined;
  autoFocus?: boolean;
}

/** The control that suits a field's type. Everything may be left empty. */
export function FieldInput({ field, value, onChange, hint, error, autoFocus }: FieldInputProps) {
  const common = { label: field.name, optional: true, ...(hint === undefined ? {} : { hint }), ...(error === undefined ? {} : { error }) };
  const { workspace } = useSession();
  const text = value === null || value === undefined ? "" : String(value);
  const label = (option: string) => (field.custom ? option : optionName(option));
  switch (field.type) {
    case "choice":
      if (!field.options) break;
      return <Select {...common} value={text} onChange={(next) => onChange(next === "" ? null : next)} placeholder="Not known" choices={field.options.map((option) => ({ value: option, label: label(option) }))} />;
    case "country":
      return <Combobox {...common} value={text === "" ? null : text} onChange={onChange} choices={countryChoices().map(({ value: code, label: name }) => ({ value: code, label: name, detail: code }))} valueLabel={countryName(text)} />;
    case "boolean":
      return <Select {...common} value={value === null || value === undefined ? "" : value ? "yes" : "no"} onChange={(next) => onChange(next === "yes" ? true : next === "no" ? false : null)} placeholder="Not known" choices={[{ value: "yes", label: "Yes" }, { value: "no", label: "No" }]} />;
    case "date":
      return <DateInput {...common} value={text} onChange={(next) => onChange(next === "" ? null : next)} />;
    case "money":
      return <MoneyInput {...common} signed currency={workspace.currency} value={typeof value === "number" ? value : null} onChange={onChange} />;
    case "multi-choice": {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <Field {...common} bare={false}>
          {() => <div>{(field.options ?? []).map((option) => <Checkbox key={option} label={option} checked={chosen.includes(option)} onChange={(on) => onChange(on ? [...chosen, option] : chosen.filter((one) => one !== option))} />)}</div>}
        </Field>
      );
    }
    case "number":
      return <NumberBox {...common} value={typeof value === "number" ? value : null} onChange={onChange} />;
  }
  return <TextInput {...common} value={text} onChange={(next) => onChange(next === "" ? null : next)} autoFocus={autoFocus} {...(field.key === "email" ? { type: "email" } : field.key === "phone" ? { type: "tel" } : {})} />;
}
