import type { ComponentProps } from "react";
import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";

type Of<Tag extends "input" | "textarea"> = FieldProps & Omit<ComponentProps<Tag>, "onChange" | "value" | "children"> & { value: string; onChange: (value: string) => void };

/** One line of text. */
export function TextInput({ label, hint, error, optional, bare, value, onChange, ...rest }: Of<"input">) {
  return (
    <Field {...{ label, hint, error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => <input {...rest} {...control} className={css.input} value={value} onChange={(event) => onChange(event.target.value)} required={!optional} />}
    </Field>
  );
}

/** Several lines; it grows with what is written. */
export function Textarea({ label, hint, error, optional, bare, value, onChange, ...rest }: Of<"textarea">) {
  return (
    <Field {...{ label, hint, error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => <textarea rows={3} {...rest} {...control} className={css.input} value={value} onChange={(event) => onChange(event.target.value)} required={!optional} />}
    </Field>
  );
}

/** A calendar day as 'YYYY-MM-DD', or "" for none: the system's own picker, which every phone and screen reader knows. */
export function DateInput({ ...props }: Omit<Of<"input">, "type"> & { min?: string; max?: string }) {
  return <TextInput {...props} type="date" />;
}
