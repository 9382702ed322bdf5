import type pg from "pg";
import { constants, setPriority } from "node:os";
import { workerData } from "node:worker_threads";

/**
 * Whoever asks comes first. The lab's threads would take the processors from requests and from the Postgres that works for
 * them: while statements of others are under way they pause, as long as that leaves them a share. Priorities alone don't do
 * it, because they hold within a process or a session only, and Postgres' processes have their own.
 */

/** In shared memory: how many connections are in use, and when that last changed (the lower 32 bits of epoch ms). */
export type Traffic = Int32Array;

/** Milliseconds of work between two looks at others. */
const workFor = 0.25;
/** Waits at most so many times as long as it worked: who is always asked for something else gets on, too. */
const patience = 6;
/** Milliseconds without any statement after which nobody is taken to be waiting: between two statements a request goes on. */
const quietAfter = 2;

/** Counts the connections in use of a pool, for threads that are started with it, until it is stopped. */
export function watchTraffic(pool: pg.Pool): { readonly traffic: Traffic; stop(): void } {
  const traffic = new Int32Array(new SharedArrayBuffer(8));
  traffic[0] = pool.totalCount - pool.idleCount;
  const changed = (by: number) => (): void => {
    Atomics.add(traffic, 0, by);
    Atomics.store(traffic, 1, Date.now() | 0);
  };
  const [taken, given] = [changed(1), changed(-1)];
  pool.on("acquire", taken).on("release", given);
  return { traffic, stop: () => void pool.off("acquire", taken).off("release", given) };
}

/** What this thread was started with; null where it gives way to nobody. */
export const traffic: Traffic | null = (workerData as { traffic?: Traffic } | null)?.traffic ?? null;

/** Has this thread come after the others of the process where both are short of processors. */
export function comeLast(): void {
  // Only on Linux is it this thread's priority and not the process'.
  if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}

/** To be called every quarter of a millisecond or so of long work: pauses while others are asking. */
export const giveWay: () => void = pacedBy(traffic);

/** @param them whom to give way to; null for nobody */
export function pacedBy(them: Traffic | null): () => void {
  if (them === null) return () => {};
  const still = new Int32Array(new SharedArrayBuffer(4));
  let since = performance.now();
  return () => {
    const now = performance.now();
    if (now - since < workFor) return;
    // After longer it did something else than work, or was itself made to wait.
    const until = now + patience * Math.min(now - since, 8 * workFor);
    while (isBusy(them) && performance.now() < until) Atomics.wait(still, 0, 0, 1);
    since = performance.now();
  };
}

function isBusy(them: Traffic): boolean {
  return Atomics.load(them, 0) > 0 || ((Date.now() | 0) - Atomics.load(them, 1)) < quietAfter;
}
