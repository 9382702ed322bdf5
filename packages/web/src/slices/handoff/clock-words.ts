import type { ClockReading } from "@tandem/contract/handoff/parts";
import { describeMeasured, type Measure } from "@tandem/domain/sla/duration";
import { formatDuration, formatTimeLeft } from "../../ui/format.ts";
import type { ClockState } from "../../ui/clock-ring.tsx";

/** A clock as it reads at a later moment than it was sent: business time goes on only while it did. */
export interface ClockNow {
  readonly state: ClockState | "void";
  readonly usedMs: number;
  readonly remainingMs: number;
  /** 0 to 1. */
  readonly share: number;
  /** Business time runs at this moment. */
  readonly runs: boolean;
}

/** @param sentAt when the server read it, epoch ms  @param now the same clock on the wall, epoch ms */
export function clockAt(clock: ClockReading, sentAt: number, now: number): ClockNow {
  const until = clock.countsUntil === null ? sentAt : Date.parse(clock.countsUntil);
  const passed = Math.max(0, Math.min(now, until) - sentAt);
  const usedMs = clock.usedMs + passed;
  const remainingMs = clock.remainingMs - passed;
  return { state: stateOf(clock, usedMs, remainingMs), usedMs, remainingMs, share: clock.allowedMs > 0 ? usedMs / clock.allowedMs : 0, runs: clock.countsUntil !== null && now < until };
}

function stateOf(clock: ClockReading, usedMs: number, remainingMs: number): ClockNow["state"] {
  if (clock.state === "met" && clock.late) return "breached";
  if (clock.state !== "running" && clock.state !== "warning") return clock.state;
  if (remainingMs < 0) return "breached";
  // Whoever holds it is away: nothing runs until they are back.
  if (clock.awayUntil !== null) return "paused";
  const warnFrom = Math.min(...clock.warnAt, 100);
  return usedMs * 100 >= clock.allowedMs * warnFrom && warnFrom < 100 ? "warning" : "running";
}

/** Below five minutes the seconds are worth showing, and the clock ticks by them. */
export const secondsBelowMs = 5 * 60_000;

/** What the clock counts: business time of whoever holds the lead; only the attempts before giving up have calendar days. */
export function measureOf({ kind }: Pick<ClockReading, "kind">): Measure {
  return kind === "attempts" ? "calendar" : "business";
}

/** A length on this clock, named for what it is: "40 minutes of business time", "3 business days 2 h". */
export function lengthWords(clock: Pick<ClockReading, "kind" | "dayMs">, ms: number): string {
  return describeMeasured(ms, { dayMs: clock.dayMs, measure: measureOf(clock) });
}

/** How much of the time a clock ran nobody held the lead; empty below a minute. Only of a clock that was met has that time been said before. */
export function queueWords(clock: Pick<ClockReading, "kind" | "dayMs" | "queueMs" | "state">): string {
  if (clock.queueMs <= 60_000) return "";
  const queue = lengthWords(clock, clock.queueMs);
  return clock.state === "met" ? `, ${queue} of it in the queue` : `; of the time it ran, ${queue} in the queue`;
}

/** "12 business days 3 h late", "Late by less than a minute"; only for a clock that is over. */
export function lateWords(clock: ClockReading, now: Pick<ClockNow, "remainingMs">): string {
  return now.remainingMs > -60_000 ? "less than a minute late" : `${lengthWords(clock, now.remainingMs)} late`;
}

/** "11 m", "14 m late", "In 6 m", "Paused", "Excused": the short form, where what it counts is said beside it. */
export function leftWords(clock: ClockReading, now: ClockNow): string {
  const dayHours = clock.dayMs / 3_600_000;
  if (clock.state === "met") return `In ${formatTimeLeft(now.usedMs, { dayHours })}`;
  if (clock.state === "excused") return "Excused";
  if (now.state === "paused") return "Paused";
  // Over time but not by a minute of business time yet.
  if (now.state === "breached" && now.remainingMs > -60_000) return "Just over";
  // After ten days the hours tell nothing and have no room in a row.
  if (now.remainingMs <= -10 * clock.dayMs) return `${Math.floor(-now.remainingMs / clock.dayMs)} d late`;
  if (now.remainingMs < 0) return `${formatDuration(-now.remainingMs, { dayHours })} late`;
  return formatTimeLeft(now.remainingMs, { dayHours, seconds: now.runs });
}

/** What is left of a clock; one that stands until it counts on says first when that is. */
export function leftSentence(left: string, from: string | null): string {
  return from === null ? `${left} left` : `the clock stands until ${from}, then ${left} left`;
}

/** Some clauses are about several things. */
export const wasDue = { "first-attempt": "was due", disposition: "was due", attempts: "were due" } as const;

/** What the clause wants, as the sentence above a lead. */
export const owedWords = { "first-attempt": "First attempt", disposition: "Disposition", attempts: "Attempts" } as const;

/** What stops the clock, said beside the act. */
export const stopWords = {
  "first-attempt": "A recorded attempt stops it. Accepting does not.",
  disposition: "Accepting or rejecting stops it.",
  attempts: "Enough attempts on enough channels stop it, or a conversation.",
} as const;
