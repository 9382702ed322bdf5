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
  /** Lets another clock take over for good: the demo's year ends and the real time begins. */
  release(to?: Clock): void;
}

/** A clock that stands still until it is told otherwise. */
export function steeredClock(start: Date): SteeredClock {
  let at = start.getTime();
  let successor: Clock | null = null;
  return {
    now: () => successor?.now() ?? new Date(at),
    set(instant) {
      if (successor) throw new Error("This clock is steered no more.");
      if (instant.getTime() < at) throw new Error(`A steered clock does not go back: ${instant.toISOString()} is before ${new Date(at).toISOString()}`);
      at = instant.getTime();
    },
    advance(ms) {
      this.set(new Date(at + ms));
    },
    release(to = systemClock) {
      successor = to;
    },
  };
}
