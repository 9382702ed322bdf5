import type { App } from "../platform/app.ts";
import { steeredClock } from "../platform/clock.ts";
import { seededDice, uuidv7 } from "../platform/ids.ts";
import type { Slice } from "../platform/slice.ts";
import { actor, type Act } from "./act.ts";
import { coming, workOff, type Agenda } from "./agenda.ts";
import { rollsOf, seedOf, type Rolls } from "./dice.ts";

/** A part of Sales' work that goes on beside the others: it has its own clock, dice and ids, so that nothing in it depends on how fast the others are. */
export interface Lane {
  readonly act: Act;
  readonly plan: Agenda;
  readonly rolls: Rolls;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Lanes {
  /** All that touches one company is done in one lane, in order: two lanes never change the same records. */
  of(companyName: string): Lane;
  /** Does everything planned until then, in all lanes at once. */
  liveUntil(at: number): Promise<void>;
}

/** While one waits for Postgres another computes; more would wait for each other. */
const count = 8;

export function lanesOf(app: App, slices: readonly Slice[], seed: number): Lanes {
  const lanes = Array.from({ length: count }, (_, index) => {
    const clock = steeredClock(app.clock.now());
    const own: App = { ...app, clock, ids: uuidv7(clock, seededDice(seed + index)) };
    const lane: Lane = { act: actor(own, slices), plan: coming(), rolls: rollsOf(seed + index), now: () => clock.now().getTime() };
    return { lane, clock };
  });
  return {
    of: (companyName) => lanes[seedOf(companyName) % count]!.lane,
    async liveUntil(at) {
      await Promise.all(lanes.map(({ lane, clock }) => workOff(lane.plan, clock, at)));
    },
  };
}
