import { useEffect, useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";
import { parseNumber } from "./parse-number.ts";

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
  const read = (text: string) => readTyped(text, { min, max, whole, optional });
  // An undo elsewhere changes the value while the box keeps its text: what was typed is then no longer meant.
  useEffect(() => {
    setTyped((now) => (now !== null && Object.is(read(now).value, value) ? now : null));
  }, [value]);
  const says = typed === null ? undefined : read(typed).refused;
  return (
    <Field {...{ label, hint, error: says ?? error, bare: bare ?? false, optional: optional === true && placeholder === undefined }}>
      {(control) => (
        <span className={css.number} data-unit={unit ? true : undefined}>
          <input
            {...control} className={`${css.input} num`} inputMode="decimal" autoComplete="off" value={typed ?? written} placeholder={placeholder} disabled={disabled}
            data-unreadable={says !== undefined || undefined}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(read(event.target.value).value);
            }}
            onBlur={() => says === undefined && setTyped(null)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => {
              const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
              if (!by || event.altKey || event.metaKey || event.ctrlKey) return;
              event.preventDefault();
              const next = (value === null || Number.isNaN(value) ? 0 : value) + by * (event.shiftKey ? 10 : 1);
              setTyped(null);
              onChange(Math.min(Math.max(next, min ?? -Infinity), max ?? Infinity));
            }}
          />
          {unit && <span className={css.unit} aria-hidden>{unit}</span>}
        </span>
      )}
    </Field>
  );
}

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly whole?: boolean | undefined;
  readonly optional?: boolean | undefined;
}

/** What stands in a box: its number, null for none where it may be empty; NaN for all else, with the reason in words unless it is empty. */
export function readTyped(text: string, { min = -Infinity, max = Infinity, whole = false, optional = false }: Bounds): { value: number | null; refused?: string } {
  if (text.trim() === "") return { value: optional ? null : Number.NaN };
  const number = parseNumber(text);
  const refuse = (refused: string) => ({ value: Number.NaN, refused });
  if (number === null) return refuse(`Not a number: write digits${optional ? " or leave it empty" : ""}.`);
  if (whole && !Number.isInteger(number)) return refuse("A whole number, please.");
  if (number >= min && number <= max) return { value: number };
  if (min === 0 && number < 0) return refuse("This is not negative.");
  const [least, most] = [grouped.format(min), grouped.format(max)];
  return refuse(max === Infinity ? `At least ${least}.` : min === -Infinity ? `At most ${most}.` : `From ${least} to ${most}.`);
}

const grouped = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });
