import type { Agreement, SalesClause } from "./agreement.ts";
import { doubt, duplicates, problem, type AgreementKnowledge, type AgreementProblem, type TeamFacts } from "./problem.ts";

/** Promises that somebody can keep: tiers that exist, one clock of a kind for each, hours in which to do it. */
export function slaOf(text: Agreement, knowledge: AgreementKnowledge): AgreementProblem[] {
  const { sla, tiers } = text;
  const known = new Set(tiers.map((tier) => tier.key));
  const promised = new Set(sla.sales.filter((clause) => clause.kind === "first-attempt").flatMap((clause) => clause.tiers));
  const teams = teamsOf(text, knowledge);
  return [
    ...duplicates("sla", [...sla.sales, ...sla.marketing].map((clause) => clause.key)).map((one) => ({ ...one, path: placeOf(Number(one.path.slice(4)), sla.sales.length) })),
    ...sla.sales.flatMap((clause, i) => salesClauseOf(`sla.sales.${i}`, clause, known, teams, sla.sales)),
    ...doubledPromises(sla.sales),
    ...tiers.flatMap((tier, i) => (promised.has(tier.key) ? [] : [doubt(`tiers.${i}`, "no-first-attempt-clause", `Nothing is promised about the first attempt on “${tier.name}”.`)])),
    ...sla.marketing.flatMap((clause, i) => (clause.kind !== "mql-volume" && clause.atLeast > 100 ? [problem(`sla.marketing.${i}.atLeast`, "share-above-100", "A share is 100 % at most.")] : [])),
    ...escalationOf(text, teams),
  ];
}

function placeOf(index: number, sales: number): string {
  return index < sales ? `sla.sales.${index}` : `sla.marketing.${index - sales}`;
}

function salesClauseOf(path: string, clause: SalesClause, known: ReadonlySet<string>, teams: readonly (readonly [string, TeamFacts])[], all: readonly SalesClause[]): AgreementProblem[] {
  return [
    ...duplicates(`${path}.tiers`, clause.tiers),
    ...clause.tiers.flatMap((tier, j) => (known.has(tier) ? [] : [problem(`${path}.tiers.${j}`, "unknown-tier", `There is no tier “${tier}”. Add it to the tiers, or take another.`)])),
    ...(clause.kind === "attempts" ? attemptsOf(path, clause, teams) : timedOf(path, clause, teams, all)),
  ];
}

function attemptsOf(path: string, clause: Extract<SalesClause, { kind: "attempts" }>, teams: readonly (readonly [string, TeamFacts])[]): AgreementProblem[] {
  const closed = teams.map(([key, team]) => [key, longestClosure(team)] as const).find(([, days]) => days < 7 && clause.withinDays <= days);
  return [
    ...(clause.channels > clause.attempts ? [problem(`${path}.channels`, "more-channels-than-attempts", `${clause.attempts} attempts can't be made on ${clause.channels} channels. Ask for more attempts, or fewer channels.`)] : []),
    ...(closed ? [doubt(`${path}.withinDays`, "no-working-day", `“${closed[0]}” is closed for ${closed[1]} days in a row, so a lead that comes then has no working day within ${clause.withinDays} of them. Give more days.`)] : []),
  ];
}

function timedOf(path: string, clause: Extract<SalesClause, { withinMinutes: number }>, teams: readonly (readonly [string, TeamFacts])[], all: readonly SalesClause[]): AgreementProblem[] {
  const hourless = teams.find(([, team]) => weekOf(team) === 0);
  const longest = teams.find(([, team]) => weekOf(team) > 0 && clause.withinMinutes > 13 * weekOf(team));
  const first = clause.kind === "disposition" ? all.find((one) => one.kind === "first-attempt" && one.withinMinutes > clause.withinMinutes && one.tiers.some((tier) => clause.tiers.includes(tier))) : undefined;
  return [
    ...(clause.warnAtPercent.some((percent, j) => j > 0 && percent <= clause.warnAtPercent[j - 1]!) ? [problem(`${path}.warnAtPercent`, "warnings-out-of-order", "Warnings are given in rising order.")] : []),
    ...(hourless ? [problem(`${path}.withinMinutes`, "no-business-hours", `“${hourless[0]}” has no business hours in a week, so this time never passes and nobody can keep it. Give the team hours under Settings, Teams.`)] : []),
    ...(longest ? [doubt(`${path}.withinMinutes`, "longer-than-a-quarter", `At ${weekOf(longest[1])} business minutes a week in “${longest[0]}” this is longer than a quarter. Business minutes are meant.`)] : []),
    ...(first ? [doubt(`${path}.withinMinutes`, "decided-before-attempted", `It is to be decided before the first attempt is due (“${first.name}”). Give more time here, or less there.`)] : []),
  ];
}

/** Teams whose hours count: those that routing can reach. */
function teamsOf({ routing }: Agreement, known: AgreementKnowledge): (readonly [string, TeamFacts])[] {
  const keys = new Set([...routing.rules.flatMap(({ to }) => ("team" in to ? [to.team] : "queue" in to ? [to.queue] : [])), routing.fallbackTeam]);
  return [...keys].flatMap((key) => {
    const team = known.team?.(key);
    return team ? [[key, team] as const] : [];
  });
}

function weekOf(team: TeamFacts): number {
  return team.minutesByWeekday.reduce((sum, minutes) => sum + minutes, 0);
}

/** Days in a row without business hours, over the turn of the week; 7 where there are none at all. */
function longestClosure(team: TeamFacts): number {
  let longest = 0;
  let run = 0;
  for (const minutes of [...team.minutesByWeekday, ...team.minutesByWeekday]) {
    run = minutes === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return Math.min(7, longest);
}

/** Two clauses of one kind for one tier would run two clocks against each other. */
function doubledPromises(clauses: readonly SalesClause[]): AgreementProblem[] {
  const seen = new Set<string>();
  return clauses.flatMap((clause, i) =>
    clause.tiers.flatMap((tier, j) => {
      const promise = `${clause.kind} ${tier}`;
      if (seen.has(promise) && clause.tiers.indexOf(tier) === j) return [problem(`sla.sales.${i}.tiers.${j}`, "two-clauses-for-one-tier", `Another clause of this kind already speaks of “${tier}”. Take the tier out of one of them.`)];
      seen.add(promise);
      return [];
    }),
  );
}

/** A ladder that goes up: each act once at its height, nothing taken away before the promise is broken, somebody to give it to. */
function escalationOf({ sla }: Agreement, teams: readonly (readonly [string, TeamFacts])[]): AgreementProblem[] {
  const acts = sla.escalation.map((step) => `${step.at} ${step.act} ${step.afterMinutes}`);
  const reassigns = sla.escalation.flatMap((step, i) => (step.act === "reassign" ? [i] : []));
  const receivers = teams.reduce((sum, [, team]) => sum + team.receivers, 0);
  return [
    ...acts.flatMap((act, i) => (acts.indexOf(act) < i ? [doubt(`sla.escalation.${i}`, "step-twice", "This step stands here twice. Leave one of them out.")] : [])),
    ...sla.escalation.flatMap((step, i) => (step.at !== "warning" ? [] : [
      ...(step.afterMinutes > 0 ? [doubt(`sla.escalation.${i}.afterMinutes`, "step-at-once", "A step at a warning is taken at once; minutes count after a breach only. Write 0, or breach.")] : []),
      ...(step.act === "reassign" ? [doubt(`sla.escalation.${i}.act`, "taken-before-broken", "The lead is taken away at every warning, before the promise is broken. Write breach, or remind the owner.")] : []),
    ])),
    ...reassigns.slice(1).map((i) => doubt(`sla.escalation.${i}`, "reassigned-in-a-loop", "The lead is taken from its next owner too, on the clock of the first. Reassign once, then put it on the review.")),
    ...(reassigns.length > 0 && teams.length > 0 && receivers === 1 ? [doubt(`sla.escalation.${reassigns[0]}`, "nobody-to-reassign-to", "Only one person receives handoffs, and a lead never goes back to the silent owner: it would end in the queue.")] : []),
  ];
}

export function reasonsOf({ rejectionReasons, sla }: Agreement): AgreementProblem[] {
  const needing = rejectionReasons.findIndex((reason) => reason.needsAttempts);
  return [
    ...duplicates("rejectionReasons", rejectionReasons.map((reason) => reason.code)),
    ...(needing >= 0 && !sla.sales.some((clause) => clause.kind === "attempts") ? [problem(`rejectionReasons.${needing}.needsAttempts`, "no-attempts-clause", "The reason asks for attempts, but no clause says how many. Add a clause about attempts.")] : []),
  ];
}
