/** How far two things say the same. */

/** Correlation of two yes-or-no columns, −1 to 1: 1 is the same people. Zero where either is the same for everybody. */
export function phi(a: ArrayLike<number>, b: ArrayLike<number>, rows: Int32Array): { readonly phi: number; readonly both: number; readonly either: number } {
  let [both, onlyA, onlyB] = [0, 0, 0];
  for (const row of rows) {
    if (a[row] !== 0) b[row] !== 0 ? both++ : onlyA++;
    else if (b[row] !== 0) onlyB++;
  }
  const neither = rows.length - both - onlyA - onlyB;
  const spread = Math.sqrt((both + onlyA) * (both + onlyB) * (neither + onlyA) * (neither + onlyB));
  return { phi: spread === 0 ? 0 : (both * neither - onlyA * onlyB) / spread, both, either: both + onlyA + onlyB };
}

/** Association of two columns of levels, 0 to 1 (Cramér's V with Bergsma's correction, so that many levels do not flatter). */
export function cramersV(a: Int32Array, b: Int32Array): number {
  const cells = new Map<number, number>();
  const [rowsOf, columnsOf] = [new Map<number, number>(), new Map<number, number>()];
  const n = a.length;
  for (let i = 0; i < n; i++) {
    const key = a[i]! * 1_000_003 + b[i]!;
    cells.set(key, (cells.get(key) ?? 0) + 1);
    rowsOf.set(a[i]!, (rowsOf.get(a[i]!) ?? 0) + 1);
    columnsOf.set(b[i]!, (columnsOf.get(b[i]!) ?? 0) + 1);
  }
  let sum = 0;
  for (const [key, count] of cells) sum += count ** 2 / (rowsOf.get(Math.floor(key / 1_000_003))! * columnsOf.get(key % 1_000_003)!);
  const [r, k] = [rowsOf.size, columnsOf.size];
  if (n < 2 || r < 2 || k < 2) return 0;
  const squared = Math.max(0, sum - 1 - ((r - 1) * (k - 1)) / (n - 1));
  const size = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return size <= 0 ? 0 : Math.min(1, Math.sqrt(squared / size));
}
