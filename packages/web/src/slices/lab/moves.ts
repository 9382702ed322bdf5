import type { Knobs } from "./knobs.ts";

/** Turning knobs with a way back: a drag of one knob is one step, however many values it passed. Pure; moments are passed in. */
export interface Moves {
  readonly past: readonly Knobs[];
  readonly now: Knobs;
  readonly future: readonly Knobs[];
  /** The knob turned last and when, in milliseconds; null after any other act. */
  readonly last: { readonly id: string; readonly at: number } | null;
}

/** Turns of one knob closer together than this are one gesture. */
const gestureMs = 1_000;
const kept = 200;

export function startMoves(knobs: Knobs): Moves {
  return { past: [], now: knobs, future: [], last: null };
}

/** As they stood when the page was left: one step back is the text. What was turned and is no knob any more is left out. */
export function resumeMoves(knobs: Knobs, turned: Knobs): Moves {
  const still = Object.entries(turned).filter(([id, value]) => id in knobs && knobs[id] !== value);
  return still.length === 0 ? startMoves(knobs) : setAll(startMoves(knobs), { ...knobs, ...Object.fromEntries(still) });
}

export function turn(moves: Moves, id: string, value: number | null, at: number): Moves {
  if (moves.now[id] === value) return moves;
  const sameGesture = moves.last?.id === id && at - moves.last.at < gestureMs;
  return { past: sameGesture ? moves.past : [...moves.past, moves.now].slice(-kept), now: { ...moves.now, [id]: value }, future: [], last: { id, at } };
}

/** All knobs at once: back to a text, or onto another one. */
export function setAll(moves: Moves, knobs: Knobs): Moves {
  return { past: [...moves.past, moves.now].slice(-kept), now: knobs, future: [], last: null };
}

/** The hand has left the knob: the next turn is a step of its own. */
export function letGo(moves: Moves): Moves {
  return moves.last ? { ...moves, last: null } : moves;
}

export function undo(moves: Moves): Moves {
  const before = moves.past.at(-1);
  return before ? { past: moves.past.slice(0, -1), now: before, future: [moves.now, ...moves.future], last: null } : moves;
}

export function redo(moves: Moves): Moves {
  const [next, ...future] = moves.future;
  return next ? { past: [...moves.past, moves.now], now: next, future, last: null } : moves;
}
