import { useFormat } from "./use-format.ts";

/** Money in minor units; ink, and green only where it is won. */
export function Money({ minor, currency, sign, won }: { minor: number; currency?: string; sign?: boolean; won?: boolean }) {
  const format = useFormat();
  const options = { ...(currency ? { currency } : {}), ...(sign ? { sign } : {}) };
  return <span className="num" style={won ? { color: "var(--good)" } : undefined}>{format.money(minor, options)}</span>;
}

export function NumberText({ value, digits, sign }: { value: number; digits?: number; sign?: boolean }) {
  const format = useFormat();
  return <span className="num">{format.number(value, { ...(digits === undefined ? {} : { digits }), ...(sign ? { sign } : {}) })}</span>;
}

/** A share between 0 and 1. */
export function Share({ value, digits = 1 }: { value: number; digits?: number }) {
  return <span className="num">{useFormat().share(value, { digits })}</span>;
}

