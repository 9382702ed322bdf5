import { aucOf } from "./auc.ts";
import type { Interval } from "./intervals.ts";
import { wilson } from "./intervals.ts";
import { measure, readPoints, type Performance, type Reading } from "./performance.ts";
import type { PeopleTable, Rows } from "./people-table.ts";

/** Learning on some people and telling others: the only figures worth showing before a signature. */

/** Points for everybody asked about, as learned from the people they were made of. */
export type Score = (rows: Rows) => Float64Array;

export interface HeldOut {
  /** Learned on the older three quarters, told on the newest. */
  readonly learnedOn: number;
  readonly current: Performance | null;
  readonly proposed: Performance;
  /** A threshold chosen on the older for the wanted precision, and what it came to on the newest. */
  readonly threshold: ({ readonly points: number; readonly wanted: number; readonly people: number; readonly outcomes: number; readonly share: number } & Interval) | null;
  /** Each fifth told by what the other four taught, fields to rules included: how much the figure depends on who is held out. */
  readonly folds: { readonly mean: number; readonly low: number; readonly high: number; readonly aucs: readonly number[] };
}

export interface HoldOutOptions {
  /** Learns from these people: rules, points and all. */
  readonly learn: (rows: Rows) => Score;
  readonly current: Score | null;
  /** Share of outcomes wanted among those above the threshold. */
  readonly precision: number;
  readonly onStep?: (done: number, of: number) => void;
}

const folds = 5;

/** @param rows people with an outcome, oldest first. */
export function holdOut(table: PeopleTable, rows: Rows, options: HoldOutOptions): HeldOut {
  const cut = Math.floor(rows.length * 0.75);
  const [older, newest] = [rows.slice(0, cut), rows.slice(cut)];
  const score = options.learn(older);
  options.onStep?.(1, folds + 1);
  const proposed = performanceOn(table, score, older, newest);
  const threshold = thresholdOn(table, score, older, newest, options.precision);
  const aucs = Array.from({ length: folds }, (_, fold) => {
    const [inside, outside] = [rows.filter((_, i) => i % folds !== fold), rows.filter((_, i) => i % folds === fold)];
    const points = options.learn(inside)(outside);
    options.onStep?.(fold + 2, folds + 1);
    return aucOf(points, truth(table, outside))?.auc ?? 0.5;
  });
  return {
    learnedOn: older.length,
    current: options.current === null ? null : performanceOn(table, options.current, older, newest),
    proposed,
    threshold,
    folds: { mean: aucs.reduce((sum, auc) => sum + auc, 0) / folds, low: Math.min(...aucs), high: Math.max(...aucs), aucs },
  };
}

/** What points say of these people, read as a probability on those they were learned from. */
function performanceOn(table: PeopleTable, score: Score, older: Rows, newest: Rows): Performance {
  const learned = score(older);
  const reading: Reading | null = learned.some((points) => points !== learned[0]) ? readPoints(learned, truth(table, older)) : null;
  return measure(score(newest), truth(table, newest), reading);
}

function thresholdOn(table: PeopleTable, score: Score, older: Rows, newest: Rows, wanted: number): HeldOut["threshold"] {
  const points = lowestFor(thresholdsOf(score(older), truth(table, older)), wanted)?.points;
  if (points === undefined) return null;
  const told = score(newest);
  const above = newest.filter((_, i) => told[i]! >= points);
  const outcomes = truth(table, above).reduce((sum, y) => sum + y, 0);
  return { points, wanted, people: above.length, outcomes, share: above.length === 0 ? 0 : outcomes / above.length, ...wilson(outcomes, above.length) };
}

export function truth(table: PeopleTable, rows: Rows): Int8Array {
  return Int8Array.from(rows, (row) => table.outcome[row]!);
}

/** What a threshold at these points comes to. */
export interface Threshold {
  readonly points: number;
  readonly people: number;
  readonly outcomes: number;
  /** Of those above, how many have the outcome. */
  readonly precision: number;
  /** Of all with the outcome, how many are above. */
  readonly recall: number;
}

/** Every threshold that divides people differently, the highest first. */
export function thresholdsOf(points: Float64Array, outcomes: Int8Array): Threshold[] {
  const order = Array.from(points, (_, i) => i).sort((a, b) => points[b]! - points[a]!);
  const all = Math.max(1, outcomes.reduce((sum, y) => sum + y, 0));
  const found: Threshold[] = [];
  let yes = 0;
  order.forEach((i, rank) => {
    yes += outcomes[i]!;
    const next = order[rank + 1];
    if (next === undefined || points[next] !== points[i]) found.push({ points: points[i]!, people: rank + 1, outcomes: yes, precision: yes / (rank + 1), recall: yes / all });
  });
  return found;
}

/** The lowest threshold above which the wanted share still has the outcome; undefined where none reaches it among 30 people. */
export function lowestFor(thresholds: readonly Threshold[], precision: number): Threshold | undefined {
  return thresholds.filter((one) => one.people >= 30 && one.precision >= precision).at(-1);
}

/** The threshold whose number of people is nearest to a wanted one. */
export function nearestTo(thresholds: readonly Threshold[], people: number): Threshold | undefined {
  return thresholds.reduce<Threshold | undefined>((best, one) => (best === undefined || Math.abs(one.people - people) < Math.abs(best.people - people) ? one : best), undefined);
}
