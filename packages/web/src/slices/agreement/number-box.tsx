import { useEffect, useState } from "react";
import { Field, type FieldProps } from "../../ui/field.tsx";
import { parseNumber } from "../../ui/parse-number.ts";
import css from "./parts.module.css";

interface NumberBoxProps extends FieldProps {
  /** NaN is a number that is still to be written; null is none. */
  value: number | null;
  /** Null when the box is empty and may be, NaN when it is empty and may not. */
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** Whole numbers only. */
  whole?: boolean;
  /** Behind the number: "days", "%". */
  unit?: string;
  /** What an empty box means ("any"): it then needs no mark that it may be empty. */
  placeholder?: string;
  disabled?: boolean;
}

/**
 * A number typed as people write it ("1,000", "−15"); arrow keys step it, with Shift by ten. What is no number stays in
 * the box and is said there; until it is mended the number counts as still to be written.
 */
export function NumberBox({ label, hint, error, optional, bare, value, onChange, min, max, whole, unit, placeholder, disabled }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const written = value === null || Number.isNaN(value) ? "" : grouped.format(value).replace("-", "−");
  const bounded = (number: number) => Math.min(Math.max(number, min ?? -Infinity), max ?? Infinity);
  const refusal = (text: string): string | undefined => {
    if (text.trim() === "") return undefined;
    const number = parseNumber(text);
    if (number === null) return `Not a number: write ${optional ? "digits or leave it empty" : "digits"}.`;
    if (whole && !Number.isInteger(number)) return "A whole number, please.";
    return number === bounded(number) ? undefined : min === 0 && number < 0 ? "This is not negative." : `From ${min ?? "any"} to ${max ?? "any"}.`;
  };
  const read = (text: string) => (text.trim() === "" && optional ? null : refusal(text) === undefined ? (parseNumber(text) ?? Number.NaN) : Number.NaN);
  // An undo elsewhere changes the value while the box keeps its text: what was typed is then no longer meant.
  useEffect(() => {
    setTyped((now) => (now !== null && Object.is(read(now), value) ? now : null));
  }, [value]);
  const says = typed === null ? undefined : refusal(typed);
  return (
    <Field {...{ label, hint, error: says ?? error, bare: bare ?? false, optional: optional === true && placeholder === undefined }}>
      {(control) => (
        <span className={css.number} data-unit={unit ? true : undefined}>
          <input
            {...control} className={`${css.numberInput} num`} inputMode="decimal" autoComplete="off" value={typed ?? written} placeholder={placeholder} disabled={disabled}
            data-unreadable={says !== undefined || undefined}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(read(event.target.value));
            }}
            onBlur={() => says === undefined && setTyped(null)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => {
              const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
              if (!by || event.altKey || event.metaKey || event.ctrlKey) return;
              event.preventDefault();
              const next = bounded((value === null || Number.isNaN(value) ? 0 : value) + by * (event.shiftKey ? 10 : 1));
              setTyped(null);
              onChange(next);
            }}
          />
          {unit && <span className={css.unit} aria-hidden>{unit}</span>}
        </span>
      )}
    </Field>
  );
}

const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });
