import { useEffect, useRef, useState } from "react";
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

/** A number typed as people write it ("1,000", "−15"); arrow keys step it, with Shift by ten. What is no number is not taken over. */
export function NumberBox({ label, hint, error, optional, bare, value, onChange, min, max, whole, unit, placeholder, disabled }: NumberBoxProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const written = value === null || Number.isNaN(value) ? "" : grouped.format(value).replace("-", "−");
  // An undo elsewhere changes the value while the box keeps the focus: what was typed is then no longer meant.
  useEffect(() => {
    setTyped((now) => (now !== null && same(parseNumber(now), value) ? now : null));
  }, [value]);
  const bounded = (number: number) => Math.min(Math.max(number, min ?? -Infinity), max ?? Infinity);
  const take = (text: string) => {
    setTyped(text);
    if (text.trim() === "") return onChange(optional ? null : Number.NaN);
    const number = parseNumber(text);
    if (number !== null && number === bounded(number) && (!whole || Number.isInteger(number))) onChange(number);
  };
  const number = typed === null ? value : parseNumber(typed);
  const refused = typed !== null && typed.trim() !== "" && (number === null || number !== bounded(number) || (whole === true && !Number.isInteger(number)));
  const says = refused ? (number === null ? "This is no number." : whole && !Number.isInteger(number) ? "A whole number, please." : `From ${min ?? "any"} to ${max ?? "any"}.`) : undefined;
  return (
    <Field {...{ label, hint, error: says ?? error, bare: bare ?? false, optional: optional === true && placeholder === undefined }}>
      {(control) => (
        <span className={css.number} data-unit={unit ? true : undefined}>
          <input
            {...control} ref={box} className={`${css.numberInput} num`} inputMode="decimal" autoComplete="off" value={typed ?? written} placeholder={placeholder} disabled={disabled}
            onChange={(event) => take(event.target.value)}
            onBlur={() => setTyped(null)}
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

function same(a: number | null, b: number | null): boolean {
  return a === b || (a === null && b !== null && Number.isNaN(b));
}
