/** Shares and their uncertainty, two-sided, at 95 % unless told. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of the standard normal, at 97.5 %. */
const z95 = 1.959964;

/** Wilson's interval of a share: stays within 0 and 1 and is honest at few people. */
export function wilson(hits: number, people: number, z = z95): Interval {
  if (people === 0) return { low: 0, high: 1 };
  const share = hits / people;
  const spread = z * Math.sqrt((share * (1 - share)) / people + (z * z) / (4 * people * people));
  const [middle, scale] = [share + (z * z) / (2 * people), 1 + (z * z) / people];
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

export interface Lift extends Interval {
  /** Share of outcomes among those the rule hits ÷ share among everybody. */
  readonly lift: number;
}

/**
 * Lift with its interval on the log scale (delta method). Those hit are part of everybody, which makes the interval
 * narrower than that of two separate groups; half an outcome is added on each side so that none and all stay finite.
 */
export function liftOf(hits: { readonly people: number; readonly outcomes: number }, all: { readonly people: number; readonly outcomes: number }): Lift {
  const rest = { people: all.people - hits.people, outcomes: all.outcomes - hits.outcomes };
  if (hits.people === 0 || all.outcomes === 0) return { lift: 1, low: 0, high: Infinity };
  const [p1, p0] = [smooth(hits), smooth(rest)];
  const weight = hits.people / all.people;
  const p = weight * p1 + (1 - weight) * p0;
  const [v1, v0] = [(p1 * (1 - p1)) / hits.people, rest.people === 0 ? 0 : (p0 * (1 - p0)) / rest.people];
  const spread = z95 * Math.sqrt((1 / p1 - weight / p) ** 2 * v1 + ((1 - weight) / p) ** 2 * v0);
  const lift = hits.outcomes / hits.people / (all.outcomes / all.people);
  return { lift, low: (p1 / p) * Math.exp(-spread), high: (p1 / p) * Math.exp(spread) };
}

function smooth({ people, outcomes }: { readonly people: number; readonly outcomes: number }): number {
  return (outcomes + 0.5) / (people + 1);
}

/** Two-sided probability of a standard normal beyond |z| (Abramowitz and Stegun 7.1.26, absolute error below 1.5e-7). */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.min(1, poly * Math.exp(-x * x));
}

/**
 * Which of many findings stand when chance gets as many tries (Benjamini and Hochberg): of those kept, at most `share`
 * are expected to be chance.
 */
export function standingFindings(probabilities: readonly number[], share = 0.05): boolean[] {
  const order = probabilities.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  let last = -1;
  order.forEach(({ p }, rank) => {
    if (p <= (share * (rank + 1)) / order.length) last = rank;
  });
  const kept = new Array<boolean>(probabilities.length).fill(false);
  for (let rank = 0; rank <= last; rank++) kept[order[rank]!.i] = true;
  return kept;
}
