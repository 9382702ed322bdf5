import { criteriaClause, type Wording } from "../criteria/explain.ts";
import type { Agreement, EngagementRule, FitRule, SalesClause } from "./agreement.ts";

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

/** "First attempt within 4 business hours, in 90 % of handoffs, for T1 and T2". */
export function describeSalesClause(clause: SalesClause, tiers: Agreement["tiers"]): string {
  const whom = clause.tiers.map((key) => tiers.find((tier) => tier.key === key)?.key.toUpperCase() ?? key);
  const rest = `in ${clause.target} % of handoffs, for ${andList(whom)}`;
  switch (clause.kind) {
    case "first-attempt":
      return `First attempt within ${businessTime(clause.withinMinutes)}, ${rest}`;
    case "attempts":
      return `At least ${count(clause.attempts, "attempt")} on ${count(clause.channels, "channel")} within ${daysOf(clause.withinDays)} before a lead counts as not reached, ${rest}`;
    case "disposition":
      return `Accepted or rejected within ${businessTime(clause.withinMinutes)}, ${rest}`;
  }
}

/** Business minutes in hours where they are whole ones. */
export function businessTime(minutes: number): string {
  return minutes % 60 === 0 ? count(minutes / 60, "business hour") : count(minutes, "business minute");
}

function pointsOf(points: number): string {
  return `${points} ${Math.abs(points) === 1 ? "point" : "points"}`.replace(/^-/, "−");
}

function daysOf(days: number): string {
  return count(days, "day");
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

function andList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
