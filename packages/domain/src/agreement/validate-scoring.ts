import type { CriteriaKnowledge } from "../criteria/validate.ts";
import { grades, type Agreement, type EngagementRule, type Grade } from "./agreement.ts";
import { highestEngagement, highestFit, mostOfRule } from "./attainable.ts";
import { holdsForEveryone, whyNobody } from "./contradictions.ts";
import { doubt, duplicates, problem, type AgreementProblem } from "./problem.ts";
import { criteriaOf, unknownSignal } from "./validate-criteria.ts";

/** What is wrong with points, caps, grades and the grid. */
export function fitOf({ fit }: Agreement, known: CriteriaKnowledge): AgreementProblem[] {
  const { A, B, C } = fit.gradeFrom;
  const groups = new Set(fit.groups.map((group) => group.key));
  const most = highestFit(fit, known.typeOf);
  return [
    ...duplicates("fit.rules", fit.rules.map((rule) => rule.key)),
    ...duplicates("fit.groups", fit.groups.map((group) => group.key)),
    ...fit.rules.flatMap((rule, i) => [...noPoints(`fit.rules.${i}.points`, rule.points), ...criteriaOf(`fit.rules.${i}.when`, rule.when, known), ...unknownGroup(`fit.rules.${i}.group`, rule.group, groups)]),
    ...idleGroups("fit.groups", fit.groups, fit.rules),
    ...(A > B && B > C ? [] : [problem("fit.gradeFrom", "grades-out-of-order", "A needs more points than B, and B more than C.")]),
    ...(["A", "B", "C"] as const).flatMap((grade) => (fit.gradeFrom[grade] > most ? [doubt(`fit.gradeFrom.${grade}`, "grade-unreachable", `All rules together give ${written(most)} points at most, so nobody is of grade ${grade}. Ask for fewer points, or give more.`)] : [])),
  ];
}

export function engagementOf({ engagement }: Agreement, signals: ReadonlySet<string>): AgreementProblem[] {
  const groups = new Set(engagement.groups.map((group) => group.key));
  return [
    ...duplicates("engagement.rules", engagement.rules.map((rule) => rule.key)),
    ...duplicates("engagement.groups", engagement.groups.map((group) => group.key)),
    ...engagement.rules.flatMap((rule, i) => engagementRuleOf(`engagement.rules.${i}`, rule, signals, groups)),
    ...idleGroups("engagement.groups", engagement.groups, engagement.rules),
  ];
}

function engagementRuleOf(path: string, rule: EngagementRule, signals: ReadonlySet<string>, groups: ReadonlySet<string>): AgreementProblem[] {
  const { points, cap, per, capPerDay } = rule;
  const { cap: _, ...uncapped } = rule;
  const reached = mostOfRule(uncapped);
  return [
    ...unknownSignal(`${path}.signal`, rule.signal, signals),
    ...unknownGroup(`${path}.group`, rule.group, groups),
    ...noPoints(`${path}.points`, points),
    ...(cap !== undefined && cap < Math.abs(points) ? [doubt(`${path}.cap`, "cap-below-points", `The cap of ${cap} is less than what one occurrence gives. Raise it, or give fewer points.`)] : []),
    ...(cap !== undefined && cap > reached && points !== 0 ? [doubt(`${path}.cap`, "cap-without-effect", `Within its window the rule comes to ${written(reached)} points at most, so the cap of ${cap} never takes hold. Leave it out, or lengthen the window.`)] : []),
    ...(per === "once" && capPerDay !== undefined ? [doubt(`${path}.capPerDay`, "cap-without-effect", "A rule that counts once needs no cap per day.")] : []),
  ];
}

function noPoints(path: string, points: number): AgreementProblem[] {
  return points === 0 ? [doubt(path, "no-points", "A rule of 0 points changes nothing. Give it points, or leave it out.")] : [];
}

function unknownGroup(path: string, group: string | undefined, groups: ReadonlySet<string>): AgreementProblem[] {
  return group !== undefined && !groups.has(group) ? [problem(path, "unknown-group", `There is no group “${group}”. Add it to the groups, or take another.`)] : [];
}

function idleGroups(path: string, groups: Agreement["fit"]["groups"], rules: readonly { readonly group?: string | undefined }[]): AgreementProblem[] {
  return groups.flatMap((group, i) => (rules.some((rule) => rule.group === group.key) ? [] : [doubt(`${path}.${i}`, "group-without-rules", `No rule belongs to “${group.name}”. Put rules into it, or leave it out.`)]));
}

export function mqlOf(text: Agreement, signals: ReadonlySet<string>, known: CriteriaKnowledge): AgreementProblem[] {
  const { grid, fastLanes, never } = text.mql;
  const most = highestEngagement(text.engagement);
  const fit = highestFit(text.fit, known.typeOf);
  const unreachable = grades.filter((grade) => grid[grade] !== null && grid[grade]! > most);
  const disordered = grades.slice(1).filter((grade, i) => (grid[grade] ?? Infinity) < (grid[grades[i]!] ?? Infinity));
  const open = grades.filter((grade) => grid[grade] !== null);
  const lanes = fastLanes.filter((lane) => signals.has(lane.signal));
  const nobodyFits = open.length > 0 && open.every((grade) => fitNeeded(text, grade) > fit);
  return [
    ...unreachable.map((grade) => problem(`mql.grid.${grade}`, "grid-unreachable", `Engagement can come to ${written(most)} points at most, so grade ${grade} never qualifies; write never, or raise the caps.`)),
    ...disordered.map((grade) => problem(`mql.grid.${grade}`, "grid-out-of-order", `Grade ${grade} would qualify with less engagement than a better grade. Ask for at least as much, or write never.`)),
    ...(open.length === 0 && fastLanes.length === 0 ? [problem("mql", "nobody-qualifies", "No grade and no fast lane qualifies: nobody would ever be handed over. Give a grade its points of engagement, or add a fast lane.")] : []),
    ...(nobodyFits ? [(lanes.length === 0 ? problem : doubt)("mql.grid", "grid-unreachable", `Only grade ${open.join(" and ")} qualifies, and fit comes to ${written(fit)} points at most: nobody gets there. Lower the grades, or give more points.`)] : []),
    ...duplicates("mql.fastLanes", fastLanes.map((lane) => lane.key)),
    ...fastLanes.flatMap((lane, i) => unknownSignal(`mql.fastLanes.${i}.signal`, lane.signal, signals)),
    ...(never ? criteriaOf("mql.never", never, known) : []),
    ...(never && whyNobody(never, known.typeOf) === null && holdsForEveryone(never) ? [problem("mql.never", "nobody-qualifies", "Never holds for everyone: nobody would ever be handed over. Say who, or leave it out.")] : []),
  ];
}

/** Everybody has at least grade D. */
function fitNeeded({ fit }: Agreement, grade: Grade): number {
  return grade === "D" ? -Infinity : fit.gradeFrom[grade];
}

/** Points as people write them, rounded up at the third place. */
function written(points: number): string {
  return Number.isFinite(points) ? String(Math.ceil(points * 1_000 - 1e-6) / 1_000) : "any number of";
}
