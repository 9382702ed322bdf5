import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { accountableSide, stageNames, type Stage } from "@tandem/domain/lifecycle/stage";
import type { InForce } from "../../spine/agreement-in-force.ts";
import type { Around, HandoffHead, SignalRow } from "./handoff-store.ts";

type Line = HandoffPage["timeline"][number];
const mostLines = 40;

/** The last things that happened, one line each, newest first: what they did, where they stand, who took them on, who tried. */
export function timelineOf(inForce: InForce, head: HandoffHead, around: Around, signals: readonly SignalRow[]): Line[] {
  return [...signalLines(inForce, signals), ...stageLines(around), ...assignmentLines(around, head), ...attemptLines(around)].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : rank(a) - rank(b))).slice(0, mostLines);
}

/** What happens in one instant reads in the order of its causes. */
function rank(line: Line): number {
  return ["handoff", "stage", "signal", "activity", "campaign"].indexOf(line.kind);
}

/** An event can be several signals ("any page visited", "pricing page viewed"): the one worth most is the one it is told as. */
function signalLines({ agreement, signalOf, compiled }: InForce, signals: readonly SignalRow[]): Line[] {
  const names = new Map(agreement.signals.map((signal) => [signal.key, signal.name]));
  const worth = new Map(compiled.engagementRules.map((rule) => [rule.signal, Math.abs(rule.points)]));
  const told = new Map<string, { key: string; row: SignalRow; worth: number }>();
  for (const row of signals) {
    const key = signalOf.get(row.revision);
    const points = key === undefined ? undefined : worth.get(key);
    if (key === undefined || points === undefined) continue;
    const event = `${row.at} ${row.what}`;
    if ((told.get(event)?.worth ?? -1) < points) told.set(event, { key, row, worth: points });
  }
  return [...told.values()].map(({ key, row }, i) => {
    const name = names.get(key) ?? key;
    const detail = row.what !== null && row.what.toLowerCase() !== name.toLowerCase() ? `, ${row.what}` : "";
    return { id: `signal-${i}`, at: row.at, kind: "signal", title: `${name}${detail}`, side: null, channel: key };
  });
}

function stageLines({ episodes }: Around): Line[] {
  return episodes
    .filter((episode) => episode.from !== null)
    .map((episode) => {
      const side = accountableSide(episode.to as Stage);
      return { id: episode.id, at: episode.at, kind: "stage", title: `Became ${stageNames[episode.to as Stage]}${episode.by ? ` by ${episode.by.name}` : ""}`, side: side === "nobody" ? null : side, channel: null };
    });
}

function assignmentLines({ assignments }: Around, head: HandoffHead): Line[] {
  return assignments.map((one, i) => ({
    id: `assignment-${i}`,
    at: one.at,
    kind: "handoff",
    title: one.to ? `${i === 0 ? "Handed" : "Went"} to ${one.to.name}${i === 0 && head.trace.some((step) => step.kind === "rule" && step.outcome === "matched") ? `, ${ruleOf(head)}` : i > 0 ? `, ${one.why}` : ""}` : `Waits in the queue of ${one.team.name}`,
    side: "sales",
    channel: null,
  }));
}

function ruleOf(head: HandoffHead): string {
  const rule = head.trace.findLast((step) => step.kind === "rule" && step.outcome === "matched");
  return rule?.kind === "rule" ? `by rule “${rule.name}”` : "by its owner";
}

const acts = { call: "Call", email: "E-mail", meeting: "Meeting", message: "Message" } as const;
const outcomes: Readonly<Record<string, string>> = { "no-answer": "no answer", "left-message": "left a message", conversation: "talked", bounced: "bounced", sent: "sent", held: "held", "no-show": "nobody came" };

function attemptLines({ attempts, notes }: Around): Line[] {
  return [
    ...attempts.map((one): Line => ({ id: one.id, at: one.at, kind: "activity", title: `${acts[one.channel]}${one.outcome === null ? "" : `, ${outcomes[one.outcome] ?? one.outcome}`}${one.by ? `, ${one.by.name}` : ""}`, side: "sales", channel: one.channel })),
    ...notes.map((one): Line => ({ id: one.id, at: one.at, kind: "activity", title: `Note${one.by ? ` by ${one.by.name}` : ""}: ${one.body.slice(0, 160)}`, side: "sales", channel: "note" })),
  ];
}

