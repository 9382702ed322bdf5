import { warningsOf, type Agreement, type SalesClause } from "@tandem/domain/agreement/agreement";
import { excuse, onDue, reassign, recalendar, startClock, stop, type Clock, type ClockClause, type ClockHolder, type ClockStep } from "@tandem/domain/sla/clock";
import type { Calendar } from "@tandem/domain/sla/business-calendar";
import { reopen, type HeldFrom } from "@tandem/domain/sla/reopen-clock";
import { alwaysOpen } from "./calendars.ts";
import type { ClockRecord, HandoffState } from "./handoff-states.ts";
import { calendarOfHolder } from "./roster.ts";
import type { Roster } from "./roster-states.ts";
import type { Work } from "./work.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** Starts the clocks of every clause that speaks of the handoff's tier, on the hours of whoever holds it. */
export function startClocks(work: Work, roster: Roster, handoff: HandoffState): void {
  for (const clause of work.inForce.agreement.sla.sales.filter((c) => c.tiers.includes(handoff.tier))) {
    const record: ClockRecord = {
      id: work.app.ids.next(), handoffId: handoff.id, clause: clause.key, kind: clause.kind, agreementVersion: work.inForce.version,
      machine: undefined as unknown as Clock, void: false, excusedWhy: null, isNew: true, isDirty: true,
    };
    const holder = holderOf(handoff);
    take(work, record, startClock({ clause: clockClause(clause, work.inForce.agreement), calendar: hoursOf(work, roster, record, holder), holder, startMs: handoff.openedAt.getTime() }));
    work.clocks.set(record.id, record);
  }
}

/** The clause as the pure clock knows it: limits in milliseconds, steps of the ladder as levels. */
export function clockClause(clause: SalesClause, agreement: Agreement): ClockClause {
  const limitMs = clause.kind === "attempts" ? clause.withinDays * day : clause.withinMinutes * minute;
  const warnAt = warningsOf(clause);
  return { key: clause.key, limitMs, warnAt, escalateAt: clause.kind === "attempts" ? [] : [...new Set(laddersOf(agreement.sla, limitMs).map((step) => step.level))].filter((level) => level > 100) };
}

/** Which act of the ladder belongs to which level; `afterMinutes` are business minutes after the breach. */
export function laddersOf(sla: Agreement["sla"], limitMs: number): { level: number; act: Agreement["sla"]["escalation"][number]["act"] }[] {
  return sla.escalation
    .filter((step) => step.at === "breach")
    .map((step) => ({ level: 100 + Math.ceil((step.afterMinutes * minute * 100) / limitMs), act: step.act }));
}

export function holderOf(handoff: HandoffState): ClockHolder {
  return handoff.assigneeId === null ? { kind: "queue", teamId: handoff.teamId } : { kind: "owner", userId: handoff.assigneeId };
}

/** A promise in days runs round the clock; one in hours on the holder's business hours. */
function hoursOf(work: Work, roster: Roster, record: ClockRecord, holder: ClockHolder): Calendar {
  return record.kind === "attempts" ? alwaysOpen(work.inForce.agreement.timeZone) : calendarOfHolder(roster, holder);
}

function clocksOf(work: Work, handoffId: string): ClockRecord[] {
  return [...work.clocks.values()].filter((c) => c.handoffId === handoffId && !c.void);
}

/** Hands every running clock to the handoff's new holder; what has elapsed stays elapsed. */
export function reassignClocks(work: Work, roster: Roster, handoff: HandoffState): void {
  const holder = holderOf(handoff);
  for (const record of clocksOf(work, handoff.id))
    take(work, record, reassign(record.machine, { fromCalendar: hoursOf(work, roster, record, record.machine.holder), toCalendar: hoursOf(work, roster, record, holder), holder, atMs: work.at.getTime() }));
}

/**
 * The holder's hours changed (an absence, a closure, new hours): due times are worked out again. `before` are the hours as
 * they were, by which the time until now stays counted; where they are not known, the present ones.
 */
export function recalendarClocks(work: Work, roster: Roster, handoffId: string, before?: Calendar): void {
  for (const record of clocksOf(work, handoffId).filter((c) => c.kind !== "attempts")) {
    const calendar = hoursOf(work, roster, record, record.machine.holder);
    take(work, record, recalendar(record.machine, { fromCalendar: before ?? calendar, toCalendar: calendar, atMs: work.at.getTime() }));
  }
}

/** A proof was taken back: clocks of these kinds that it had stopped run on, over everybody who held the handoff. */
export function reopenClocks(work: Work, roster: Roster, handoffId: string, kinds: readonly ClockRecord["kind"][], held: readonly HeldFrom[]): void {
  for (const record of clocksOf(work, handoffId).filter((c) => kinds.includes(c.kind)))
    take(work, record, reopen(record.machine, held, (holder) => hoursOf(work, roster, record, holder)));
}

/** The proof is there: clocks of these kinds stop at the instant it happened. */
export function stopClocks(work: Work, roster: Roster, handoffId: string, kinds: readonly ClockRecord["kind"][], proofAt: Date): void {
  for (const record of clocksOf(work, handoffId).filter((c) => kinds.includes(c.kind)))
    take(work, record, stop(record.machine, { calendar: hoursOf(work, roster, record, record.machine.holder), proofAtMs: proofAt.getTime(), recordedAtMs: work.at.getTime() }));
}

/** Ends clocks without a verdict: they count neither as met nor as breached, unless they were breached already. */
export function voidClocks(work: Work, handoffId: string, kinds: readonly ClockRecord["kind"][]): void {
  for (const record of clocksOf(work, handoffId)) {
    const { kind } = record.machine.state;
    if (!kinds.includes(record.kind) || kind === "met" || kind === "excused" || kind === "breached") continue;
    cancel(work, record);
    Object.assign(record, { void: true, isDirty: true });
  }
}

/** Stops the timers of breached clocks that nobody can stop any more; the breach stays on record. */
export function endBreachedClocks(work: Work, handoffId: string, kinds: readonly ClockRecord["kind"][]): void {
  for (const record of clocksOf(work, handoffId)) if (kinds.includes(record.kind) && record.machine.state.kind === "breached") {
    cancel(work, record);
    record.machine = { ...record.machine, timers: [] };
    record.isDirty = true;
  }
}

/** Takes a clause off a handoff, with who and why. Answers false where it had ended already. */
export function excuseClock(work: Work, roster: Roster, clockId: string, who: string, why: string): boolean {
  const record = work.clocks.get(clockId);
  if (!record || record.void) return false;
  const step = excuse(record.machine, { calendar: hoursOf(work, roster, record, record.machine.holder), atMs: work.at.getTime(), who, why });
  if (step.refusal !== null) return false;
  record.excusedWhy = why;
  take(work, record, step);
  return true;
}

/** A clock's timer rang: what is due fires, each level once. */
export function ringClock(work: Work, record: ClockRecord): void {
  if (!record.void) take(work, record, onDue(record.machine, work.at.getTime()));
}

/** Takes over a step's state, timers and levels. */
function take(work: Work, record: ClockRecord, step: ClockStep): void {
  if (step.refusal !== null) return;
  const holder = record.machine?.holder ?? step.clock.holder;
  cancel(work, record);
  record.machine = step.clock;
  record.isDirty = true;
  for (const timer of step.timers) work.timers.set.push({ kind: "clock", key: `${record.id}:${timer.level}`, dueAt: new Date(timer.dueAtMs) });
  for (const event of step.events) {
    if (!("level" in event)) continue;
    work.clockLevels.push({ clockId: record.id, level: String(event.level) });
    // Whoever got to the clock first, a timer, a rep or a manager: the level is answered for when the command settles.
    work.rungs.push({ record, event, holder });
  }
}

function cancel(work: Work, record: ClockRecord): void {
  const keys = new Set((record.machine?.timers ?? []).map((timer) => `${record.id}:${timer.level}`));
  if (keys.size === 0) return;
  // What this same command set before is not set after all: settling cancels first and sets afterwards.
  const stay = work.timers.set.filter((timer) => timer.kind !== "clock" || !keys.has(timer.key));
  if (stay.length < work.timers.set.length) work.timers.set.splice(0, Infinity, ...stay);
  if (!record.isNew) for (const key of keys) work.timers.cancelled.push({ kind: "clock", key });
}
