import type { InboxRow } from "@tandem/contract/handoff/inbox";
import type { ClockReading } from "@tandem/contract/handoff/parts";
import type { ClockState } from "../../ui/clock-ring.tsx";
import { useFormat, useNow } from "../../ui/use-format.ts";
import { clockAt, lateWords, leftWords, lengthWords, owedWords, secondsBelowMs, type ClockNow } from "./clock-words.ts";

export interface RowClock {
  readonly state: ClockState;
  readonly share: number;
  readonly left: string;
  readonly due: string | undefined;
  /** What the sign says to who does not see it, and the whole in words. */
  readonly label: string | undefined;
  readonly title: string | undefined;
}

const settledWords: Partial<Record<InboxRow["state"], string>> = { qualified: "Qualified", "rejected-nurture": "Rejected", "rejected-unqualified": "Rejected", merged: "Merged", withdrawn: "Withdrawn" };

interface Sent {
  /** The server's clock and ours at the answer, epoch ms. */
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** The present moment by the server's clock; by the second only while some clock has few minutes left. */
export function useServerNow({ sentAt, receivedAt }: Sent, clocks: readonly (ClockReading | null)[]): number {
  const byMinute = useNow(60_000);
  const urgent = clocks.some((clock) => clock !== null && clock.countsUntil !== null && clock.remainingMs > -60_000 && clock.remainingMs < secondsBelowMs + 60_000);
  const now = useNow(urgent ? 1_000 : 60_000);
  return sentAt + Math.max(0, Math.max(now, byMinute) - receivedAt);
}

/** Reads the clocks of rows as they tick. */
export function useRowClock(view: Sent & { readonly rows: readonly InboxRow[] | undefined }): (row: InboxRow) => RowClock {
  const format = useFormat();
  const now = useServerNow(view, (view.rows ?? []).map((row) => row.clock));
  return (row) => {
    const { clock } = row;
    if (row.closedAt !== null) {
      // Of what is settled it counts how and when; a promise that was broken on the way is told on the lead itself.
      const left = settledWords[row.state] ?? "Settled";
      return { state: row.state === "qualified" ? "met" : "excused", share: 1, left, due: `at ${format.time(row.closedAt)}`, label: left, title: [left, row.reason].filter(Boolean).join(": ") };
    }
    if (!clock || clock.state === "void") return { state: "met", share: 1, left: "Accepted", due: row.acceptedAt ? format.moment(row.acceptedAt) : undefined, label: "Accepted", title: undefined };
    const reading = clockAt(clock, view.sentAt, now);
    const title = reading.state === "breached" && clock.state !== "met" ? `${owedWords[clock.kind]} ${lateWords(clock, reading)}` : reading.state === "running" || reading.state === "warning" ? `${owedWords[clock.kind]}: ${lengthWords(clock, reading.remainingMs)} left` : undefined;
    return { state: reading.state as ClockState, share: reading.share, left: leftWords(clock, reading), due: dueOf(clock, reading, format, now), label: undefined, title };
  };
}

function dueOf(clock: ClockReading, reading: ClockNow, format: ReturnType<typeof useFormat>, now: number): string | undefined {
  if (clock.state === "met") return clock.stoppedAt ? `${clock.late ? "late, at" : "met at"} ${format.moment(clock.stoppedAt)}` : undefined;
  if (clock.state === "excused") return clock.excused ? `by ${clock.excused.by}` : undefined;
  if (reading.state === "paused") return clock.awayUntil ? `to ${format.weekday(clock.awayUntil)}` : undefined;
  if (!clock.dueAt) return undefined;
  // Of what was due before today the hour tells nothing and has no room in a row.
  return `due ${Date.parse(clock.dueAt) < now && format.dayHeader(clock.dueAt) !== "Today" ? format.weekday(clock.dueAt) : format.moment(clock.dueAt)}`;
}
