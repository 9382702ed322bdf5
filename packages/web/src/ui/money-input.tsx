import { digitsOf } from "@tandem/domain/kit/money";
import { useEffect, useState } from "react";
import { Field, type FieldProps } from "./field.tsx";
import css from "./field.module.css";
import { useFormat } from "./use-format.ts";

interface MoneyInputProps extends FieldProps {
  /** Minor units, or null for none. */
  value: number | null;
  /** Null also while what is typed is no amount: the field then says so, keeps the text, and holds its dialog back. */
  onChange: (minorUnits: number | null) => void;
  currency: string;
  /** Below zero makes sense here: a credit, a bound of a condition. */
  signed?: boolean;
  disabled?: boolean;
}

/** An amount. Typed as people write it ("64,200", "64200.50", "50k"), kept in minor units. */
export function MoneyInput({ label, hint, error, optional, bare, value, onChange, currency, signed, disabled }: MoneyInputProps) {
  const format = useFormat();
  const [typed, setTyped] = useState<string | null>(null);
  const [told, setTold] = useState(false);
  const shown = typed ?? (value === null ? "" : format.money(value, { currency, exact: true }).replace(/^[^\d−-]+/, ""));
  const sign = format.money(0, { currency }).replace(/[\d.,\s]/g, "");
  const refused = typed === null ? undefined : readMoney(typed, currency, { signed, optional }).refused;
  // An amount set from elsewhere takes the place of a text that was none.
  useEffect(() => {
    if (value !== null) setTyped((now) => (now !== null && readMoney(now, currency, { signed }).refused !== undefined ? null : now));
  }, [value, currency, signed]);
  return (
    <Field {...{ label, hint, error: (told ? refused : undefined) ?? error, bare: bare ?? false, optional: optional ?? false }}>
      {(control) => (
        <span className={css.money}>
          <span className={css.sign} aria-hidden>{sign}</span>
          <input
            {...control}
            className={css.input}
            inputMode="decimal"
            disabled={disabled}
            value={shown}
            data-unreadable={refused !== undefined || undefined}
            onChange={(event) => {
              const read = readMoney(event.target.value, currency, { signed, optional });
              setTyped(event.target.value);
              if (read.refused === undefined) setTold(false);
              onChange(read.minor);
            }}
            onBlur={() => (refused === undefined ? setTyped(null) : setTold(true))}
          />
        </span>
      )}
    </Field>
  );
}

type ReadMoney = { readonly minor: number | null; readonly refused?: undefined } | { readonly minor: null; readonly refused: string };

/**
 * "64,200" → 6420000 minor units; "" → null; what is not wholly an amount is refused in words. The currency's sign or
 * code may stand around it. A mark followed by at most as many digits as the currency has is the decimal mark; one kind
 * of mark groups by three. "50k" and "1.2m" are thousands and millions.
 */
export function readMoney(text: string, currency: string, { signed = false, optional = false }: { signed?: boolean | undefined; optional?: boolean | undefined } = {}): ReadMoney {
  const noAmount: ReadMoney = { minor: null, refused: `Not an amount: write 50,000${optional ? " or leave it empty" : ""}.` };
  const bare = text.trim().replace("\u2212", "-").replace(/(?<=\d)[\s']+(?=\d)/g, "_").replace(/\s/g, "");
  if (bare === "") return { minor: null };
  const sign = signsOf(currency).map((one) => one.replace(/[^\w]/g, "\\$&")).join("|");
  const found = new RegExp(`^([-+]?)(?:${sign})?([-+]?)(\\d[\\d.,_]*?)([km]?)(?:${sign})?$`, "i").exec(bare);
  if (!found) return noAmount;
  const [, before = "", after = "", number = "", thousands = ""] = found;
  const digits = digitsOf(currency);
  const size = before !== "" && after !== "" ? null : thousands === "" ? wholeOf(number, digits, true) : inThousands(number, thousands, digits);
  if (size === null || !Number.isSafeInteger(size)) return noAmount;
  if (before + after !== "-" || size === 0) return { minor: size };
  return signed ? { minor: -size } : { minor: null, refused: "An amount is not negative." };
}

/** As its code and as its signs: "EUR", "€"; "USD", "US$", "$". */
function signsOf(currency: string): string[] {
  const sign = (currencyDisplay: "symbol" | "narrowSymbol") => new Intl.NumberFormat("en-GB", { style: "currency", currency, currencyDisplay }).formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency;
  return [currency, sign("symbol"), sign("narrowSymbol")];
}

/** "1.5" with two digits → 150; null where the marks do not fit. */
function wholeOf(number: string, digits: number, grouped: boolean): number | null {
  const plain = new RegExp(`^(\\d+)(?:[.,](\\d{0,${digits}}))?$`).exec(number);
  const inGroups = grouped ? new RegExp(`^(\\d{1,3}([.,_])\\d{3}(?:\\2\\d{3})*)(?:(?!\\2)[.,](\\d{0,${digits}}))?$`).exec(number) : null;
  const [whole, part] = plain ? [plain[1], plain[2]] : [inGroups?.[1], inGroups?.[3]];
  return whole === undefined ? null : Number(whole.replace(/\D/g, "") + (part ?? "").padEnd(digits, "0"));
}

function inThousands(number: string, thousands: string, digits: number): number | null {
  const hundredths = wholeOf(number, 2, false);
  return hundredths === null ? null : hundredths * (thousands.toLowerCase() === "k" ? 10 : 10_000) * 10 ** digits;
}
