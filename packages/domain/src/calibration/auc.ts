import type { Interval } from "./intervals.ts";

export interface Auc extends Interval {
  /** Chance that somebody with the outcome scores above somebody without; a tie counts half. 0.5 is chance. */
  readonly auc: number;
}

/**
 * Area under the ROC curve with DeLong's interval, from mid-ranks in n log n. Null where one side is empty.
 * @param outcomes 1 or 0 beside each score.
 */
export function aucOf(scores: ArrayLike<number>, outcomes: ArrayLike<number>): Auc | null {
  const all = Array.from({ length: scores.length }, (_, i) => i);
  const [yes, no] = [all.filter((i) => outcomes[i] === 1), all.filter((i) => outcomes[i] !== 1)];
  const [m, n] = [yes.length, no.length];
  if (m === 0 || n === 0) return null;
  const ranks = midRanks(scores, all);
  const [amongYes, amongNo] = [midRanks(scores, yes), midRanks(scores, no)];
  // Share of the other side that each one stands above.
  const above = yes.map((i) => (ranks[i]! - amongYes[i]!) / n);
  const below = no.map((i) => 1 - (ranks[i]! - amongNo[i]!) / m);
  const auc = mean(above);
  const spread = 1.959964 * Math.sqrt(variance(above, auc) / m + variance(below, auc) / n);
  return { auc, low: Math.max(0, auc - spread), high: Math.min(1, auc + spread) };
}

/** Ranks from 1, equal scores sharing their middle; indexed as the scores are. */
function midRanks(scores: ArrayLike<number>, which: readonly number[]): Float64Array {
  const sorted = which.slice().sort((a, b) => scores[a]! - scores[b]!);
  const ranks = new Float64Array(scores.length);
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && scores[sorted[end]!] === scores[sorted[start]!]) end++;
    for (let i = start; i < end; i++) ranks[sorted[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[], middle: number): number {
  if (values.length < 2) return 0;
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
