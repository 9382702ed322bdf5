/**
 * Smooth weighted round robin that people may join, leave and pause at any time.
 *
 * Each decision deals one lead's worth of credit to the members in turn, by weight, and takes a whole one from who gets
 * the lead. Credit is therefore how far a member is behind (positive) or ahead (negative) of their fair share, in
 * thousand-millionths of a lead, and sums to nothing. Who is behind and would be a whole lead behind soonest is next: the
 * rule of earliest deadline among the entitled, for which nobody is ever a whole lead off (as in proportionate fair
 * scheduling), so any cycle gives each member their weight, one lead more or less at most.
 *
 * When the members in turn or their weights change:
 *  - who left (paused, out of office, at capacity) keeps their credit as it is and earns none while away, so nobody comes
 *    back to a flood; who comes back or is new (at credit 0, neither owed nor owing) keeps theirs;
 *  - those who stayed take up the difference by weight, so credits sum to nothing again;
 *  - should more than one lead be owed in all, credits are scaled down to that, for one lead at a time can't pay back
 *    several people at once. Order and direction stay, so nobody is reset and nobody starves.
 */
import type { UserId } from "../kit/ids.ts";
import { splitExactly } from "../kit/money.ts";

/** One lead, in units of credit. */
export const LEAD = 1_000_000_000;
/** What may be owed in all right after a change; a little under one lead, so that rounding can't reach it. */
const MOST_OWED = LEAD - LEAD / 1_000;

/** Plain JSON, kept per team. `credit` outlives a pause; `inTurn` is the weights of the last decision. */
export interface RotationState {
  readonly credit: Readonly<Record<UserId, number>>;
  readonly inTurn: Readonly<Record<UserId, number>>;
}

/** Somebody who can take the lead now. `weight` is a whole number from 1 to 1,000. */
export interface Turn {
  readonly userId: UserId;
  readonly weight: number;
}

export const NEW_ROTATION: RotationState = { credit: {}, inTurn: {} };

const byUserId = (a: { readonly userId: UserId }, b: { readonly userId: UserId }): number => (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const isSame = (turns: readonly Turn[], inTurn: RotationState["inTurn"]): boolean =>
  turns.length === Object.keys(inTurn).length && turns.every(({ userId, weight }) => inTurn[userId] === weight);

const scaleTo = (credits: readonly number[], most: number): number[] => {
  const owed = sum(credits.filter((credit) => credit > 0));
  if (owed <= most) return [...credits];
  const owe = credits.map((credit) => Math.max(credit, 0));
  const ahead = credits.map((credit) => Math.max(-credit, 0));
  const up = splitExactly(most, owe);
  const down = splitExactly(most, ahead);
  return credits.map((_, index) => (up[index] as number) - (down[index] as number));
};

/** Credits of those in turn, brought back to a sum of nothing after a change of who they are. */
const settle = (turns: readonly Turn[], state: RotationState): number[] => {
  const credits = turns.map(({ userId }) => state.credit[userId] ?? 0);
  if (isSame(turns, state.inTurn)) return credits;
  const stayed = turns.map(({ userId, weight }) => (userId in state.inTurn ? weight : 0));
  const absorbing = stayed.some((weight) => weight > 0) ? stayed : turns.map(({ weight }) => weight);
  const share = splitExactly(sum(credits), absorbing);
  return scaleTo(credits.map((credit, index) => credit - (share[index] as number)), MOST_OWED);
};

/**
 * Who is next among those who can take a lead now, and the state after it. `team` names everybody who belongs to the
 * team, away or not; credit of others is forgotten. Null when nobody is in turn. Throws on a weight that is no whole
 * number from 1 to 1,000.
 */
export const takeTurn = (state: RotationState, inTurn: readonly Turn[], team: readonly UserId[]): { readonly userId: UserId; readonly state: RotationState } | null => {
  const turns = [...inTurn].sort(byUserId);
  const bad = turns.find(({ weight }) => !Number.isInteger(weight) || weight < 1 || weight > 1_000);
  if (bad) throw new RangeError(`rotation: weight ${bad.weight} is no whole number from 1 to 1,000`);
  const weights = turns.map(({ weight }) => weight);
  const dealt = splitExactly(LEAD, weights);
  const credits = settle(turns, state).map((credit, index) => credit + (dealt[index] as number));

  let chosen = -1;
  turns.forEach(({ weight }, index) => {
    if ((credits[index] as number) <= 0) return;
    // The time until a whole lead behind is (LEAD - credit) / weight; compared without dividing.
    const sooner = chosen < 0 || (LEAD - (credits[index] as number)) * (weights[chosen] as number) < (LEAD - (credits[chosen] as number)) * weight;
    if (sooner) chosen = index;
  });
  const next = turns[chosen];
  if (!next) return null;
  credits[chosen] = (credits[chosen] as number) - LEAD;

  const kept = team.filter((userId) => state.credit[userId] !== undefined).map((userId) => [userId, state.credit[userId] as number] as const);
  const fresh = turns.map(({ userId }, index) => [userId, credits[index] as number] as const);
  return {
    userId: next.userId,
    state: { credit: Object.fromEntries([...kept, ...fresh]), inTurn: Object.fromEntries(turns.map(({ userId, weight }) => [userId, weight])) },
  };
};
