import { useEffect, useRef, type ReactNode } from "react";
import css from "./choice.module.css";

interface CheckboxProps {
  label: ReactNode;
  checked: boolean;
  /** Some of what it stands for: a dash. */
  some?: boolean;
  onChange: (checked: boolean) => void;
  hint?: ReactNode;
  disabled?: boolean;
  /** The label is for screen readers only. */
  bare?: boolean;
}

export function Checkbox({ label, checked, some, onChange, hint, disabled, bare }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = Boolean(some) && !checked;
  }, [some, checked]);
  return (
    <label className={css.choice} data-disabled={disabled || undefined}>
      <input ref={box} type="checkbox" className={css.box} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <span className={bare ? "sr-only" : undefined}>
        {label}
        {hint && <span className={css.hint}>{hint}</span>}
      </span>
    </label>
  );
}
