import { standingFindings, twoSided } from "./intervals.ts";
import { fitLogistic, logOdds, probability, sparseRows, type LogisticFit } from "./logistic.ts";
import { phi } from "./overlap.ts";
import type { Rows } from "./people-table.ts";

/**
 * What each rule adds when all the others are known: one regression over all of them, pulled towards nothing as far as
 * held-out folds ask for, and kept only where chance does not explain it.
 */

export interface Weighed {
  /** Log-odds per unit of each column, 0 where the column was left out. */
  readonly weights: Float64Array;
  readonly errors: Float64Array;
  readonly intercept: number;
  /** Columns that stand: not chance, and not the double of another. Ballast always stands. */
  readonly stands: boolean[];
  /** Column that says the same and was kept instead; -1 where there is none. */
  readonly doubleOf: Int32Array;
  readonly ridge: number;
}

export interface WeighOptions {
  /** Columns that are learned beside the rest and never paid out. */
  readonly ballast?: readonly boolean[];
  /** The sign each weight may have; 0 is either. One that comes out against it is left out. */
  readonly tends?: readonly (-1 | 0 | 1)[];
  /** How many columns each was chosen from by its outcomes; 1 where it was not. */
  readonly tries?: readonly number[];
  /** Two columns whose correlation reaches this are one. */
  readonly samePhi?: number;
}

const ridges = [0.3, 1, 3, 10, 30, 100];

/** @param columns amounts of each rule for everybody; @param rows whom to learn from. */
export function weighRules(columns: readonly Float64Array[], outcome: Int8Array, rows: Rows, options: WeighOptions = {}): Weighed {
  const ballast = options.ballast ?? columns.map(() => false);
  const outcomes = Int8Array.from(rows, (row) => outcome[row]!);
  const doubleOf = doublesOf(columns, ballast, outcome, rows, options.samePhi ?? 0.9);
  let kept = columns.map((_, c) => c).filter((c) => doubleOf[c]! < 0 && varies(columns[c]!, rows));
  const ridge = bestRidge(kept.map((c) => columns[c]!), outcomes, rows);
  let fit = fitLogistic(sparseRows(kept.map((c) => columns[c]!), rows), outcomes, ridge);
  // Leaving one out moves those it overlaps with: the weakest goes first, and the rest is asked again.
  for (;;) {
    const asked = kept.flatMap((c, i) => (ballast[c] ? [] : [{ c, p: Math.min(1, twoSided(fit.weights[i]! / fit.errors[i]!) * (options.tries?.[c] ?? 1)), against: fit.weights[i]! * (options.tends?.[c] ?? 0) < 0 }]));
    const stands = standingFindings(asked.map(({ p }) => p));
    const against = asked.filter((one) => one.against);
    const weakest = (against.length > 0 ? against : asked.filter((_, i) => !stands[i])).reduce<{ c: number; p: number } | null>((worst, one) => (worst === null || one.p > worst.p ? one : worst), null);
    if (weakest === null) break;
    const start = { intercept: fit.intercept, weights: fit.weights.filter((_, i) => kept[i] !== weakest.c) };
    kept = kept.filter((c) => c !== weakest.c);
    fit = fitLogistic(sparseRows(kept.map((c) => columns[c]!), rows), outcomes, ridge, start);
  }
  return spread(columns.length, kept, fit, doubleOf, ridge);
}

function spread(columns: number, kept: readonly number[], fit: LogisticFit, doubleOf: Int32Array, ridge: number): Weighed {
  const [weights, errors, stands] = [new Float64Array(columns), new Float64Array(columns), new Array<boolean>(columns).fill(false)];
  kept.forEach((c, i) => {
    weights[c] = fit.weights[i]!;
    errors[c] = fit.errors[i]!;
    stands[c] = true;
  });
  return { weights, errors, intercept: fit.intercept, stands, doubleOf, ridge };
}

function varies(column: Float64Array, rows: Rows): boolean {
  return rows.some((row) => column[row] !== column[rows[0]!]);
}

/** For each column an earlier or better one that hits the same people. */
function doublesOf(columns: readonly Float64Array[], ballast: readonly boolean[], outcome: Int8Array, rows: Rows, samePhi: number): Int32Array {
  const doubleOf = new Int32Array(columns.length).fill(-1);
  const size = columns.map((column) => rows.reduce((sum, row) => sum + (column[row] !== 0 ? 1 : 0), 0));
  for (let a = 0; a < columns.length; a++)
    for (let b = 0; b < a; b++) {
      if (doubleOf[a]! >= 0 || doubleOf[b]! >= 0 || ballast[a] || ballast[b]) continue;
      // Very different sizes cannot reach a high correlation: spared.
      if (Math.min(size[a]!, size[b]!) < samePhi * samePhi * Math.max(size[a]!, size[b]!)) continue;
      if (phi(columns[a]!, columns[b]!, rows).phi < samePhi) continue;
      const [x, y] = [association(columns[a]!, outcome, rows), association(columns[b]!, outcome, rows)];
      if (x > y) doubleOf[b] = a;
      else doubleOf[a] = b;
    }
  return doubleOf;
}

function association(column: Float64Array, outcome: Int8Array, rows: Rows): number {
  return Math.abs(phi(column, outcome, rows).phi);
}

/** The pull under which held-out fifths are told best; every fifth person by age is one fold, so no dice are thrown. */
function bestRidge(columns: readonly Float64Array[], outcomes: Int8Array, rows: Rows): number {
  const folds = [0, 1, 2, 3, 4].map((fold) => {
    const [inside, outside] = [rows.filter((_, i) => i % 5 !== fold), rows.filter((_, i) => i % 5 === fold)];
    return { train: sparseRows(columns, inside), learn: outcomes.filter((_, i) => i % 5 !== fold), held: sparseRows(columns, outside), truth: outcomes.filter((_, i) => i % 5 === fold) };
  });
  let best = { ridge: ridges[0]!, loss: Infinity };
  for (const ridge of ridges) {
    const loss = folds.reduce((sum, fold) => sum + lossOf(logOdds(fold.held, fitLogistic(fold.train, fold.learn, ridge)), fold.truth), 0);
    if (loss < best.loss) best = { ridge, loss };
  }
  return best.ridge;
}

function lossOf(odds: Float64Array, truth: Int8Array): number {
  return odds.reduce((sum, odd, i) => sum - Math.log(Math.max(1e-12, probability(truth[i] === 1 ? odd : -odd))), 0);
}
