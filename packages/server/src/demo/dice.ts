/** Dice of the demo: the same seed rolls the same company, day for day. */
export interface Rolls {
  /** From 0 up to, not including, 1. */
  unit(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Picks by weight. */
  weighted<T>(from: readonly (readonly [T, number])[]): T;
  /** Positive, long-tailed, with about this median. */
  around(median: number, spread?: number): number;
}

/** A seed that is always the same for these words. */
export function seedOf(words: string): number {
  let seed = 7;
  for (const character of words) seed = (seed * 31 + character.codePointAt(0)!) >>> 0;
  return seed;
}

export function rollsOf(seed: number): Rolls {
  let state = seed >>> 0;
  const unit = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const rolls: Rolls = {
    unit,
    whole: (least, most) => least + Math.floor(unit() * (most - least + 1)),
    chance: (share) => unit() < share,
    pick: (from) => from[Math.floor(unit() * from.length)]!,
    weighted(from) {
      let left = unit() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [what, weight] of from) if ((left -= weight) < 0) return what;
      return from.at(-1)![0];
    },
    around(median, spread = 0.8) {
      // Log-normal by Box and Muller.
      const normal = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
      return median * Math.exp(spread * normal);
    },
  };
  return rolls;
}
