/**
 * The clock of one clause for one handoff, as a pure state machine over plain data. Every step first catches up: levels
 * whose instant has passed fire before anything else happens, in order, and never again. So it does not matter whether a
 * timer, an attempt or a reassignment reaches the clock first, nor how late the timer comes.
 */
import type { TeamId, UserId } from "../kit/ids.ts";
import type { InstantMs } from "../kit/instant.ts";
import { addBusiness, type Calendar, elapsedBusiness } from "./business-calendar.ts";

/** A share of the clause's time in whole percent at which something happens; 100 is the breach. Unique within a clock. */
export type ClockLevel = number;

/** What the agreement promises. Warnings lie under 100 %, further steps of the ladder above. */
export interface ClockClause {
  readonly key: string;
  /** Business time allowed, in milliseconds, more than 0. */
  readonly limitMs: number;
  /** Default 50 and 80. */
  readonly warnAt?: readonly ClockLevel[];
  /** Steps after the breach, for instance 150 to reassign. Default none. */
  readonly escalateAt?: readonly ClockLevel[];
}

/** Who owes it at the moment: a team's queue, on the team's calendar, or an owner on theirs. */
export type ClockHolder = { readonly kind: "queue"; readonly teamId: TeamId } | { readonly kind: "owner"; readonly userId: UserId };

/** A finished stretch under one holder and how much business time it took. */
export interface ClockStretch {
  readonly holder: ClockHolder;
  readonly fromMs: InstantMs;
  readonly toMs: InstantMs;
  readonly elapsedMs: number;
}

/** A timer that must stand for this clock. (clock, level) is its natural key: setting it again moves it. */
export interface ClockTimer {
  readonly level: ClockLevel;
  readonly kind: "warn" | "breach" | "escalate";
  readonly dueAtMs: InstantMs;
}

/** What became of it. `atMs` of a level is the instant it was due, `noticedAtMs` when the engine got to it. */
export type ClockEvent =
  | { readonly kind: "warned" | "breached" | "escalated"; readonly level: ClockLevel; readonly atMs: InstantMs; readonly noticedAtMs: InstantMs }
  | { readonly kind: "met"; readonly atMs: InstantMs; readonly late: boolean; readonly elapsedMs: number }
  | { readonly kind: "breach-withdrawn"; readonly atMs: InstantMs }
  | { readonly kind: "excused"; readonly atMs: InstantMs; readonly who: UserId; readonly why: string }
  | { readonly kind: "paused" | "resumed" | "reassigned"; readonly atMs: InstantMs }
  | { readonly kind: "no-business-time"; readonly atMs: InstantMs };

/** What every clock knows, whatever its state. */
interface ClockFacts {
  readonly clause: ClockClause;
  readonly startedAtMs: InstantMs;
  readonly holder: ClockHolder;
  readonly stretches: readonly ClockStretch[];
  /** Since when the present stretch counts; null while paused and after the end. */
  readonly sinceMs: InstantMs | null;
  /** Levels that have fired, ascending. */
  readonly fired: readonly ClockLevel[];
  /** The instant the promise was broken; kept when it is met late. */
  readonly breachedAtMs: InstantMs | null;
  /** Timers that stand. */
  readonly timers: readonly ClockTimer[];
}

export type ClockState =
  | { readonly kind: "running" }
  | { readonly kind: "warning"; readonly level: ClockLevel }
  | { readonly kind: "breached" }
  | { readonly kind: "paused"; readonly why: string }
  | { readonly kind: "met"; readonly metAtMs: InstantMs; readonly recordedAtMs: InstantMs; readonly late: boolean }
  | { readonly kind: "excused"; readonly atMs: InstantMs; readonly who: UserId; readonly why: string };

/** Plain JSON. */
export type Clock = ClockFacts & { readonly state: ClockState };

export type ClockRefusal = "clock-ended" | "clock-paused" | "clock-not-paused";

/**
 * The result of a step. `timers` is the whole set that must stand now: set these by (clock, level) and drop any other of
 * this clock. A refused step changes nothing and names the state of affairs.
 */
export interface ClockStep {
  readonly clock: Clock;
  readonly timers: readonly ClockTimer[];
  readonly events: readonly ClockEvent[];
  readonly refusal: ClockRefusal | null;
}

const BREACH = 100;
const DEFAULT_WARNINGS: readonly ClockLevel[] = [50, 80];

/** All levels of a clause, ascending, each once. Throws on levels that are no whole percent in their range. */
export const levelsOf = ({ key, limitMs, warnAt = DEFAULT_WARNINGS, escalateAt = [] }: ClockClause): ClockLevel[] => {
  const fits =
    limitMs > 0 && warnAt.every((level) => Number.isInteger(level) && level > 0 && level < BREACH) && escalateAt.every((level) => Number.isInteger(level) && level > BREACH);
  if (!fits) throw new RangeError(`clause ${key}: levels must be whole percents, warnings under 100, escalations above, the limit more than 0`);
  return [...new Set([...warnAt, BREACH, ...escalateAt])].sort((a, b) => a - b);
};

const kindOf = (level: ClockLevel): ClockTimer["kind"] => (level < BREACH ? "warn" : level === BREACH ? "breach" : "escalate");

const isEnded = ({ state }: Clock): boolean => state.kind === "met" || state.kind === "excused";

const finishedMs = ({ stretches }: Clock): number => stretches.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);

const refuse = (clock: Clock, refusal: ClockRefusal): ClockStep => ({ clock, timers: clock.timers, events: [], refusal });

const stepTo = (clock: Clock, events: readonly ClockEvent[]): ClockStep => ({ clock, timers: clock.timers, events, refusal: null });

/** Ends the present stretch; later steps may begin another. */
const bank = (clock: Clock, calendar: Calendar, atMs: InstantMs): Clock => {
  if (clock.sinceMs === null) return clock;
  const toMs = Math.max(atMs, clock.sinceMs);
  const stretch = { holder: clock.holder, fromMs: clock.sinceMs, toMs, elapsedMs: elapsedBusiness(calendar, clock.sinceMs, toMs) };
  return { ...clock, stretches: [...clock.stretches, stretch], sinceMs: null, timers: [] };
};

const stateByLevels = (fired: readonly ClockLevel[]): ClockState => {
  const last = fired[fired.length - 1];
  if (last === undefined) return { kind: "running" };
  return fired.includes(BREACH) ? { kind: "breached" } : { kind: "warning", level: last };
};

/** Begins a stretch and sets the timers of all levels that have not fired. */
const count = (clock: Clock, calendar: Calendar, atMs: InstantMs): Clock => {
  const spent = finishedMs(clock);
  const timers = levelsOf(clock.clause)
    .filter((level) => !clock.fired.includes(level))
    .flatMap((level): ClockTimer[] => {
      const dueAtMs = addBusiness(calendar, atMs, Math.ceil((clock.clause.limitMs * level) / 100) - spent);
      return dueAtMs === null ? [] : [{ level, kind: kindOf(level), dueAtMs }];
    });
  return { ...clock, sinceMs: atMs, timers, state: stateByLevels(clock.fired) };
};

const withoutDue = (clock: Clock, atMs: InstantMs): ClockEvent[] =>
  clock.fired.includes(BREACH) || clock.timers.some(({ level }) => level === BREACH) ? [] : [{ kind: "no-business-time", atMs }];

const EVENT_OF = { warn: "warned", breach: "breached", escalate: "escalated" } as const;

/** Fires every level due by `nowMs`, in order. */
const catchUp = (clock: Clock, nowMs: InstantMs): { readonly clock: Clock; readonly events: ClockEvent[] } => {
  const due = clock.timers.filter(({ dueAtMs }) => dueAtMs <= nowMs);
  if (due.length === 0) return { clock, events: [] };
  const fired = [...clock.fired, ...due.map(({ level }) => level)].sort((a, b) => a - b);
  const breach = due.find(({ kind }) => kind === "breach");
  return {
    clock: {
      ...clock,
      fired,
      breachedAtMs: breach ? breach.dueAtMs : clock.breachedAtMs,
      timers: clock.timers.filter(({ dueAtMs }) => dueAtMs > nowMs),
      state: stateByLevels(fired),
    },
    events: due.map(({ level, kind, dueAtMs }) => ({ kind: EVENT_OF[kind], level, atMs: dueAtMs, noticedAtMs: nowMs })),
  };
};

/** Starts the clock of a clause, on the calendar of whoever holds the handoff first. */
export const startClock = (input: { readonly clause: ClockClause; readonly calendar: Calendar; readonly holder: ClockHolder; readonly startMs: InstantMs }): ClockStep => {
  const { clause, calendar, holder, startMs } = input;
  const still: Clock = { clause, startedAtMs: startMs, holder, stretches: [], sinceMs: null, fired: [], breachedAtMs: null, timers: [], state: { kind: "running" } };
  const clock = count(still, calendar, startMs);
  return stepTo(clock, withoutDue(clock, startMs));
};

/** A timer rang, or somebody looks: fires what is due. A stale or doubled ring changes nothing. */
export const onDue = (clock: Clock, nowMs: InstantMs): ClockStep => {
  const caught = catchUp(clock, nowMs);
  return stepTo(caught.clock, caught.events);
};

/** Hands the clock to another holder. What has elapsed on the old calendar stays elapsed; the rest runs on the new. */
export const reassign = (
  clock: Clock,
  to: { readonly fromCalendar: Calendar; readonly toCalendar: Calendar; readonly holder: ClockHolder; readonly atMs: InstantMs },
): ClockStep => {
  if (isEnded(clock)) return refuse(clock, "clock-ended");
  const caught = catchUp(clock, to.atMs);
  const event: ClockEvent = { kind: "reassigned", atMs: to.atMs };
  if (clock.state.kind === "paused") return stepTo({ ...clock, holder: to.holder }, [event]);
  const moved = count({ ...bank(caught.clock, to.fromCalendar, to.atMs), holder: to.holder }, to.toCalendar, to.atMs);
  return stepTo(moved, [...caught.events, event, ...withoutDue(moved, to.atMs)]);
};

/**
 * Works out the timers again, because the holder's calendar changed (an absence, a closure, new hours). The time up to
 * now stays counted by the old calendar.
 */
export const recalendar = (clock: Clock, to: { readonly fromCalendar: Calendar; readonly toCalendar: Calendar; readonly atMs: InstantMs }): ClockStep => {
  if (clock.state.kind === "paused") return stepTo(clock, []);
  const step = reassign(clock, { ...to, holder: clock.holder });
  return { ...step, events: step.events.filter(({ kind }) => kind !== "reassigned") };
};

/** Stops counting for a reason, until `resume`. */
export const pause = (clock: Clock, at: { readonly calendar: Calendar; readonly atMs: InstantMs; readonly why: string }): ClockStep => {
  if (isEnded(clock)) return refuse(clock, "clock-ended");
  if (clock.state.kind === "paused") return refuse(clock, "clock-paused");
  const caught = catchUp(clock, at.atMs);
  const paused: Clock = { ...bank(caught.clock, at.calendar, at.atMs), state: { kind: "paused", why: at.why } };
  return stepTo(paused, [...caught.events, { kind: "paused", atMs: at.atMs }]);
};

/** Counts on after a pause. */
export const resume = (clock: Clock, at: { readonly calendar: Calendar; readonly atMs: InstantMs }): ClockStep => {
  if (isEnded(clock)) return refuse(clock, "clock-ended");
  if (clock.state.kind !== "paused") return refuse(clock, "clock-not-paused");
  const running = count(clock, at.calendar, at.atMs);
  return stepTo(running, [{ kind: "resumed", atMs: at.atMs }, ...withoutDue(running, at.atMs)]);
};

/** The stretches up to an instant. Of one it falls into, the present calendar says how much, held to what that stretch took. */
const stretchesUntil = (clock: Clock, calendar: Calendar, atMs: InstantMs): ClockStretch[] =>
  bank(clock, calendar, atMs).stretches
    .filter(({ fromMs }) => fromMs <= atMs)
    .map((stretch) =>
      stretch.toMs <= atMs ? stretch : { ...stretch, toMs: atMs, elapsedMs: Math.min(stretch.elapsedMs, elapsedBusiness(calendar, stretch.fromMs, atMs)) },
    );

/**
 * The proof is there: an attempt that happened at `proofAtMs` and was recorded at `recordedAtMs`. In time when it happened
 * by the due instant, even if the breach had been noticed before the proof was recorded: then the breach is withdrawn.
 * Otherwise met late, and the breach stays on record.
 */
export const stop = (clock: Clock, at: { readonly calendar: Calendar; readonly proofAtMs: InstantMs; readonly recordedAtMs: InstantMs }): ClockStep => {
  if (isEnded(clock)) return refuse(clock, "clock-ended");
  const proofAtMs = Math.min(Math.max(at.proofAtMs, clock.startedAtMs), at.recordedAtMs);
  // What was due after the proof happened is no longer owed, so only the levels before it fire.
  const caught = catchUp(clock, proofAtMs - 1);
  const { breachedAtMs } = caught.clock;
  const late = breachedAtMs !== null && breachedAtMs < proofAtMs;
  const met: Clock = {
    ...caught.clock,
    stretches: stretchesUntil(caught.clock, at.calendar, proofAtMs),
    sinceMs: null,
    timers: [],
    breachedAtMs: late ? breachedAtMs : null,
    state: { kind: "met", metAtMs: proofAtMs, recordedAtMs: at.recordedAtMs, late },
  };
  const withdrawn: ClockEvent[] = breachedAtMs !== null && !late ? [{ kind: "breach-withdrawn", atMs: at.recordedAtMs }] : [];
  return stepTo(met, [...caught.events, ...withdrawn, { kind: "met", atMs: proofAtMs, late, elapsedMs: finishedMs(met) }]);
};

/** Somebody with the right to do so takes the clause off this handoff, with a reason. */
export const excuse = (clock: Clock, at: { readonly calendar: Calendar; readonly atMs: InstantMs; readonly who: UserId; readonly why: string }): ClockStep => {
  const metInTime = clock.state.kind === "met" && !clock.state.late;
  if (clock.state.kind === "excused" || metInTime) return refuse(clock, "clock-ended");
  const caught = catchUp(clock, at.atMs);
  const { atMs, who, why } = at;
  const excused: Clock = { ...bank(caught.clock, at.calendar, atMs), timers: [], state: { kind: "excused", atMs, who, why } };
  return stepTo(excused, [...caught.events, { kind: "excused", atMs, who, why }]);
};

/** A clock as it reads at an instant. Milliseconds of business time; `remainingMs` is negative once over. */
export interface ClockReading {
  readonly elapsedMs: number;
  readonly queueMs: number;
  readonly ownerMs: number;
  readonly remainingMs: number;
  /** The instant the breach is or was due; null while paused, after the end, and when no business time is left for it. */
  readonly dueAtMs: InstantMs | null;
}

/** Reads a clock on the present holder's calendar. Time in the queue is apart from time with owners. */
export const readClock = (clock: Clock, calendar: Calendar, nowMs: InstantMs): ClockReading => {
  const open = clock.sinceMs === null ? 0 : elapsedBusiness(calendar, clock.sinceMs, nowMs);
  const inQueue = (holder: ClockHolder): boolean => holder.kind === "queue";
  const queueMs = clock.stretches.reduce((sum, { holder, elapsedMs }) => sum + (inQueue(holder) ? elapsedMs : 0), inQueue(clock.holder) ? open : 0);
  const elapsedMs = finishedMs(clock) + open;
  const breach = clock.timers.find(({ kind }) => kind === "breach");
  return { elapsedMs, queueMs, ownerMs: elapsedMs - queueMs, remainingMs: clock.clause.limitMs - elapsedMs, dueAtMs: breach ? breach.dueAtMs : clock.breachedAtMs };
};
