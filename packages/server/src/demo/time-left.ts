/** How long the rest will take, by how quickly the last stretch went: later days hold more people, so the average of all would promise too much. */
export interface Pace {
  /** Notes how far it is. @param atMs a clock that only goes forwards  @param share from 0 to 1 */
  note(atMs: number, share: number): void;
  /** "about 2 minutes left"; null until the pace is known. */
  words(): string | null;
}

/** Long enough that a quick night and a slow Monday even out. */
const stretchMs = 15_000;
const firstWordsMs = 5_000;

export function beginPace(): Pace {
  const noted: { atMs: number; share: number }[] = [];
  return {
    note(atMs, share) {
      noted.push({ atMs, share });
      // One from before the stretch stays, as its beginning.
      while (noted.length > 2 && atMs - noted[1]!.atMs > stretchMs) noted.shift();
    },
    words() {
      const [first, last] = [noted[0], noted.at(-1)];
      if (!first || !last || last.atMs - first.atMs < firstWordsMs || last.share <= first.share) return null;
      return leftInWords(((last.atMs - first.atMs) / (last.share - first.share)) * (1 - last.share));
    },
  };
}

/** Never a precision that it does not have: seconds by tens, then minutes, halves told as more than the whole. */
function leftInWords(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 8) return "a few seconds left";
  if (seconds < 55) return `about ${Math.ceil(seconds / 10) * 10} seconds left`;
  if (seconds < 75) return "about a minute left";
  const minutes = Math.floor(seconds / 60);
  return seconds - minutes * 60 < 30 ? (minutes === 1 ? "a good minute left" : `about ${minutes} minutes left`) : `up to ${minutes + 1} minutes left`;
}
