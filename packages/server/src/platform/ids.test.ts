import { describe, expect, test } from "vitest";
import { steeredClock, systemClock } from "./clock.ts";
import { seededDice, uuidv7 } from "./ids.ts";

describe("ids", () => {
  test("are UUIDs of version 7, unique, and sort in the order they were made, within a millisecond too", () => {
    const clock = steeredClock(new Date("2026-01-05T08:00:00Z"));
    const ids = uuidv7(clock);
    const made = Array.from({ length: 20_000 }, (_, n) => {
      if (n === 10_000) clock.advance(1);
      return ids.next();
    });
    expect(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(made).size).toBe(made.length);
    expect(made.toSorted()).toEqual(made);
    expect(parseInt(made[0]!.replaceAll("-", "").slice(0, 12), 16)).toBe(clock.now().getTime() - 1);
  });

  test("are the same again from the same seed and clock, and others from another seed", () => {
    const make = (seed: number) => uuidv7(steeredClock(new Date(0)), seededDice(seed)).next();
    expect(make(7)).toBe(make(7));
    expect(make(7)).not.toBe(make(8));
    expect(uuidv7(systemClock).next()).not.toBe(uuidv7(systemClock).next());
  });
});

test("a steered clock does not go back", () => {
  const clock = steeredClock(new Date(1000));
  expect(() => clock.set(new Date(999))).toThrow(/does not go back/);
  clock.advance(5);
  expect(clock.now()).toEqual(new Date(1005));
  clock.release({ now: () => new Date(2000) });
  expect(clock.now()).toEqual(new Date(2000));
  expect(() => clock.advance(1)).toThrow(/steered no more/);
});
