import type { watchedShare } from "@tandem/contract/agreement/drift";
import { wilson } from "@tandem/domain/calibration/intervals";
import type { z } from "zod";

export type WatchedShare = z.output<typeof watchedShare>;

export interface Tally {
  readonly hits: number;
  readonly of: number;
}

/** Fewer than this say nothing about a share. */
const fewest = 20;

/** Every share watched here is the better the higher it is. */
const besideUsual = { below: "less than the usual", above: "better than the usual", usual: "within the usual" } as const;

/**
 * A share beside its usual range: the Wilson interval around the earlier share for as many as would tell the two apart, so
 * that a handful of deals is not called a drift, and neither is the chance in the earlier ones.
 */
export function watchShare(key: string, name: string, now: Tally, before: Tally, sentence: (now: string, besideUsual: string) => string): WatchedShare {
  const share = ({ hits, of }: Tally) => (of === 0 ? null : hits / of);
  if (now.of < fewest || before.of < fewest)
    return { key, name, now: { ...now, share: share(now) }, usual: { ...before, share: share(before), low: null, high: null }, standing: "too-few", words: `Too few to tell: ${now.of} in the last 13 weeks, ${before.of} in the year before.` };
  const people = 1 / (1 / now.of + 1 / before.of);
  const usual = before.hits / before.of;
  const { low, high } = wilson(usual * people, people);
  const standing = now.hits / now.of < low ? "below" : now.hits / now.of > high ? "above" : "usual";
  const words = sentence(percent(now.hits / now.of), `${besideUsual[standing]} ${percent(low)} to ${percent(high)}`);
  return { key, name, now: { ...now, share: share(now) }, usual: { ...before, share: usual, low, high }, standing, words };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
