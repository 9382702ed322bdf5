import type { SteeredClock } from "../platform/clock.ts";

/** What is to come, earliest first. */
export interface Coming<T> {
  add(at: number, what: T): void;
  /** Takes the earliest due by `until`, or null. */
  take(until: number): { readonly at: number; readonly what: T } | null;
}

/** What people of the demo will do. */
export type Agenda = Coming<() => Promise<void>>;

/** A binary heap; equal times in the order they were added. */
export function coming<T>(): Coming<T> {
  const heap: { at: number; order: number; what: T }[] = [];
  let order = 0;
  const before = (a: number, b: number): boolean => heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.order < heap[b]!.order);
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  return {
    add(at, what) {
      heap.push({ at, order: (order += 1), what });
      for (let i = heap.length - 1; i > 0; ) {
        const parent = (i - 1) >> 1;
        if (!before(i, parent)) break;
        swap(i, parent);
        i = parent;
      }
    },
    take(until) {
      const first = heap[0];
      if (!first || first.at > until) return null;
      const last = heap.pop()!;
      if (heap.length > 0) {
        heap[0] = last;
        for (let i = 0; ; ) {
          const [left, right] = [2 * i + 1, 2 * i + 2];
          let least = i;
          if (left < heap.length && before(left, least)) least = left;
          if (right < heap.length && before(right, least)) least = right;
          if (least === i) break;
          swap(i, least);
          i = least;
        }
      }
      return first;
    },
  };
}

/** Does what is planned until then, each act at its instant; what should have been done before is done at once. */
export async function workOff(plan: Agenda, clock: SteeredClock, until: number): Promise<void> {
  for (let due = plan.take(until); due; due = plan.take(until)) {
    goTo(clock, due.at);
    await due.what();
  }
  goTo(clock, until);
}

/** Never goes back. */
export function goTo(clock: SteeredClock, at: number): void {
  if (at > clock.now().getTime()) clock.set(new Date(at));
}
