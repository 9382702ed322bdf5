import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";
import { OpenIcon } from "./icons.ts";

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

interface SelectProps<Value extends string> extends FieldProps {
  value: Value | "";
  onChange: (value: Value) => void;
  choices: readonly Choice<Value>[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
  disabled?: boolean;
  name?: string;
}

/** One of a few. The system's own list: quick by keyboard, and right on the phone. For many, or to search: `Combobox`. */
export function Select<Value extends string>({ label, hint, error, optional, bare, value, onChange, choices, placeholder, disabled, name }: SelectProps<Value>) {
  return (
    <Field {...{ label, hint, error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => (
        <span className={css.select}>
          <select {...control} name={name} className={css.input} value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as Value)}>
            {(placeholder !== undefined || value === "") && <option value="" disabled={!optional}>{placeholder ?? "Choose…"}</option>}
            {choices.map((choice) => <option key={choice.value} value={choice.value} disabled={choice.disabled}>{choice.label}</option>)}
          </select>
          <OpenIcon />
        </span>
      )}
    </Field>
  );
}
