import type { InboxRow } from "@tandem/contract/handoff/inbox";
import type { ClockReading } from "@tandem/contract/handoff/parts";
import type { ClockState } from "../../ui/clock-ring.tsx";
import { useFormat, useNow } from "../../ui/use-format.ts";
import { clockAt, leftWords, secondsBelowMs, type ClockNow } from "./clock-words.ts";

export interface RowClock {
  readonly state: ClockState;
  readonly share: number;
  readonly left: string;
  readonly due: string | undefined;
}

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
    if (!clock || clock.state === "void") return row.closedAt ? { state: "excused", share: 1, left: "Settled", due: `at ${format.time(row.closedAt)}` } : { state: "met", share: 1, left: "Accepted", due: row.acceptedAt ? format.moment(row.acceptedAt) : undefined };
    const reading = clockAt(clock, view.sentAt, now);
    return { state: reading.state as ClockState, share: reading.share, left: row.closedAt && clock.state !== "met" ? "Not met" : leftWords(clock, reading), due: dueOf(clock, reading, format) };
  };
}

function dueOf(clock: ClockReading, now: ClockNow, format: ReturnType<typeof useFormat>): string | undefined {
  if (clock.state === "met") return clock.stoppedAt ? `${clock.late ? "late, at" : "met at"} ${format.moment(clock.stoppedAt)}` : undefined;
  if (clock.state === "excused") return clock.excused ? `by ${clock.excused.by}` : undefined;
  if (now.state === "paused") return clock.awayUntil ? `to ${format.weekday(clock.awayUntil)}` : undefined;
  return clock.dueAt ? `due ${format.moment(clock.dueAt)}` : undefined;
}
