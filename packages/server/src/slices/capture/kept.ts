/** What was answered is kept this long: what changes elsewhere is soon seen here. */
const keepMs = 5_000;
const most = 1_000;
/** Longer keys than any of ours: they come from whoever cares to send one, and are not remembered. */
const longestKey = 200;

/** Answers of the database that every event asks for, by key, kept for a few seconds. */
export interface Kept<T> {
  find(key: string): Promise<T | null>;
  /** For who changes it in this process: asked anew from now on. */
  forget(key: string): void;
}

export function kept<T>(ask: (key: string) => Promise<T | null>): Kept<T> {
  const known = new Map<string, { answer: T | null; until: number }>();
  let forgotten = 0;
  return {
    async find(key) {
      if (key.length > longestKey) return null;
      const hit = known.get(key);
      if (hit && hit.until > performance.now()) return hit.answer;
      const before = forgotten;
      const answer = await ask(key);
      if (known.size >= most) known.clear();
      // What was asked before a change may be what stood before it.
      if (before === forgotten) known.set(key, { answer, until: performance.now() + keepMs });
      return answer;
    },
    forget(key) {
      forgotten += 1;
      known.delete(key);
    },
  };
}
