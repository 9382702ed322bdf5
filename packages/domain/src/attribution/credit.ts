/**
 * Which touches brought a lead or a deal, and how much of it each may claim. Credits are whole basis points and amounts
 * whole minor units: the parts of a deal are the deal, to the last cent. The same rule exists as SQL for whole reports
 * (server, campaigns/credit.ts); one property test holds the two together.
 */
import type { InstantMs } from "../kit/instant.ts";
import { DAY } from "../kit/instant.ts";
import { splitExactly } from "../kit/money.ts";

export const attributionModels = ["first-touch", "last-touch", "linear"] as const;
export type AttributionModel = (typeof attributionModels)[number];

/** All of a deal: 100 % in basis points. */
export const wholeCredit = 10_000;

/** One interaction that may claim credit; `id` orders touches of the same instant. */
export interface Touch {
  readonly id: string;
  readonly at: InstantMs;
}

export interface Credit<T extends Touch> {
  readonly touch: T;
  /** Basis points; the credits of one deal sum to `wholeCredit`. */
  readonly credit: number;
  /** Minor units; the parts of one deal sum to its amount. */
  readonly amount: number;
}

/** The touches that count: not after the moment they led to, and within the window of whole days before it (null: all). */
export function countingTouches<T extends Touch>(touches: readonly T[], moment: InstantMs, windowDays: number | null): T[] {
  const from = windowDays === null ? Number.NEGATIVE_INFINITY : moment - windowDays * DAY;
  return touches.filter((touch) => touch.at <= moment && touch.at >= from).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * Shares out one lead or deal over the touches that count, earliest first. Empty when there is none: then nobody is
 * credited, and the report says "no touch".
 */
export function creditTouches<T extends Touch>(model: AttributionModel, touches: readonly T[], amount: number): Credit<T>[] {
  const weights = touches.map((_, index) => weightOf(model, index, touches.length));
  const credits = splitExactly(wholeCredit, weights);
  const amounts = splitExactly(amount, weights);
  return touches.map((touch, index) => ({ touch, credit: credits[index]!, amount: amounts[index]! })).filter((one) => one.credit > 0);
}

function weightOf(model: AttributionModel, index: number, count: number): number {
  switch (model) {
    case "first-touch":
      return index === 0 ? 1 : 0;
    case "last-touch":
      return index === count - 1 ? 1 : 0;
    case "linear":
      return 1;
  }
}

/** What a model says, in words a signatory would sign. */
export const modelWords: Readonly<Record<AttributionModel, string>> = {
  "first-touch": "The first touch gets all of it.",
  "last-touch": "The last touch gets all of it.",
  linear: "Every touch gets the same share.",
};
