/** Money is an integer number of minor units (cents) and a currency. No float is ever summed. */

/** `minor` is a safe integer in the currency's smallest unit; `currency` an ISO 4217 code in capitals. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Currencies whose minor unit is not a hundredth (ISO 4217). */
const DIGITS: Readonly<Record<string, number>> = {
  BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
  BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3,
  CLF: 4, UYW: 4,
};

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export const digitsOf = (currency: string): number => DIGITS[currency] ?? 2;

/** Whether a text is shaped like a currency code. */
export const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);

/** Makes money; throws when `minor` is no safe integer or the code is malformed, since either is a bug of the caller. */
export const money = (minor: number, currency: string): Money => {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`money needs a safe integer of minor units, got ${minor}`);
  if (!isCurrency(currency)) throw new RangeError(`not a currency code: ${currency}`);
  return { minor: minor + 0, currency };
};

/** Adds two amounts of one currency; throws on two, because a sum across currencies has no meaning. */
export const addMoney = (a: Money, b: Money): Money => {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${a.currency} and ${b.currency}`);
  return money(a.minor + b.minor, a.currency);
};

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;

const halfAwayFromZero = (numerator: bigint, denominator: bigint): bigint => {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
};

const fitting = (minor: bigint, currency: string): Money | null => {
  const value = Number(minor);
  return Number.isSafeInteger(value) && isCurrency(currency) ? money(value, currency) : null;
};

/** Reads a plain decimal ("64200.00", "-3.5") exactly; null when it is none, too large, or finer than the currency. */
export const moneyFromDecimal = (text: string, currency: string): Money | null => {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const digits = digitsOf(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > digits) return null;
  const minor = BigInt(`${match[2]}${fraction.padEnd(digits, "0")}`);
  return fitting(match[1] === "-" ? -minor : minor, currency);
};

/** Writes money as a plain decimal: "64200.00". For people, format it in their locale instead. */
export const decimalFromMoney = ({ minor, currency }: Money): string => {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? "-" : ""}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ""}`;
};

/**
 * Converts with a dated rate written as a decimal ("1.0834": units of `currency` for one unit of the original), rounding
 * half away from zero. Null when the rate is not a positive decimal or the result does not fit.
 */
export const convertMoney = (amount: Money, rate: string, currency: string): Money | null => {
  const match = DECIMAL.exec(rate);
  if (!match || match[1] === "-") return null;
  const fraction = match[3] ?? "";
  const scaled = BigInt(`${match[2]}${fraction}`);
  if (scaled === 0n) return null;
  const numerator = BigInt(amount.minor) * scaled * 10n ** BigInt(digitsOf(currency));
  return fitting(halfAwayFromZero(numerator, 10n ** BigInt(fraction.length + digitsOf(amount.currency))), currency);
};

/**
 * Splits an integer over integer weights so that the parts sum to exactly the whole (largest remainder, earlier first on
 * a tie). For credits of a deal, shares of a budget, percentages that must add up. With no positive weight all parts are 0.
 */
export const splitExactly = (whole: number, weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return weights.map(() => 0);
  const sign = whole < 0 ? -1 : 1;
  const size = BigInt(Math.abs(whole));
  const cuts = weights.map((weight, index) => {
    const product = size * BigInt(weight);
    return { index, part: Number(product / BigInt(total)), rest: Number(product % BigInt(total)) };
  });
  let left = Math.abs(whole) - cuts.reduce((sum, cut) => sum + cut.part, 0);
  for (const cut of [...cuts].sort((a, b) => b.rest - a.rest || a.index - b.index)) {
    if (left === 0) break;
    cut.part += 1;
    left -= 1;
  }
  return cuts.map((cut) => (cut.part === 0 ? 0 : sign * cut.part));
};
