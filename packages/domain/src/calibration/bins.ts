/** Numbers cut into spans whose conversion only rises or only falls, so that a rule on them can be explained. */

export interface Bin {
  /** Included; −Infinity for the lowest. */
  readonly from: number;
  /** Not included; Infinity for the highest. */
  readonly to: number;
  readonly people: number;
  readonly outcomes: number;
}

const finest = 12;

/**
 * Spans of a number by conversion. The least value stands alone where it is common (zero visits are not few visits but
 * another way of coming). The rest starts as twelve parts of equal size, is pooled until conversion is monotone, and
 * neighbours that chance could tell apart are joined.
 * @returns the spans in order; `whole` where every value is an integer; `tries` is how many parts were looked at.
 */
export function binsOf(values: Float64Array, outcome: Int8Array, rows: Int32Array, leastPeople: number): { readonly bins: readonly Bin[]; readonly whole: boolean; readonly tries: number } {
  const known = [...rows].filter((row) => !Number.isNaN(values[row]!)).sort((a, b) => values[a]! - values[b]!);
  const whole = known.every((row) => Number.isInteger(values[row]!));
  if (known.length < 2 * leastPeople) return { bins: [], whole, tries: 1 };
  const least = values[known[0]!]!;
  const lowest = known.findIndex((row) => values[row]! > least);
  if (lowest < 0) return { bins: [], whole, tries: 1 };
  const alone = lowest >= Math.max(leastPeople, known.length * 0.1);
  const rest = alone ? known.slice(lowest) : known;
  const parts = equalParts(rest, values, outcome, leastPeople);
  const joined = joinAlike(monotone(parts));
  const bins = alone ? [{ from: -Infinity, to: joined[0]!.from, ...tally(known.slice(0, lowest), outcome) }, ...joined] : joined;
  return { bins: bins.map((bin, i) => ({ ...bin, from: i === 0 ? -Infinity : bin.from, to: bins[i + 1]?.from ?? Infinity })), whole, tries: parts.length };
}

function equalParts(rows: readonly number[], values: Float64Array, outcome: Int8Array, leastPeople: number): Bin[] {
  const size = Math.max(leastPeople, Math.ceil(rows.length / finest));
  const parts: Bin[] = [];
  for (let start = 0; start < rows.length; ) {
    let end = Math.min(rows.length, start + size);
    while (end < rows.length && values[rows[end]!] === values[rows[end - 1]!]) end++;
    if (rows.length - end < leastPeople) end = rows.length;
    parts.push({ from: values[rows[start]!]!, to: Infinity, ...tally(rows.slice(start, end), outcome) });
    start = end;
  }
  return parts;
}


function tally(rows: readonly number[], outcome: Int8Array): { people: number; outcomes: number } {
  return { people: rows.length, outcomes: rows.reduce((sum, row) => sum + outcome[row]!, 0) };
}

/** Pools neighbours that go against the direction in which conversion mostly goes. */
function monotone(parts: readonly Bin[]): Bin[] {
  const people = parts.reduce((sum, part) => sum + part.people, 0);
  const base = parts.reduce((sum, part) => sum + part.outcomes, 0) / people;
  let [before, trend] = [0, 0];
  for (const part of parts) {
    trend += (before + part.people / 2 - people / 2) * (part.outcomes - base * part.people);
    before += part.people;
  }
  const direction = trend >= 0 ? 1 : -1;
  const pooled: Bin[] = [];
  for (const part of parts) {
    pooled.push(part);
    while (pooled.length > 1 && direction * (share(pooled.at(-1)!) - share(pooled.at(-2)!)) < 0) join(pooled, pooled.length - 2);
  }
  return pooled;
}

/** Joins the pair that differs least, until every neighbour differs beyond chance. */
function joinAlike(parts: readonly Bin[]): Bin[] {
  const bins = parts.slice();
  while (bins.length > 1) {
    let [at, least] = [-1, 1.96];
    for (let i = 0; i + 1 < bins.length; i++) {
      const z = difference(bins[i]!, bins[i + 1]!);
      if (z < least) [at, least] = [i, z];
    }
    if (at < 0) break;
    join(bins, at);
  }
  return bins;
}

function join(bins: Bin[], at: number): void {
  const [a, b] = [bins[at]!, bins[at + 1]!];
  bins.splice(at, 2, { from: a.from, to: b.to, people: a.people + b.people, outcomes: a.outcomes + b.outcomes });
}

function difference(a: Bin, b: Bin): number {
  const pooled = (a.outcomes + b.outcomes) / (a.people + b.people);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / a.people + 1 / b.people));
  return spread === 0 ? 0 : Math.abs(share(a) - share(b)) / spread;
}

function share(bin: Bin): number {
  return bin.outcomes / bin.people;
}
