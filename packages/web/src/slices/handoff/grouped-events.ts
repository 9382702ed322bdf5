/** One event behind a line of the score. */
export interface LineEvent {
  readonly at: string;
  readonly what: string;
  /** Milli-points. */
  readonly points: number;
  readonly note: string | null;
}
export interface EventGroup {
  readonly what: string;
  readonly count: number;
  /** The latest of them. */
  readonly last: string;
  readonly points: number;
  /** How many of them a cap or the day's limit left without points. */
  readonly uncounted: number;
}

/** The same thing done many times is one line with its count, the latest first; the points still add up to the line's. */
export function groupEvents(events: readonly LineEvent[]): EventGroup[] {
  const groups = new Map<string, EventGroup>();
  for (const event of events) {
    const known = groups.get(event.what);
    groups.set(event.what, {
      what: event.what,
      count: (known?.count ?? 0) + 1,
      last: known && known.last > event.at ? known.last : event.at,
      points: (known?.points ?? 0) + event.points,
      uncounted: (known?.uncounted ?? 0) + (event.points === 0 ? 1 : 0),
    });
  }
  return [...groups.values()].toSorted((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0));
}
