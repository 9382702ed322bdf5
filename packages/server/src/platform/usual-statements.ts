/** Runs after which a text is usual: statements asked once or twice are not worth a plan kept on every connection. */
const usualFrom = 5;
/** Each kept plan costs memory on every connection that runs it; what comes later is planned anew. */
const mostKept = 128;
const mostCounted = 2_000;

const counts = new Map<string, number>();
const names = new Map<string, string>();

/**
 * The statement by its name once it is usual, so that Postgres keeps its plan: for the statements of commands planning
 * takes longer than running. Texts must be made of code, never of what people enter.
 */
export function asUsual(text: string): { readonly text: string; readonly name?: string } {
  const known = names.get(text);
  if (known !== undefined) return { name: known, text };
  if (names.size >= mostKept) return { text };
  const count = (counts.get(text) ?? 0) + 1;
  if (count < usualFrom) {
    if (counts.size >= mostCounted) counts.clear();
    counts.set(text, count);
    return { text };
  }
  counts.delete(text);
  const name = `usual-${names.size + 1}`;
  names.set(text, name);
  return { name, text };
}
