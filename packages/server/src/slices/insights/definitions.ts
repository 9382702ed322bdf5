import { noSource, type Figure } from "@tandem/contract/insights/figures";
import { addMonths, epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import { forwardPath, type Stage } from "@tandem/domain/lifecycle/stage";
import type { Bound } from "../../platform/bound.ts";
import { platformRefusals, Refusal } from "../../platform/refusal.ts";
import { clockDecided } from "../../spine/clock-verdict.ts";
import { conservationPlace } from "./conservation-places.ts";
import type { Report } from "./report.ts";
import { segmentOfContact, segmentOfDeals, segmentOfHandoffs, segmentOfPeople, segmentOfVersion } from "./segment.ts";
import { instant, within, type Span } from "./span.ts";
import { speedStep } from "./speed-steps.ts";
import { targetPart, targetRows, type TargetMeasure } from "./target-rows.ts";

/**
 * What each figure counts, once. The tile counts the rows of a condition, the list behind it shows the rows of the same
 * condition: neither has SQL of its own for what belongs in.
 */

/** Columns of `journey` and their rank, from MQL on. */
export const milestones = [
  { stage: "mql", column: "mql_at", rank: 2 },
  { stage: "sal", column: "sal_at", rank: 3 },
  { stage: "sql", column: "sql_at", rank: 4 },
  { stage: "opportunity", column: "opportunity_at", rank: 5 },
  { stage: "customer", column: "customer_at", rank: 6 },
] as const satisfies readonly { stage: Stage; column: string; rank: number }[];

/** People who became leads in the span. */
export const inCohort = (report: Report, bound: Bound, span: Span): string => `j.standing and ${within("j.lead_at", bound, span)}${segmentOfPeople(report.segment, bound)}`;
/** … of them, those who reached a stage or a later one. The first half lets the smaller index answer. */
export const reached = (rank: number): string => (rank === 1 ? "true" : rank === 6 ? "j.reached = 6" : `j.reached > 1 and j.reached >= ${rank}`);
/** … of them, those without an episode of that stage. */
export const skipped = (milestone: (typeof milestones)[number]): string => `${reached(milestone.rank)} and j.${milestone.column} is null`;

/** MQL episodes that began in the span. */
export const passagesIn = (report: Report, bound: Bound, span: Span): string => `p.standing and ${within("p.entered_at", bound, span)}${segmentOfContact(report.segment, bound, "p.contact_id")}${passageVersion(report, bound)}`;
/** A passage is an MQL episode, which knows its version. */
function passageVersion({ segment }: Report, bound: Bound): string {
  const version = segmentOfVersion(segment, bound, "pe.agreement_version");
  return version === "" ? "" : ` and exists (select from episode pe where pe.id = p.episode_id${version})`;
}

/** Deals decided in the span. */
export const dealsDecided = (report: Report, bound: Bound, span: Span): string => `o.state <> 'open' and ${within("o.closed_at", bound, span)}${segmentOfDeals(report.segment, bound)}`;
export const won = "o.state = 'won'";
export const hasAmount = `${won} and o.amount_company is not null`;
export const hasNoRate = `${won} and o.amount is not null and o.amount_company is null`;
/** A deal whose creation is not known stands as created when it was won; one won before it was created contradicts itself. */
export const hasCycle = `${won} and o.closed_at > o.created_at`;
/** Deals open at an instant. */
export function dealsOpen(report: Report, bound: Bound, atMs: number): string {
  const segment = segmentOfDeals(report.segment, bound);
  if (atMs >= report.now.getTime()) return `o.state = 'open'${segment}`;
  return `o.created_at < ${instant(bound, atMs)} and (o.state = 'open' or o.closed_at >= ${instant(bound, atMs)})${segment}`;
}

/** Handoffs opened in the span. */
export const handoffsIn = (report: Report, bound: Bound, span: Span): string => `${within("h.opened_at", bound, span)}${segmentOfHandoffs(report.segment, bound)}`;
export const rejected = "h.state in ('rejected-nurture', 'rejected-unqualified')";
/** Sales took it on, whatever became of it later. */
export const accepted = "(h.accepted_at is not null or h.state in ('accepted', 'qualified'))";
export const decided = `(${accepted} or ${rejected})`;
/** Merged and withdrawn handoffs are nobody's merit and nobody's fault. */
export const counting = "h.state not in ('merged', 'withdrawn')";
export const gradedAOrB = "h.grade in ('A', 'B')";
export const packaged = "h.complete";

/** Clocks started in the span, whatever became of them. `c` is the clock, `h` its handoff. */
export const clocksIn = (report: Report, bound: Bound, span: Span): string => `${within("c.started_at", bound, span)}${clockSegment(report, bound)}`;
function clockSegment(report: Report, bound: Bound): string {
  const { agreementVersion: _, ...ofHandoff } = report.segment;
  const segment = segmentOfHandoffs(ofHandoff, bound);
  return `${segmentOfVersion(report.segment, bound, "c.agreement_version")}${segment === "" ? "" : ` and exists (select from handoff h where h.id = c.handoff_id${segment})`}`;
}

/** … in the counted span, of the clause and versions that a key names: `first-call 1 2`. */
export const clocksOf = (report: Report, bound: Bound, key: string | null): string =>
  `${clocksIn(report, bound, report.counted)}${key === null ? "" : ` and c.clause = ${bound.bind(key.split(" ")[0])}${ofVersions(bound, "c.agreement_version", key)}`}`;

/** Episodes that ended in the span, of the stages whose time is reported. */
export const timedStages = ["lead", "mql", "sal", "sql", "opportunity"] as const;
export const episodesLeft = (report: Report, bound: Bound, span: Span): string =>
  `e.stage in ('lead', 'mql', 'sal', 'sql', 'opportunity') and not e.history and ${within("e.left_at", bound, span)}${segmentOfContact(report.segment, bound, "e.contact_id")}${segmentOfVersion(report.segment, bound, "e.agreement_version")}`;

export type Relation = "people" | "passages" | "deals" | "handoffs" | "clocks" | "episodes";
export interface Definition {
  readonly relation: Relation;
  readonly condition: string;
}

/** The rows of a figure, and of the part of it that `key` names. Null where there is no such part; refuses versions that are none. */
export function defineFigure(report: Report, bound: Bound, figure: Figure, key: string | null): Definition | null {
  const { counted } = report;
  const people = (condition: string, span: Span = counted): Definition => ({ relation: "people", condition: `${inCohort(report, bound, span)} and ${condition}` });
  const deals = (condition: string): Definition => ({ relation: "deals", condition: `${dealsDecided(report, bound, counted)} and ${condition}` });
  const handoffs = (condition: string): Definition => ({ relation: "handoffs", condition: `${handoffsIn(report, bound, counted)} and ${condition}` });
  switch (figure) {
    case "leads":
      return people("true");
    case "reached-mql":
    case "reached-sal":
    case "reached-sql":
    case "reached-opportunity":
    case "reached-customer":
      return people(reached(forwardPath.indexOf(figure.slice(8) as (typeof forwardPath)[number])));
    case "skipped": {
      const milestone = milestones.find((one) => one.stage === key);
      return milestone ? people(skipped(milestone)) : null;
    }
    case "contradictory":
      return people("j.flag is not null");
    case "cohort-leads":
    case "cohort-customers": {
      const span = monthSpan(report, key);
      return span && people(figure === "cohort-leads" ? "true" : reached(6), span);
    }
    case "origin-leads":
    case "origin-customers": {
      const source = key === noSource ? "j.source is null" : key?.startsWith("=") ? `j.source = ${bound.bind(key.slice(1))}` : null;
      return source === null ? null : people(`${source} and ${figure === "origin-leads" ? "true" : reached(6)}`);
    }
    case "mqls":
      return { relation: "passages", condition: passagesIn(report, bound, key === null ? counted : (weekSpan(report, key) ?? counted)) };
    case "passages":
      return { relation: "passages", condition: `${passagesIn(report, bound, counted)}${key === null ? "" : ` and p.place = ${bound.bind(key)}`}` };
    case "accounted":
      return { relation: "passages", condition: `${passagesIn(report, bound, counted)}${key === null ? "" : ` and ${conservationPlace} = ${bound.bind(key)}`}` };
    case "returned":
      return { relation: "passages", condition: `${passagesIn(report, bound, counted)} and p.returned_at is not null` };
    case "deals-decided":
      return deals("true");
    case "deals-won":
      return deals(won);
    case "deals-with-amount":
      return deals(hasAmount);
    case "deals-without-rate":
      return deals(hasNoRate);
    case "deals-with-cycle":
      return deals(hasCycle);
    case "deals-open":
      return { relation: "deals", condition: dealsOpen(report, bound, counted.toMs) };
    case "handoffs":
      return handoffs(key === null ? counting : stateCondition(key));
    case "handoffs-by-grade":
    case "handoffs-by-package":
    case "handoffs-decided":
      return handoffs(`${counting}${figure === "handoffs-decided" ? ` and ${decided}` : ""}${key?.startsWith(underVersions) ? ofVersions(bound, "h.agreement_version", key) : ""}`);
    case "rejections":
      return handoffs(`${rejected}${key === null ? "" : ` and coalesce(h.reason, '') = ${bound.bind(key)}`}`);
    case "speed": {
      const step = speedStep(key);
      return step ? handoffs(`${step.from} is not null and ${step.to} is not null and ${counting}`) : null;
    }
    case "clocks":
      return { relation: "clocks", condition: `${clocksOf(report, bound, key)} and ${clockDecided("c")}` };
    case "target-mqls":
    case "target-pipeline":
    case "target-revenue": {
      const part = targetPart(report, key);
      return part && targetRows(report, bound, figure.slice(7) as TargetMeasure, part);
    }
    case "time-in-stage":
      return { relation: "episodes", condition: `${episodesLeft(report, bound, counted)}${key === null ? "" : ` and e.stage = ${bound.bind(key)}`}` };
  }
}

/** Begins the key of a figure that counts what some versions made: `versions 1 2`. */
export const underVersions = "versions ";
function ofVersions(bound: Bound, column: string, key: string): string {
  const versions = versionsOf(key);
  return versions.length === 0 ? "" : ` and ${column} = any(${bound.bind(versions)}::int[])`;
}

/** What follows the first word of a key are versions, if anything does: `first-call 1 2`. Refuses what is none. */
function versionsOf(key: string): number[] {
  return key.split(" ").slice(1).map((word) => {
    if (!/^[1-9]\d{0,6}$/.test(word)) throw new Refusal(platformRefusals.invalidInput, `The key “${key}” names a version that there can’t be: “${word}”.`);
    return Number(word);
  });
}

function stateCondition(key: string): string {
  const conditions: Record<string, string> = {
    waiting: "h.state = 'open'",
    accepted: "h.state = 'accepted'",
    qualified: "h.state = 'qualified'",
    rejected,
    "rejected-nurture": "h.state = 'rejected-nurture'",
    "rejected-unqualified": "h.state = 'rejected-unqualified'",
    other: "h.state in ('merged', 'withdrawn')",
  };
  return conditions[key] ?? "false";
}

/** The days of `2026-03`, as instants. */
export function monthSpan({ zone }: Report, month: string | null): Span | null {
  const first = epochDayFromIso(`${month ?? ""}-01`);
  return first === null ? null : { fromMs: startOfDay(zone, first), toMs: startOfDay(zone, addMonths(first, 1)) };
}

/** The week that begins on a Monday, cut to the period. */
export function weekSpan({ zone, counted }: Report, monday: string): Span | null {
  const first = epochDayFromIso(monday);
  if (first === null) return null;
  return { fromMs: Math.max(counted.fromMs, startOfDay(zone, first)), toMs: Math.min(counted.toMs, startOfDay(zone, first + 7)) };
}
