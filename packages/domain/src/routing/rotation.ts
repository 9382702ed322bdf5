/**
 * Smooth weighted round robin that people may join, leave and pause at any time.
 *
 * Each decision deals one lead's worth of credit to the members in turn, by weight, and takes a whole one from who gets
 * the lead. So a member's balance is how far they are behind (positive) or ahead (negative) of their fair share of all
 * leads that came while they were there. Of those who are behind, who would be a whole lead behind soonest is next: the
 * rule of earliest deadline among the entitled, known from proportionate fair scheduling, under which nobody is ever a
 * whole lead off. So any cycle gives each member their weight, one lead more or less at most.
 *
 * That proof starts from even balances, and no rule keeps it when the members in turn change with every lead. So two
 * figures are kept. `balance` is the plain account above, never adjusted for who is away: who is away earns and owes
 * nothing, comes back to the balance they left, and who is new begins at 0. `credit` is what the rule works with: when
 * the members in turn or their weights change it is drawn from the balances anew, shifted so that it sums to nothing and
 * scaled so that at most one lead is owed in all, since one lead at a time can't pay back several people at once. What
 * does not fit stays in the balance for the next change. So nobody is reset, nobody starves, and nobody comes back to a
 * flood: a return is worth one lead above the share, at most.
 */
import type { UserId } from "../kit/ids.ts";
import { splitExactly } from "../kit/money.ts";

/**
 * One lead in units of credit, at most. A decision uses the largest multiple of the sum of weights below it, so that
 * dealing has no remainder and an undisturbed run no drift; from one sum to another a unit differs by a few millionths.
 */
export const LEAD = 1_000_000_000;
/** What may be owed in all right after a change; a little under one lead, so that rounding can't reach it. */
const MOST_OWED = LEAD - LEAD / 1_000;

/**
 * Plain JSON, kept per team. `balance` of everybody in the team who ever was in turn; `credit` and the weights `inTurn` of
 * those in turn at the last decision.
 */
export interface RotationState {
  readonly balance: Readonly<Record<UserId, number>>;
  readonly credit: Readonly<Record<UserId, number>>;
  readonly inTurn: Readonly<Record<UserId, number>>;
}

/** Somebody who can take the lead now. `weight` is a whole number from 1 to 1,000. */
export interface Turn {
  readonly userId: UserId;
  readonly weight: number;
}

export const NEW_ROTATION: RotationState = { balance: {}, credit: {}, inTurn: {} };

const byUserId = (a: { readonly userId: UserId }, b: { readonly userId: UserId }): number => (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const isSame = (turns: readonly Turn[], inTurn: RotationState["inTurn"]): boolean =>
  turns.length === Object.keys(inTurn).length && turns.every(({ userId, weight }) => inTurn[userId] === weight);

/** `amount` taken from all by weight, to the last unit. */
const takeByWeight = (values: readonly number[], amount: number, weights: readonly number[]): number[] => {
  const shares = splitExactly(amount, weights);
  return values.map((value, index) => value - (shares[index] as number));
};

/** Values that sum to nothing, scaled down so that at most `most` is owed in all. */
const scaleTo = (values: readonly number[], most: number): number[] => {
  if (sum(values.filter((value) => value > 0)) <= most) return [...values];
  const behind = splitExactly(most, values.map((value) => Math.max(value, 0)));
  const ahead = splitExactly(most, values.map((value) => Math.max(-value, 0)));
  return values.map((_, index) => (behind[index] as number) - (ahead[index] as number));
};

/** Balances of those in turn; what people took along who left the team for good is shared by weight. */
const balancesOf = (turns: readonly Turn[], { balance }: RotationState, team: readonly UserId[]): number[] => {
  const left = sum(team.map((userId) => balance[userId] ?? 0));
  return takeByWeight(turns.map(({ userId }) => balance[userId] ?? 0), left, turns.map(({ weight }) => weight));
};

const creditsOf = (turns: readonly Turn[], state: RotationState, balances: readonly number[]): number[] => {
  if (isSame(turns, state.inTurn)) return turns.map(({ userId }) => state.credit[userId] ?? 0);
  return scaleTo(takeByWeight(balances, sum(balances), turns.map(({ weight }) => weight)), MOST_OWED);
};

/** The index of who is next, given credits after dealing: of those owed anything, who would be a whole lead behind first. */
const indexOfNext = (turns: readonly Turn[], credits: readonly number[], lead: number): number => {
  // That takes (lead - credit) / weight; compared without dividing.
  const isSooner = (one: number, other: number): boolean =>
    (lead - (credits[one] as number)) * (turns[other] as Turn).weight < (lead - (credits[other] as number)) * (turns[one] as Turn).weight;
  let next = -1;
  credits.forEach((credit, index) => {
    if (credit > 0 && (next < 0 || isSooner(index, next))) next = index;
  });
  return next;
};

/**
 * Who is next among those who can take a lead now, and the state after it. `team` names everybody who belongs to the
 * team, away or not; others are forgotten. Null when nobody is in turn. Throws on a weight that is no whole number from
 * 1 to 1,000.
 */
export const takeTurn = (state: RotationState, inTurn: readonly Turn[], team: readonly UserId[]): { readonly userId: UserId; readonly state: RotationState } | null => {
  const turns = [...inTurn].sort(byUserId);
  const bad = turns.find(({ weight }) => !Number.isInteger(weight) || weight < 1 || weight > 1_000);
  if (bad) throw new RangeError(`rotation: weight ${bad.weight} is no whole number from 1 to 1,000`);
  const weights = sum(turns.map(({ weight }) => weight));
  const unit = Math.floor(LEAD / Math.max(1, weights));
  const lead = unit * weights;

  const balances = balancesOf(turns, state, team);
  const credits = creditsOf(turns, state, balances);
  const deal = (values: readonly number[]): number[] => values.map((value, index) => value + unit * (turns[index] as Turn).weight);
  const dealt = deal(credits);
  const next = indexOfNext(turns, dealt, lead);
  const taker = turns[next];
  if (!taker) return null;

  const byUser = (values: readonly number[]): [UserId, number][] => values.map((value, index) => [(turns[index] as Turn).userId, index === next ? value - lead : value]);
  const away = team.filter((userId) => state.balance[userId] !== undefined).map((userId): [UserId, number] => [userId, state.balance[userId] as number]);
  return {
    userId: taker.userId,
    state: {
      balance: Object.fromEntries([...away, ...byUser(deal(balances))]),
      credit: Object.fromEntries(byUser(dealt)),
      inTurn: Object.fromEntries(turns.map(({ userId, weight }) => [userId, weight])),
    },
  };
};
