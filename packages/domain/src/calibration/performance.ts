import { aucOf, type Auc } from "./auc.ts";
import { wilson, type Interval } from "./intervals.ts";
import { fitLogistic, probability, sparseRows } from "./logistic.ts";

/** How well points tell who will have the outcome, on people they were not learned from. */

export interface Performance {
  readonly people: number;
  readonly outcomes: number;
  /** Null where one side is empty. */
  readonly auc: Auc | null;
  /** Mean squared distance of the told probability from what happened; null without a reading of points. */
  readonly brier: number | null;
  /** Brier of telling everybody the average: what there is to beat. */
  readonly brierOfAverage: number;
  /** The tenth of the people with the most points: how many had the outcome. */
  readonly topTenth: { readonly people: number; readonly outcomes: number; readonly share: number } & Interval;
  /** People in order of points, cut in up to ten parts: what was told and what happened. */
  readonly calibration: readonly ({ readonly people: number; readonly outcomes: number; readonly told: number; readonly share: number; readonly from: number; readonly to: number } & Interval)[];
}

/** Points read as a probability: log-odds = intercept + slope × points. */
export interface Reading {
  readonly intercept: number;
  readonly slope: number;
}

/** Learned on the people the points were learned from. */
export function readPoints(points: Float64Array, outcomes: Int8Array): Reading {
  const rows = Int32Array.from(points, (_, i) => i);
  const fit = fitLogistic(sparseRows([points], rows), outcomes, 1e-6);
  return { intercept: fit.intercept, slope: fit.weights[0]! };
}

export function told(reading: Reading, points: number): number {
  return probability(reading.intercept + reading.slope * points);
}

/** Points at which the reading tells this probability. */
export function pointsAt(reading: Reading, share: number): number {
  return (Math.log(share / (1 - share)) - reading.intercept) / reading.slope;
}

/** @param points beside each outcome; @param reading null where points were never read as a probability. */
export function measure(points: Float64Array, outcomes: Int8Array, reading: Reading | null): Performance {
  const people = points.length;
  const yes = outcomes.reduce((sum, y) => sum + y, 0);
  const base = people === 0 ? 0 : yes / people;
  const order = Array.from(points, (_, i) => i).sort((a, b) => points[b]! - points[a]! || a - b);
  return {
    people,
    outcomes: yes,
    auc: aucOf(points, outcomes),
    brier: reading === null || people === 0 ? null : order.reduce((sum, i) => sum + (told(reading, points[i]!) - outcomes[i]!) ** 2, 0) / people,
    brierOfAverage: base * (1 - base),
    topTenth: topTenth(order, points, outcomes),
    calibration: reading === null ? [] : parts(order, points, outcomes, reading),
  };
}

/** Those at the edge with equal points count in proportion, so that the order of equals decides nothing. */
function topTenth(order: readonly number[], points: Float64Array, outcomes: Int8Array): Performance["topTenth"] {
  const people = Math.max(1, Math.round(order.length / 10));
  if (order.length === 0) return { people: 0, outcomes: 0, share: 0, low: 0, high: 1 };
  const edge = points[order[people - 1]!]!;
  const above = order.filter((i) => points[i]! > edge);
  const at = order.filter((i) => points[i] === edge);
  const hits = sum(above, outcomes) + (sum(at, outcomes) * (people - above.length)) / at.length;
  return { people, outcomes: hits, share: hits / people, ...wilson(hits, people) };
}

function parts(order: readonly number[], points: Float64Array, outcomes: Int8Array, reading: Reading): Performance["calibration"] {
  const size = Math.ceil(order.length / 10);
  const cut: number[][] = [];
  for (let start = 0; start < order.length; ) {
    let end = Math.min(order.length, start + size);
    while (end < order.length && points[order[end]!] === points[order[end - 1]!]) end++;
    cut.push(order.slice(start, end));
    start = end;
  }
  return cut.map((part) => {
    const hits = sum(part, outcomes);
    const mean = part.reduce((total, i) => total + told(reading, points[i]!), 0) / part.length;
    return { people: part.length, outcomes: hits, told: mean, share: hits / part.length, from: points[part.at(-1)!]!, to: points[part[0]!]!, ...wilson(hits, part.length) };
  });
}

function sum(which: readonly number[], outcomes: Int8Array): number {
  return which.reduce((total, i) => total + outcomes[i]!, 0);
}
