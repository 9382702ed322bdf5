/**
 * Logistic regression with a ridge penalty, by Newton's method (iteratively reweighted least squares). The same input
 * gives the same output to the last bit: no dice, no clock, sums in a fixed order. People × rules is sparse (a person
 * meets a dozen of a hundred rules), so a step costs people × met² and not people × rules².
 */

/** Rows of a sparse matrix: row `i` has the columns `index[from[i]..from[i+1]]` with the values beside them. */
export interface SparseRows {
  readonly columns: number;
  readonly from: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
}

export interface LogisticFit {
  readonly intercept: number;
  /** Log-odds per unit of each column. */
  readonly weights: Float64Array;
  /** Standard error of each weight, from the penalised information. */
  readonly errors: Float64Array;
  readonly converged: boolean;
}

/** @param columns dense columns of one length each; zeros are left out. */
export function sparseRows(columns: readonly ArrayLike<number>[], rows: Int32Array): SparseRows {
  const from = new Int32Array(rows.length + 1);
  const [index, value]: [number[], number[]] = [[], []];
  rows.forEach((row, i) => {
    for (let c = 0; c < columns.length; c++) {
      const x = columns[c]![row]!;
      if (x === 0) continue;
      index.push(c);
      value.push(x);
    }
    from[i + 1] = index.length;
  });
  return { columns: columns.length, from, index: Int32Array.from(index), value: Float64Array.from(value) };
}

/**
 * @param outcomes 1 or 0 beside each row.
 * @param ridge added to the information of every weight, never of the intercept: the pull towards "does nothing".
 * @param start where to begin; the end is the same to within rounding.
 */
export function fitLogistic(rows: SparseRows, outcomes: ArrayLike<number>, ridge: number, start?: Pick<LogisticFit, "intercept" | "weights">): LogisticFit {
  const [people, p] = [outcomes.length, rows.columns];
  let yes = 0;
  for (let i = 0; i < people; i++) yes += outcomes[i]!;
  const beta = new Float64Array(p + 1);
  beta[p] = start?.intercept ?? Math.log((yes + 0.5) / (people - yes + 0.5));
  if (start) beta.set(start.weights);
  let converged = false;
  let inverse: Float64Array[] = [];
  for (let step = 0; step < 50 && !converged; step++) {
    const { gradient, information } = slopes(rows, outcomes, beta, ridge);
    inverse = invert(information);
    let largest = 0;
    for (let a = 0; a <= p; a++) {
      let move = 0;
      for (let b = 0; b <= p; b++) move += inverse[a]![b]! * gradient[b]!;
      // A step of more than four on the log-odds scale overshoots where the classes separate.
      move = Math.max(-4, Math.min(4, move));
      beta[a]! += move;
      largest = Math.max(largest, Math.abs(move));
    }
    converged = largest < 1e-8;
  }
  return { intercept: beta[p]!, weights: beta.slice(0, p), errors: Float64Array.from({ length: p }, (_, a) => Math.sqrt(Math.max(0, inverse[a]![a]!))), converged };
}

/** Log-odds of each row. */
export function logOdds(rows: SparseRows, fit: Pick<LogisticFit, "intercept" | "weights">): Float64Array {
  return Float64Array.from({ length: rows.from.length - 1 }, (_, i) => {
    let sum = fit.intercept;
    for (let k = rows.from[i]!; k < rows.from[i + 1]!; k++) sum += fit.weights[rows.index[k]!]! * rows.value[k]!;
    return sum;
  });
}

export function probability(odds: number): number {
  return odds >= 0 ? 1 / (1 + Math.exp(-odds)) : Math.exp(odds) / (1 + Math.exp(odds));
}

function slopes(rows: SparseRows, outcomes: ArrayLike<number>, beta: Float64Array, ridge: number): { gradient: Float64Array; information: Float64Array[] } {
  const p = rows.columns;
  const gradient = new Float64Array(p + 1);
  const information = Array.from({ length: p + 1 }, () => new Float64Array(p + 1));
  for (let i = 0; i < outcomes.length; i++) {
    const [start, end] = [rows.from[i]!, rows.from[i + 1]!];
    let odds = beta[p]!;
    for (let k = start; k < end; k++) odds += beta[rows.index[k]!]! * rows.value[k]!;
    const mean = probability(odds);
    const [miss, weight] = [outcomes[i]! - mean, Math.max(1e-10, mean * (1 - mean))];
    gradient[p]! += miss;
    information[p]![p]! += weight;
    for (let k = start; k < end; k++) {
      const [a, x] = [rows.index[k]!, rows.value[k]!];
      gradient[a]! += miss * x;
      information[p]![a]! += weight * x;
      // Columns ascend within a row: only the lower half is filled.
      for (let l = start; l <= k; l++) information[a]![rows.index[l]!]! += weight * x * rows.value[l]!;
    }
  }
  for (let a = 0; a < p; a++) {
    gradient[a]! -= ridge * beta[a]!;
    information[a]![a]! += ridge;
  }
  for (let a = 0; a <= p; a++) for (let b = 0; b < a; b++) information[b]![a] = information[a]![b]!;
  return { gradient, information };
}

/** Inverse of a symmetric positive definite matrix, by Cholesky. */
function invert(matrix: readonly Float64Array[]): Float64Array[] {
  const n = matrix.length;
  const lower = Array.from({ length: n }, () => new Float64Array(n));
  for (let a = 0; a < n; a++)
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a]![b]!;
      for (let k = 0; k < b; k++) sum -= lower[a]![k]! * lower[b]![k]!;
      lower[a]![b] = a === b ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[b]![b]!;
    }
  const inverse = Array.from({ length: n }, () => new Float64Array(n));
  for (let column = 0; column < n; column++) {
    const x = new Float64Array(n);
    for (let a = 0; a < n; a++) {
      let sum = a === column ? 1 : 0;
      for (let k = 0; k < a; k++) sum -= lower[a]![k]! * x[k]!;
      x[a] = sum / lower[a]![a]!;
    }
    for (let a = n - 1; a >= 0; a--) {
      let sum = x[a]!;
      for (let k = a + 1; k < n; k++) sum -= lower[k]![a]! * x[k]!;
      x[a] = sum / lower[a]![a]!;
    }
    for (let a = 0; a < n; a++) inverse[a]![column] = x[a]!;
  }
  return inverse;
}
