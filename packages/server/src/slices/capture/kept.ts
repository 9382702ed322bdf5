/** What was answered is kept this long: what changes elsewhere is soon seen here. */
const keepMs = 5_000;
const most = 1_000;

/** Answers of the database that every event asks for, by key, kept for a few seconds. */
export interface Kept<T> {
  find(key: string): Promise<T | null>;
  /** For who changes it in this process: asked anew from now on. */
  forget(key: string): void;
}

export function kept<T>(ask: (key: string) => Promise<T | null>): Kept<T> {
  const known = new Map<string, { answer: T | null; until: number }>();
  return {
    async find(key) {
      const hit = known.get(key);
      if (hit && hit.until > performance.now()) return hit.answer;
      const answer = await ask(key);
      if (known.size >= most) known.clear();
      known.set(key, { answer, until: performance.now() + keepMs });
      return answer;
    },
    forget: (key) => void known.delete(key),
  };
}
