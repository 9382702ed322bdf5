/** What people of the demo will do, in order of time. */
export interface Agenda {
  add(at: number, act: () => Promise<void>): void;
  /** Takes the earliest due by `until`, or null. */
  take(until: number): { readonly at: number; readonly act: () => Promise<void> } | null;
  readonly size: number;
}

/** A binary heap; equal times in the order they were added. */
export function agenda(): Agenda {
  const heap: { at: number; order: number; act: () => Promise<void> }[] = [];
  let order = 0;
  const before = (a: number, b: number): boolean => heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.order < heap[b]!.order);
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  return {
    add(at, act) {
      heap.push({ at, order: (order += 1), act });
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
    get size() {
      return heap.length;
    },
  };
}
