import { useId, type ReactNode } from "react";
import css from "./field.module.css";

export interface FieldProps {
  label: string;
  /** One line that says what belongs here or what follows from it. */
  hint?: ReactNode;
  error?: string | undefined;
  /** Marks what may be left out; required is the rule. */
  optional?: boolean;
  /** The label is for screen readers only: a filter in a bar whose placeholder says it. */
  bare?: boolean;
}

export interface ControlProps {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** Label, control, hint and error, tied together. The parts below use it; use it directly for a control of your own. */
export function Field({ label, hint, error, optional, bare, children }: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const control: ControlProps = {
    id,
    "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div className={css.field}>
      <label htmlFor={id} className={bare ? "sr-only" : css.label}>
        {label}
        {optional && <span className={css.optional}>optional</span>}
      </label>
      {children(control)}
      {error ? <p id={`${id}-error`} className={css.error}>{error}</p> : hint ? <p id={`${id}-hint`} className={css.hint}>{hint}</p> : null}
    </div>
  );
}
