import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { describeEngagementRule } from "@tandem/domain/agreement/describe";
import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import type { DayLine, EngagementLine, FitLine, GroupLine } from "@tandem/domain/scoring/explain";

type Line = HandoffPage["score"]["engagementLines"][number];

/** An event that was recognised as a signal, as the page shows it under its rule. */
export interface SignalEvent {
  readonly at: string;
  /** ISO day, company-local. */
  readonly day: string;
  readonly signal: string;
  readonly what: string;
}

export function fitLineOf(line: FitLine | GroupLine): HandoffPage["score"]["fitLines"][number] {
  return line.kind === "rule" ? { kind: "rule", key: line.rule, name: line.name, points: line.points } : { kind: "group-cap", key: line.group, name: line.name, points: line.points };
}

/** A line of engagement down to its events; the events' points sum to the days', the days' to the line. */
export function engagementLineOf(line: EngagementLine | GroupLine, agreement: Agreement, events: readonly SignalEvent[]): Line {
  if (line.kind === "group-cap") return { ...fitLineOf(line), how: null, words: null, events: [] };
  const rule = agreement.engagement.rules.find((one) => one.key === line.rule);
  return {
    ...fitLineOf({ ...line, kind: "rule" }),
    how: howOf(line),
    words: rule ? `${describeEngagementRule(rule, agreement)}.` : null,
    events: eventsOf(line, events.filter((event) => event.signal === line.signal)),
  };
}

/** "3 × 8, capped at 24" where every occurrence is worth the same; else their number and that they fade. */
function howOf(line: EngagementLine): string {
  const counted = line.days.reduce((sum, day) => sum + day.counted, 0);
  const worths = new Set(line.days.map((day) => day.worth));
  const capped = line.takenByCap === 0 ? "" : `, capped at ${points(line.points)}`;
  if (worths.size === 1) return counted === 1 && capped === "" ? "once" : `${counted} × ${points([...worths][0]!)}${capped}`;
  return `${counted} times, fading${capped}`;
}

/** Within a day the earlier ones count; what a cap took from the day is said at the event that lost it. */
function eventsOf(line: EngagementLine, events: readonly SignalEvent[]): Line["events"] {
  const shown: Line["events"] = [];
  for (const day of line.days) {
    const ofDay = events.filter((event) => epochDayFromIso(event.day) === day.day).toSorted((a, b) => (a.at < b.at ? -1 : 1));
    shown.push(...pointsOfDay(day, ofDay));
  }
  return shown.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

function pointsOfDay(day: DayLine, events: readonly SignalEvent[]): Line["events"] {
  let left = day.points;
  return events.map((event, i) => {
    const worth = i < day.counted ? day.worth : 0;
    const given = Math.sign(worth) * Math.min(Math.abs(worth), Math.abs(left));
    left -= given;
    const note = i >= day.counted ? `more than ${day.counted} that day` : given === worth ? null : `${points(worth)}, cap leaves`;
    return { at: event.at, what: event.what, points: given, note };
  });
}

function points(milli: number): string {
  return String(Math.round(milli / 100) / 10).replace("-", "−");
}
