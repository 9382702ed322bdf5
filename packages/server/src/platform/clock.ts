/** Where time comes from. Passed in everywhere, so that tests and the demo's year steer it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface SteeredClock extends Clock {
  /** Moves to an instant; going back is refused, because due work would be forgotten. */
  set(instant: Date): void;
  /** Moves on by milliseconds. */
  advance(ms: number): void;
}

/** A clock that stands still until it is told otherwise. */
export function steeredClock(start: Date): SteeredClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set(instant) {
      if (instant.getTime() < at) throw new Error(`A steered clock does not go back: ${instant.toISOString()} is before ${new Date(at).toISOString()}`);
      at = instant.getTime();
    },
    advance(ms) {
      this.set(new Date(at + ms));
    },
  };
}
