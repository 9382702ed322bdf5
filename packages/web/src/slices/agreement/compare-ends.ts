/** A text to compare, as the address names it: `version:3`, or `draft:` and its id. */
type Ends = { readonly before: string; readonly after: string };

interface Asked {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * Which two texts are compared, the older first: what is asked for; else the version in force with the one before it, or
 * a draft with the version in force. `versions` are numbers, newest first; `drafts` are places of open ones, last changed first.
 */
export function compareEnds(asked: Asked, versions: readonly number[], drafts: readonly string[], inForce: number): Ends {
  const place = (version: number) => `version:${version}`;
  const before = (after: string) => {
    const number = numberOf(after);
    return place(number === null ? inForce : (versions.find((one) => one < number) ?? versions.find((one) => one !== number) ?? number));
  };
  const after = (first: string) => {
    const number = numberOf(first);
    if (number === null || number !== inForce) return place(inForce);
    return versions.some((one) => one > number) ? place(Math.min(...versions.filter((one) => one > number))) : (drafts[0] ?? place(inForce));
  };
  if (asked.before !== undefined) return { before: asked.before, after: asked.after ?? after(asked.before) };
  const last = asked.after ?? (versions.length > 1 || drafts.length === 0 ? place(inForce) : drafts[0]!);
  return { before: before(last), after: last };
}

/** Whether the comparison goes back in time: what is shown then is what going back would change. */
export function goesBack({ before, after }: Ends): boolean {
  const [from, to] = [numberOf(before), numberOf(after)];
  return to !== null && (from === null || from > to);
}

function numberOf(place: string): number | null {
  return place.startsWith("version:") ? Number(place.slice("version:".length)) : null;
}
