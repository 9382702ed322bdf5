/** How a claim of speed is measured: both sides in turn, five rounds, the median of each and of their ratio. */

export interface Line {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is held against, measured in the same run. */
  readonly against: string;
  /** Ours to theirs; null where the line is a plain figure. */
  readonly ratio: number | null;
  readonly rounds: number;
  /** What the line should keep, in words. */
  readonly bound: string;
  /** Whether it does; null where nothing was promised. */
  readonly kept: boolean | null;
}

/** How much is done: `small` only shows that a line works, its numbers mean nothing. */
export type Size = "small" | "full";

export const rounds = 5;

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * (share / 100);
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export interface Compared {
  readonly ours: number;
  readonly limit: number;
  readonly ratio: number;
}

export function compare(ours: readonly number[], limit: readonly number[]): Compared {
  return { ours: median(ours), limit: median(limit), ratio: median(ours.map((value, i) => value / limit[i]!)) };
}

/** Runs ours and the limit in turn; the order changes every round, so that neither always comes first. One round before is thrown away. */
export async function interleave<T>(ours: (round: number) => Promise<T>, limit: (round: number) => Promise<T>, warmUp = true): Promise<{ ours: T[]; limit: T[] }> {
  const measured: { ours: T[]; limit: T[] } = { ours: [], limit: [] };
  for (let round = warmUp ? -1 : 0; round < rounds; round++) {
    const order = round % 2 === 0 ? (["ours", "limit"] as const) : (["limit", "ours"] as const);
    for (const side of order) {
      const result = await (side === "ours" ? ours(round) : limit(round));
      if (round >= 0) measured[side].push(result);
    }
  }
  return measured;
}

/** Calls `work` from `lanes` lanes at once, `count` times in all; answers each call's milliseconds. */
export async function inLanes(lanes: number, count: number, work: (index: number, lane: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let index = next++; index < count; index = next++) {
        const started = performance.now();
        await work(index, lane);
        times.push(performance.now() - started);
      }
    }),
  );
  return times;
}

/** Things a second of `count` of them done by `work`. */
export async function rateOf(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
}

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
