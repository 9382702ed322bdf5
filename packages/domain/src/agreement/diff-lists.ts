import type { Json } from "../capture/text.ts";

/** What became of the entries of a list whose order means something. Indexes count in their own list. */
export interface ListDifference {
  readonly added: readonly number[];
  readonly removed: readonly number[];
  /** Entries that stand in both lists, as [before, after]. */
  readonly kept: readonly (readonly [number, number])[];
  /** Kept entries that changed places, as few as explain the new order; the index counts in the list after. */
  readonly moved: readonly number[];
}

/** Pairs entries by key; of several with one key the first goes with the first. */
export function compareLists(before: readonly Json[], after: readonly Json[], keyOf: (entry: Json) => string): ListDifference {
  const places = new Map(numbered(before, keyOf).map((key, i) => [key, i]));
  const kept: [number, number][] = [];
  const added: number[] = [];
  for (const [i, key] of numbered(after, keyOf).entries()) {
    const from = places.get(key);
    if (from === undefined) added.push(i);
    else kept.push([from, i]);
    places.delete(key);
  }
  const stayed = longestRise(kept.map(([from]) => from));
  return { added, removed: [...places.values()].toSorted((a, b) => a - b), kept, moved: kept.filter((_, i) => !stayed.has(i)).map(([, to]) => to) };
}

function numbered(list: readonly Json[], keyOf: (entry: Json) => string): string[] {
  const seen = new Map<string, number>();
  return list.map((entry) => {
    const key = keyOf(entry);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return JSON.stringify([key, nth]);
  });
}

/** Positions of a longest rising run of numbers: what is left out is what moved. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const tails: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [i, value] of numbers.entries()) {
    let low = 0;
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (numbers[tails[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[i] = tails[low - 1];
    tails[low] = i;
  }
  const run = new Set<number>();
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) run.add(at);
  return run;
}
