import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEAD, NEW_ROTATION, type RotationState, takeTurn, type Turn } from "./rotation.ts";

const names = ["ana", "ben", "cem", "dua", "eva", "fay", "gus", "hal"];
const turnsOf = (weights: readonly number[]): Turn[] => weights.flatMap((weight, index) => (weight > 0 ? [{ userId: names[index] as string, weight }] : []));

const take = (state: RotationState, turns: readonly Turn[]): { userId: string; state: RotationState } => {
  const taken = takeTurn(state, turns, names);
  if (!taken) throw new Error("nobody took the turn");
  return taken;
};

const run = (turns: readonly Turn[], leads: number, from: RotationState = NEW_ROTATION): { order: string[]; state: RotationState } => {
  let state = from;
  const order: string[] = [];
  for (let index = 0; index < leads; index += 1) {
    const taken = take(state, turns);
    order.push(taken.userId);
    state = taken.state;
  }
  return { order, state };
};

const count = (order: readonly string[], userId: string): number => order.filter((name) => name === userId).length;

/** Every cycle (as many leads as the weights sum to), wherever it begins, gives each their weight within one lead. */
const expectFairCycles = (order: readonly string[], turns: readonly Turn[]): void => {
  const cycle = turns.reduce((sum, { weight }) => sum + weight, 0);
  for (const { userId, weight } of turns) {
    let inCycle = count(order.slice(0, cycle), userId);
    for (let end = cycle; end <= order.length; end += 1) {
      expect(Math.abs(inCycle - weight), `${userId} in the cycle ending at ${end}`).toBeLessThanOrEqual(1);
      inCycle += (order[end] === userId ? 1 : 0) - (order[end - cycle] === userId ? 1 : 0);
    }
  }
};

const weights = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: names.length });

describe("rotation", () => {
  it("alternates equals in order and spreads the heavier ones", () => {
    expect(run(turnsOf([1, 1, 1]), 6).order).toEqual(["ana", "ben", "cem", "ana", "ben", "cem"]);
    const { order } = run(turnsOf([3, 1]), 8);
    expect(count(order.slice(0, 4), "ana")).toBe(3);
    expect(order.slice(0, 4)).not.toEqual(["ben", "ana", "ana", "ana"]);
  });

  it("is never a lead off at any point of an undisturbed run, and exact at each end of a cycle", () => {
    fc.assert(
      fc.property(weights, (weights) => {
        const turns = turnsOf(weights);
        const cycle = weights.reduce((a, b) => a + b, 0);
        const { order } = run(turns, 3 * cycle);
        for (const { userId, weight } of turns) {
          let got = 0;
          order.forEach((name, index) => {
            got += name === userId ? 1 : 0;
            expect(Math.abs(got - ((index + 1) * weight) / cycle)).toBeLessThan(1);
          });
          expect(got).toBe(3 * weight);
        }
        expectFairCycles(order, turns);
      }),
      { numRuns: 200 },
    );
  });

  it("stays within one lead over every cycle however members join, leave, pause and change weight before", () => {
    const phase = fc.tuple(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 2, maxLength: names.length }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(phase, { minLength: 1, maxLength: 12 }), (phases) => {
        let state = NEW_ROTATION;
        for (const [weights, extra] of phases) {
          const turns = turnsOf(weights);
          if (turns.length === 0) continue;
          // Some phases are shorter than a cycle: changes in the middle are the hard case.
          const leads = extra < 12 ? extra : extra + turns.reduce((sum, { weight }) => sum + weight, 0);
          const result = run(turns, leads, state);
          state = result.state;
          expectFairCycles(result.order, turns);
          for (const { userId } of turns) expect(Math.abs(state.credit[userId] ?? 0)).toBeLessThanOrEqual(LEAD);
          for (const userId of names) expect(Math.abs(state.balance[userId] ?? 0)).toBeLessThan(4 * LEAD);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("starves nobody who is there all the time while others come and go with every lead", () => {
    fc.assert(
      fc.property(weights, fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 300, maxLength: 300 }), (weights, masks) => {
        const all = turnsOf(weights);
        const [steady] = all;
        if (!steady) return;
        let state = NEW_ROTATION;
        let share = 0;
        let got = 0;
        let longest = 0;
        let waiting = 0;
        for (const mask of masks) {
          const turns = all.filter((turn, index) => turn === steady || (mask >> index) % 2 === 1);
          const taken = take(state, turns);
          state = taken.state;
          const due = steady.weight / turns.reduce((sum, { weight }) => sum + weight, 0);
          share += due;
          got += taken.userId === steady.userId ? 1 : 0;
          waiting = taken.userId === steady.userId ? 0 : waiting + due;
          longest = Math.max(longest, waiting);
        }
        // Waiting is counted in leads the weight would have given. No rule holds one lead here, where the set changes with
        // every lead (the carpool problem); what must hold is that nobody drifts away from their share, however long it goes on.
        expect(longest).toBeLessThan(4);
        expect(Math.abs(got - share)).toBeLessThan(3);
      }),
      { numRuns: 200 },
    );
  });

  it("gives who comes back no flood, and who is new no debt", () => {
    const before = run(turnsOf([1, 1, 1]), 7).state;
    const without = run(turnsOf([1, 1, 0]), 40, before).state;
    const back = run(turnsOf([1, 1, 1]), 6, without).order;
    expect(count(back, "cem")).toBeGreaterThanOrEqual(1);
    expect(count(back, "cem")).toBeLessThanOrEqual(3);
    const joined = run(turnsOf([1, 1, 1, 1]), 8, before).order;
    expect(count(joined, "dua")).toBe(2);
  });

  it("does not begin anew when somebody is away for one lead", () => {
    const turns = turnsOf([1, 1, 1, 1]);
    const half = run(turns, 2).state;
    const pausedOnce = run(turnsOf([1, 1, 1, 0]), 1, half);
    expect(pausedOnce.order).toEqual(["cem"]);
    expect(run(turns, 1, pausedOnce.state).order).toEqual(["dua"]);
  });

  it("keeps the balance of team members who are away and forgets who left the team", () => {
    const { state } = run(turnsOf([1, 1, 1]), 1);
    const next = takeTurn(state, turnsOf([1, 1]), ["ana", "ben", "cem"]);
    expect(next?.state.balance["cem"]).toBe(state.balance["cem"]);
    const gone = takeTurn(state, turnsOf([1, 1]), ["ana", "ben"])?.state;
    expect(gone?.balance).not.toHaveProperty("cem");
    expect((gone?.balance["ana"] ?? 0) + (gone?.balance["ben"] ?? 1)).toBe(0);
  });

  it("does not depend on the order in which members are listed", () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 40 }), (weights, leads) => {
        const turns = turnsOf(weights);
        expect(run([...turns].reverse(), leads).order).toEqual(run(turns, leads).order);
      }),
    );
  });

  it("uses integers only, and nobody is next when nobody is there", () => {
    const { state } = run(turnsOf([3, 7, 11]), 100);
    expect(Object.values(state.balance).every(Number.isSafeInteger)).toBe(true);
    expect(Object.values(state.balance).reduce((a, b) => a + b, 0)).toBe(0);
    expect(takeTurn(state, [], names)).toBeNull();
    expect(() => takeTurn(state, [{ userId: "ana", weight: 0.5 }], names)).toThrow(RangeError);
  });
});
