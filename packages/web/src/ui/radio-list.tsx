import { useId, type ReactNode } from "react";
import css from "./choice.module.css";

interface RadioListProps<Value extends string> {
  /** The question; for screen readers only when `bare`. */
  label: string;
  bare?: boolean;
  value: Value | null;
  onChange: (value: Value) => void;
  /** `refused` keeps a choice visible and says what is missing. */
  choices: readonly { value: Value; label: string; detail?: ReactNode; refused?: string | undefined }[];
}

/** One of several, each on a line of its own. */
export function RadioList<Value extends string>({ label, bare, value, onChange, choices }: RadioListProps<Value>) {
  const name = useId();
  return (
    <fieldset className={css.list}>
      <legend className={bare ? "sr-only" : css.legend}>{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={css.choice} data-line data-disabled={choice.refused !== undefined || undefined}>
          <input
            type="radio" name={name} className={css.radio} checked={value === choice.value} disabled={choice.refused !== undefined}
            onChange={() => onChange(choice.value)}
          />
          <span data-chosen={value === choice.value || undefined}>
            {choice.label}
            {(choice.refused ?? choice.detail) && <span className={css.hint}>{choice.refused ?? choice.detail}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
