import { convertMoney, money, type Money } from "../kit/money.ts";

/** A rate as recorded: units of the company's currency for one unit of the other, and the company day it is of. */
export interface DatedRate {
  /** A positive decimal, "1.0834". */
  readonly rate: string;
  /** YYYY-MM-DD. */
  readonly day: string;
}

/** An amount in the company's currency with the rate it was converted at; null where there is no rate for it. */
export interface ConvertedAmount {
  readonly minor: number;
  /** Null where nothing had to be converted. */
  readonly rate: DatedRate | null;
}

/** Converts an amount with a dated rate. Without a rate it stays unconverted: it is counted apart, never guessed. */
export function convertAmount(amount: Money, companyCurrency: string, rate: DatedRate | null): ConvertedAmount | null {
  if (amount.currency === companyCurrency) return { minor: amount.minor, rate: null };
  if (!rate) return null;
  const converted = convertMoney(amount, rate.rate, companyCurrency);
  return converted && { minor: converted.minor, rate };
}

/**
 * The part of an amount that counts at a probability, in minor units, rounded half up. The amount of a whole column may
 * be weighted at once: the parts then differ from this by their roundings only.
 *
 * @param probability percent, 0 to 100
 */
export function weightedMinor(minor: number, probability: number): number {
  const product = BigInt(minor) * BigInt(Math.round(probability));
  return Number((2n * product + 100n) / 200n);
}

/** Sum of amounts of one currency, in minor units; for a column of cards. */
export function sumMinor(amounts: readonly number[], currency: string): Money {
  return money(amounts.reduce((sum, minor) => sum + minor, 0), currency);
}
