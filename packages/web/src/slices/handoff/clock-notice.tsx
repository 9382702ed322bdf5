import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { ClockRing, type ClockState } from "../../ui/clock-ring.tsx";
import type { Tone } from "../../ui/chip.tsx";
import { describeMeasured } from "@tandem/domain/sla/duration";
import { formatDuration } from "../../ui/format.ts";
import { Notice } from "../../ui/notice.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { clockAt, lateWords, leftSentence, leftWords, lengthWords, measureOf, owedWords, secondsBelowMs, stopWords, wasDue, type ClockNow } from "./clock-words.ts";
import { attemptsOf } from "./progress-words.ts";
import css from "./lead.module.css";
import type { LeadView } from "./use-lead.ts";
import { useServerNow } from "./use-row-clock.ts";

export const clockTones: Record<ClockState, Tone> = { running: "neutral", warning: "warn", breached: "breach", met: "good", excused: "neutral", paused: "neutral" };

export interface OwedClock {
  readonly clock: HandoffPage["clocks"][number];
  readonly now: ClockNow;
  readonly state: ClockState;
}

/** The clock that is owed next, as it ticks; null where none runs. */
export function useOwedClock({ page, receivedAt }: Pick<LeadView, "page" | "receivedAt">): OwedClock | null {
  const now = useServerNow({ sentAt: Date.parse(page.at), receivedAt }, page.clocks);
  const clock = page.clocks.find((one) => one.id === page.owed);
  if (!clock) return null;
  const reading = clockAt(clock, Date.parse(page.at), now);
  return { clock, now: reading, state: reading.state === "void" ? "excused" : reading.state };
}

/** Who owes what by when, and what stops it. */
export function ClockNotice({ view }: { view: LeadView }) {
  const owed = useOwedClock(view);
  const format = useFormat();
  const { page } = view;
  if (page.closed) return <div className={css.settled}><Settled page={page} /></div>;
  if (!owed) {
    return (
      <div className={css.clock}>
        <Notice tone="good" sign={<ClockRing state="met" size={18} />} title={page.acceptedAt ? `Accepted ${format.moment(page.acceptedAt)}` : "No clock runs"} text="No clock runs. Qualify it, or give it back with a reason." />
      </div>
    );
  }
  const { clock, now, state } = owed;
  const dayHours = clock.dayMs / 3_600_000;
  return (
    <div className={css.clock}>
      <Notice tone={clockTones[state]} sign={<ClockRing state={state} share={now.share} size={18} />} title={titleOf(owed, format)} text={stopWords[clock.kind]}>
        <div className={css.clockRight}><Progress share={now.share} label={clock.name} tone={clockTones[state]} marks={clock.warnAt.map((level) => level / 100)} /></div>
        <span className="num" title={clock.name}>
          {clock.kind === "attempts" ? `Attempts: ${attemptsOf(page.attempts.done, page.attempts.needed ?? 0)}, v${clock.agreementVersion}` : `${state === "breached" ? `${lengthWords(clock, clock.allowedMs)} agreed` : `${formatDuration(now.usedMs, { dayHours })} of ${lengthWords(clock, clock.allowedMs)}`}, v${clock.agreementVersion}`}
        </span>
      </Notice>
    </div>
  );
}

function titleOf({ clock, now, state }: OwedClock, format: ReturnType<typeof useFormat>): string {
  const what = owedWords[clock.kind];
  if (state === "breached") return `${what} ${wasDue[clock.kind]} ${clock.dueAt ? `${format.moment(clock.dueAt)}, ${sinceWords(clock.dueAt, format.now)}` : "before"}: ${lateWords(clock, now)}`;
  if (state === "paused") return `${what} waits: nobody works on it until ${clock.awayUntil ? format.weekday(clock.awayUntil) : "they are back"}`;
  // The last minutes tick by the second.
  const left = now.runs && now.remainingMs < secondsBelowMs ? `${leftWords(clock, now)}${measureOf(clock) === "business" ? " of business time" : ""}` : lengthWords(clock, now.remainingMs);
  const from = !now.runs && clock.resumesAt ? format.moment(clock.resumesAt) : null;
  return `${what} due ${clock.dueAt ? format.moment(clock.dueAt) : "later"}: ${leftSentence(left, from)}`;
}

/** How long ago on the wall, which people see at once, beside what was agreed to be counted. */
function sinceWords(at: string, now: number): string {
  return `${describeMeasured(Math.max(60_000, now - Date.parse(at)), { dayMs: 86_400_000, measure: "calendar" })} ago`;
}

const settledWords: Record<string, string> = { qualified: "Qualified as an SQL", "rejected-nurture": "Rejected to nurture", "rejected-unqualified": "Rejected as unqualified", merged: "Closed by a merge", withdrawn: "Withdrawn" };

/** How it ended: state, reason, words, who, when; and whether Marketing sees it otherwise. */
function Settled({ page }: { page: HandoffPage }) {
  const format = useFormat();
  const { closed, state, dispute } = page;
  if (!closed) return null;
  const good = state === "qualified";
  return (
    <Notice
      tone={good ? "good" : "neutral"} sign={<ClockRing state={good ? "met" : "excused"} size={18} />}
      title={[settledWords[state] ?? state, closed.reasonName].filter(Boolean).join(": ")}
      text={<>{[closed.by?.name, format.moment(closed.at)].filter(Boolean).join(", ")}{closed.words && <span className={css.quote}><br />“{closed.words}”</span>}{dispute && <><br />{dispute.by.name} disputes it: “{dispute.words}”{dispute.answer && <><br />{dispute.answer.by.name} answers: “{dispute.answer.words}”</>}</>}</>}
    />
  );
}
