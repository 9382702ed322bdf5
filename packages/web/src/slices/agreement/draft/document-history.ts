/** Undo and redo of a whole document, pure. Edits under the same name (letters typed into one box) are one step. */
export interface DocumentHistory<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What the last edit was; another one under this name replaces it. */
  readonly merge: string | null;
}

/** A hundred steps back are enough; documents share their untouched parts. */
const mostSteps = 100;

export function begin<T>(now: T): DocumentHistory<T> {
  return { past: [], now, future: [], merge: null };
}

export function edited<T>(history: DocumentHistory<T>, now: T, merge: string | null = null): DocumentHistory<T> {
  if (now === history.now) return history;
  const goesOn = merge !== null && merge === history.merge && history.past.length > 0;
  return { past: goesOn ? history.past : [...history.past, history.now].slice(-mostSteps), now, future: [], merge };
}

export function undone<T>(history: DocumentHistory<T>): DocumentHistory<T> {
  const last = history.past[history.past.length - 1];
  if (last === undefined) return history;
  return { past: history.past.slice(0, -1), now: last, future: [history.now, ...history.future], merge: null };
}

export function redone<T>(history: DocumentHistory<T>): DocumentHistory<T> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future: rest, merge: null };
}
