import { randomFillSync } from "node:crypto";
import type { Clock } from "./clock.ts";

/**
 * UUIDv7 (RFC 9562) made by the application, so that ids exist before the row does and sort by time. The 12 bits
 * after the millisecond count up within it, which keeps ids of one process in the order they were made.
 */
export interface Ids {
  /** A new id; time-ordered, random, never proof of a right. */
  next(): string;
}

/** Fills the bytes with dice; a seeded source in tests and in the demo. */
export type Dice = (bytes: Uint8Array) => void;

/** Asking the system for each id alone would cost more than the id: dice come from a stock, each used once. */
const stock = new Uint8Array(8_192);
let used = stock.length;

export const systemDice: Dice = (bytes) => {
  if (bytes.length > stock.length) return void randomFillSync(bytes);
  if (used + bytes.length > stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  bytes.set(stock.subarray(used, used + bytes.length));
  stock.fill(0, used, used + bytes.length);
  used += bytes.length;
};

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function uuidv7(clock: Clock, dice: Dice = systemDice): Ids {
  const bytes = new Uint8Array(16);
  let last = -1;
  let counter = 0;
  return {
    next() {
      dice(bytes);
      const now = clock.now().getTime();
      if (now > last) {
        last = now;
        // Half of the counter's range is left free, so that it seldom overflows within a millisecond.
        counter = ((bytes[6]! & 0x07) << 8) | bytes[7]!;
      } else {
        counter += 1;
        if (counter > 0xfff) {
          last += 1;
          counter = 0;
        }
      }
      let ms = last;
      for (let i = 5; i >= 0; i -= 1) {
        bytes[i] = ms % 256;
        ms = Math.floor(ms / 256);
      }
      bytes[6] = 0x70 | (counter >> 8);
      bytes[7] = counter & 0xff;
      bytes[8] = 0x80 | (bytes[8]! & 0x3f);
      return format(bytes);
    },
  };
}

/** Deterministic dice from a number (splitmix32): for tests and the demo, never for secrets. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i += 1) {
      state = (state + 0x9e3779b9) >>> 0;
      let word = state ^ (state >>> 16);
      word = Math.imul(word, 0x21f0aaad);
      word ^= word >>> 15;
      word = Math.imul(word, 0x735a2d97);
      bytes[i] = (word ^ (word >>> 15)) & 0xff;
    }
  };
}

function format(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out += "-";
    out += hex[bytes[i]!]!;
  }
  return out;
}
