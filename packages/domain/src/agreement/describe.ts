import { criteriaClause, explainCriteria, number, type Wording } from "../criteria/explain.ts";
import { warningsOf, type Agreement, type EngagementRule, type EventPattern, type FitRule, type MarketingClause, type RejectionReason, type RoutingTarget, type SalesClause } from "./agreement.ts";

/** Rules and clauses in words, as they stand on the page that is signed. */

/** "8 points for each “Pricing page viewed”, at most 2 a day and 24 points, in the last 30 days". */
export function describeEngagementRule(rule: EngagementRule, agreement: Pick<Agreement, "signals" | "engagement">): string {
  const signal = agreement.signals.find((one) => one.key === rule.signal)?.name ?? rule.signal;
  const group = agreement.engagement.groups.find((one) => one.key === rule.group);
  const caps = [...(rule.capPerDay === undefined || rule.per === "once" ? [] : [`${rule.capPerDay} a day`]), ...(rule.cap === undefined ? [] : [pointsOf(Math.sign(rule.points) * rule.cap)])];
  return [
    rule.per === "once" ? `${pointsOf(rule.points)} once for “${signal}”` : `${pointsOf(rule.points)} for each “${signal}”`,
    ...(caps.length === 0 ? [] : [`at most ${caps.join(" and ")}`]),
    ...(rule.windowDays === undefined ? [] : [`in the last ${daysOf(rule.windowDays)}`]),
    ...(rule.halfLifeDays === undefined ? [] : [`halved every ${daysOf(rule.halfLifeDays)}`]),
    ...(group ? [`together with “${group.name}” at most ${pointsOf(group.cap)}`] : []),
  ].join(", ");
}

/** "25 points if seniority is director or head". */
export function describeFitRule(rule: FitRule, wording: Wording = {}): string {
  return `${pointsOf(rule.points)} if ${criteriaClause(rule.when, wording)}`;
}

/** "First attempt within 4 business hours, in 90 % of handoffs, for T1 and T2, with warnings at 50 % and 80 % of the time". */
export function describeSalesClause(clause: SalesClause, tiers: Agreement["tiers"]): string {
  const whom = clause.tiers.map((key) => tiers.find((tier) => tier.key === key)?.key.toUpperCase() ?? key);
  const rest = `in ${clause.target} % of handoffs, for ${andList(whom)}`;
  const warnings = warningsOf(clause);
  const warned = warnings.length === 0 ? "without a warning" : `with ${warnings.length === 1 ? "a warning" : "warnings"} at ${andList(warnings.map((percent) => `${percent} %`))} of the time`;
  switch (clause.kind) {
    case "first-attempt":
      return `First attempt within ${businessTime(clause.withinMinutes)}, ${rest}, ${warned}`;
    case "attempts":
      return `At least ${count(clause.attempts, "attempt")} on ${count(clause.channels, "channel")} within ${daysOf(clause.withinDays)} before a lead counts as not reached, ${rest}, ${warned}`;
    case "disposition":
      return `Accepted or rejected within ${businessTime(clause.withinMinutes)}, ${rest}, ${warned}`;
  }
}

/** "At least 300 MQLs a quarter". */
export function describeMarketingClause({ kind, atLeast }: Pick<MarketingClause, "kind" | "atLeast">): string {
  const share = { "acceptance-rate": "of MQLs accepted", "grade-a-or-b": "of MQLs of grade A or B", "package-complete": "of packages complete" };
  return kind === "mql-volume" ? `At least ${number(atLeast)} MQLs a quarter` : `At least ${atLeast} % ${share[kind]}`;
}

/** What is agreed for those whom nobody touches; nothing where an SQL never falls back. */
export function describeAgeing({ sqlUntouchedDays }: Agreement["ageing"]): string | null {
  return sqlUntouchedDays === null ? null : `Falls back to nurture after ${daysOf(sqlUntouchedDays)} without a touch; the days of an open deal count as touched`;
}

const escalationActs = { "remind-owner": "the owner is reminded", "tell-manager": "the manager is told", reassign: "reassigned by routing", "next-review": "put on the next review" } as const;

/** "After a breach: reassigned by routing": the step itself, however long after. */
export function nameEscalation({ at, act }: Pick<Agreement["sla"]["escalation"][number], "at" | "act">): string {
  return `After a ${at}: ${escalationActs[act]}`;
}

/** "4 business hours after the breach: reassigned by routing". */
export function describeEscalation({ at, afterMinutes, act }: Agreement["sla"]["escalation"][number]): string {
  const when = afterMinutes === 0 ? `At the ${at}` : `${businessTime(afterMinutes)} after the ${at}`;
  return `${when}: ${escalationActs[act]}`;
}

/** How routing words teams and users; without it their keys and addresses are written. */
export interface RoutingWording extends Wording {
  team?(key: string): string | null;
  user?(email: string): string | null;
}

/** "to Sales, in turn by weight". */
export function describeTarget(target: RoutingTarget, wording: RoutingWording = {}): string {
  if ("user" in target) return `to ${wording.user?.(target.user) ?? target.user}`;
  if ("queue" in target) return `to the queue of ${wording.team?.(target.queue) ?? target.queue}`;
  return `to ${wording.team?.(target.team) ?? target.team}, ${{ weighted: "in turn by weight", "least-open": "to whoever has the fewest open handoffs", territory: "by territory" }[target.by]}`;
}

/** "Country is DE: to Sales, by territory". */
export function describeRoutingRule(rule: Agreement["routing"]["rules"][number], wording: RoutingWording = {}): string {
  const whom = rule.when ? explainCriteria(rule.when, wording).slice(0, -1) : "Every lead";
  return `${whom}: ${describeTarget(rule.to, wording)}`;
}

/** "Comes back by new engagement after the cool-off, accepted only after the agreed attempts". */
export function describeReason({ to, needsAttempts }: Pick<RejectionReason, "to" | "needsAttempts">): string {
  return `${to === "nurture" ? "Back to Marketing, to nurture" : "Unqualified, stays out"}${needsAttempts ? ", accepted only after the agreed attempts" : ""}`;
}

/** "Recognised by the event “Demo Requested” or pages under /pricing". */
export function describeRecognition(patterns: readonly EventPattern[]): string {
  return `Recognised by ${patterns.map(describePattern).join(" or ")}`;
}

function describePattern({ type, name, pathIs, pathStartsWith, pathContains, properties }: EventPattern): string {
  const what = { track: "event", page: "page", screen: "screen", identify: "identification", group: "group call" }[type];
  const where = [
    ...(pathIs === undefined ? [] : [`at ${pathIs}`]),
    ...(pathStartsWith === undefined ? [] : [`under ${pathStartsWith}`]),
    ...(pathContains === undefined ? [] : [`with “${pathContains}” in the path`]),
    ...Object.entries(properties ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `with ${key} “${value}”`),
  ];
  const named = name === undefined ? `${where.length === 0 ? "any" : /^[ei]/.test(what) ? "an" : "a"} ${what}` : `the ${what} “${name}”`;
  return [named, ...where].join(" ");
}

/** "300 MQLs, 1,200,000 EUR of pipeline". */
export function describeTargets(target: Agreement["targets"][number], currency: string): string {
  const parts = [
    ...(target.mqls === undefined ? [] : [`${number(target.mqls)} MQLs`]),
    ...(target.pipeline === undefined ? [] : [`${number(target.pipeline)} ${currency} of pipeline`]),
    ...(target.revenue === undefined ? [] : [`${number(target.revenue)} ${currency} won`]),
  ];
  return parts.join(", ") || "None yet";
}

/** Business minutes in hours where they are whole ones. */
export function businessTime(minutes: number): string {
  return minutes % 60 === 0 ? count(minutes / 60, "business hour") : count(minutes, "business minute");
}

export function pointsOf(points: number): string {
  return `${points} ${Math.abs(points) === 1 ? "point" : "points"}`.replace(/^-/, "−");
}

function daysOf(days: number): string {
  return count(days, "day");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

export function andList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
