import type { ClockReading } from "@tandem/contract/handoff/parts";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { onDue, readClock, type Clock, type ClockHolder } from "@tandem/domain/sla/clock";
import { presentStretch } from "@tandem/domain/sla/present-stretch";
import { alwaysOpen } from "../../spine/calendars.ts";
import type { ClockKind } from "../../spine/handoff-states.ts";
import { clauseName, type Promises } from "../../spine/promises.ts";
import type { HolderCalendars } from "./holder-calendars.ts";

/** A clock as the tables have it. */
export interface ClockRow {
  readonly id: string;
  readonly clause: string;
  readonly kind: ClockKind;
  readonly state: ClockReading["state"];
  readonly machine: Clock;
  readonly agreementVersion: number;
  readonly excusedBy: string | null;
  readonly excusedWhy: string | null;
}

/** Columns of a `ClockRow` as JSON, of `clock` under its alias with the excusing user joined as `x`. */
export const clockJson = (k: string, x: string): string =>
  `jsonb_build_object('id', ${k}.id, 'clause', ${k}.clause, 'kind', ${k}.kind, 'state', ${k}.state, 'machine', ${k}.machine, 'agreementVersion', ${k}.agreement_version, 'excusedBy', ${x}.name, 'excusedWhy', ${k}.excused_why)`;

/** Reads a clock at an instant on the hours of whoever holds the lead. */
export function readingOf(row: ClockRow, calendars: HolderCalendars, { agreement, promises }: { readonly agreement: Agreement; readonly promises: Promises }, now: Date): ClockReading {
  const { holder } = row.machine;
  const calendar = row.kind === "attempts" ? alwaysOpen(agreement.timeZone) : calendars.of(holder);
  // Between the due instant and the timer's ring the level has passed all the same.
  const clock = onDue(row.machine, now.getTime()).clock;
  const reading = readClock(clock, calendar, now.getTime());
  const runs = row.state !== "void" && clock.sinceMs !== null;
  const stretch = runs ? presentStretch(calendar, now.getTime()) : { countsUntilMs: null, resumesAtMs: null };
  const { state } = clock;
  return {
    id: row.id,
    clause: row.clause,
    name: clauseName(promises, row.agreementVersion, row.clause),
    kind: row.kind,
    state: row.state === "void" ? "void" : state.kind,
    late: state.kind === "met" && state.late,
    startedAt: instant(clock.startedAtMs)!,
    dueAt: instant(reading.dueAtMs),
    allowedMs: clock.clause.limitMs,
    usedMs: Math.round(reading.elapsedMs),
    queueMs: Math.round(reading.queueMs),
    remainingMs: Math.round(reading.remainingMs),
    dayMs: calendar.dayMs,
    countsUntil: instant(stretch.countsUntilMs),
    resumesAt: instant(stretch.resumesAtMs),
    awayUntil: runs && row.kind !== "attempts" ? (calendars.awayUntil(holder)?.toISOString() ?? null) : null,
    stoppedAt: state.kind === "met" ? instant(state.metAtMs) : state.kind === "excused" ? instant(state.atMs) : null,
    warnAt: [...(clock.clause.warnAt ?? [50, 80])],
    excused: state.kind === "excused" ? { by: row.excusedBy ?? "Unknown", why: row.excusedWhy ?? "" } : null,
    agreementVersion: row.agreementVersion,
  };
}

/** Ids of people and teams on whose hours these clocks run. */
export function holdersOf(rows: readonly Pick<ClockRow, "machine">[]): { userIds: string[]; teamIds: string[] } {
  const holders: ClockHolder[] = rows.map((row) => row.machine.holder);
  return { userIds: holders.flatMap((h) => (h.kind === "owner" ? [h.userId] : [])), teamIds: holders.flatMap((h) => (h.kind === "queue" ? [h.teamId] : [])) };
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
