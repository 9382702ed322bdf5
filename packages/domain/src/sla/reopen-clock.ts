/**
 * A proof that is taken back. The clock is worked out anew from its start over everybody who held it, as if the proof had
 * never been recorded; what had fired before stays fired, and what fell due meanwhile stands as a timer that is due.
 */
import type { InstantMs } from "../kit/instant.ts";
import type { Calendar } from "./business-calendar.ts";
import { reassign, startClock, type Clock, type ClockHolder, type ClockLevel, type ClockState, type ClockStep, type ClockTimer } from "./clock.ts";

/** From when somebody held the handoff; the first one from the clock's start. */
export interface HeldFrom {
  readonly holder: ClockHolder;
  readonly fromMs: InstantMs;
}

const BREACH = 100;

/** Runs a met clock on. Any other clock stays as it is: it was not stopped by a proof. */
export const reopen = (clock: Clock, held: readonly HeldFrom[], calendarOf: (holder: ClockHolder) => Calendar): ClockStep => {
  if (clock.state.kind !== "met") return { clock, timers: clock.timers, events: [], refusal: "clock-ended" };
  const [first = { holder: clock.holder, fromMs: clock.startedAtMs }, ...later] = held;
  const start = startClock({ clause: clock.clause, calendar: calendarOf(first.holder), holder: first.holder, startMs: clock.startedAtMs });
  const replayed = later.reduce((before, { holder, fromMs }) => {
    const step = reassign(before.clock, { fromCalendar: calendarOf(before.clock.holder), toCalendar: calendarOf(holder), holder, atMs: fromMs });
    return { clock: step.clock, due: [...before.due, ...dueOf(step)] };
  }, { clock: start.clock, due: [] as ClockTimer[] });
  const all = [...replayed.due, ...replayed.clock.timers];
  const timers = all.filter(({ level }) => !clock.fired.includes(level));
  const breach = all.find(({ level }) => level === BREACH);
  const running: Clock = { ...replayed.clock, fired: clock.fired, timers, breachedAtMs: clock.fired.includes(BREACH) ? (breach?.dueAtMs ?? clock.breachedAtMs) : null, state: stateOf(clock.fired) };
  return { clock: running, timers, events: [], refusal: null };
};

/** Levels that the replay fired on its way, as the timers they were. */
const dueOf = (step: ClockStep): ClockTimer[] =>
  step.events.flatMap((event) => ("level" in event ? [{ level: event.level, kind: event.level < BREACH ? "warn" as const : event.level === BREACH ? "breach" as const : "escalate" as const, dueAtMs: event.atMs }] : []));

const stateOf = (fired: readonly ClockLevel[]): ClockState => {
  const last = fired[fired.length - 1];
  if (last === undefined) return { kind: "running" };
  return fired.includes(BREACH) ? { kind: "breached" } : { kind: "warning", level: last };
};
