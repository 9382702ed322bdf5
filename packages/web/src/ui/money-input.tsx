import { useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";
import { useFormat } from "./use-format.ts";

interface MoneyInputProps extends FieldProps {
  /** Minor units, or null for none. */
  value: number | null;
  onChange: (minorUnits: number | null) => void;
  currency: string;
  disabled?: boolean;
}

/** An amount. Typed as people write it ("64,200" or "64200.50"), kept in minor units. */
export function MoneyInput({ label, hint, error, optional, bare, value, onChange, currency, disabled }: MoneyInputProps) {
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : format.money(value, { currency }).replace(/^[^\d−-]+/, ""));
  const sign = format.money(0, { currency }).replace(/[\d.,\s]/g, "");
  return (
    <Field {...{ label, hint, error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => (
        <span className={css.money}>
          <span className={css.sign} aria-hidden>{sign}</span>
          <input
            {...control}
            className={css.input}
            inputMode="decimal"
            disabled={disabled}
            value={shown}
            onChange={(event) => {
              setTyped(event.target.value);
              const minor = parseMoney(event.target.value, currency);
              if (minor !== undefined) onChange(minor);
            }}
            onBlur={() => setTyped(null)}
          />
        </span>
      )}
    </Field>
  );
}

/**
 * "64,200" → 6420000; "" → null; undefined where it is no amount. The last mark followed by at most as many digits as
 * the currency has is the decimal mark; other marks and spaces group.
 */
export function parseMoney(text: string, currency: string): number | null | undefined {
  const bare = text.replace(/[\s\u00a0\u202f']/g, "").replace(/^[^\d-]+/, "");
  if (bare === "") return text.trim() === "" ? null : undefined;
  if (!/^-?\d[\d.,]*$/.test(bare)) return undefined;
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const at = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const after = at < 0 ? "" : bare.slice(at + 1);
  const decimal = at >= 0 && after.length > 0 && after.length <= digits;
  const whole = (decimal ? bare.slice(0, at) : bare).replace(/[.,]/g, "");
  const part = (decimal ? after : "").padEnd(digits, "0");
  const minor = Number(whole + part);
  return Number.isSafeInteger(minor) ? minor : undefined;
}
