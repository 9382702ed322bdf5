import type { FieldRef, FieldType } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { findOversize, join, validateCriteria, type CriteriaKnowledge, type Problem } from "../criteria/validate.ts";
import { isTimeZone } from "../kit/zone.ts";
import { agreement as shape, grades, type Agreement } from "./agreement.ts";

/**
 * What is wrong with an agreement, each with its place (`sla.sales.0.tiers.1`), before anything runs by it. A problem
 * blocks signing; a doubt is said and may be signed all the same.
 */
export interface AgreementProblem extends Problem {
  readonly severity: "problem" | "doubt";
}

export interface AgreementKnowledge {
  /** Types of all fields, custom ones included; null for a field that does not exist. */
  typeOf?(ref: FieldRef): FieldType | null;
  /** Teams, queues and users that exist; left out where that is not known here. */
  hasTeam?(key: string): boolean;
  hasUser?(email: string): boolean;
}

/** Reads an agreement that came from outside: limits before the recursive shape, then everything the shape can't say. */
export function parseAgreement(raw: unknown, known: AgreementKnowledge = {}): { readonly ok: Agreement; readonly doubts: readonly AgreementProblem[] } | { readonly problems: readonly AgreementProblem[] } {
  const oversize = criteriaPlaces(raw).map(([path, tree]) => findOversize(tree, path)).filter((found) => found !== null);
  if (oversize.length > 0) return { problems: oversize.map(asProblem) };
  const parsed = shape.safeParse(raw);
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => asProblem({ path: issue.path.join("."), code: "bad-shape", words: issue.message })) };
  const found = validateAgreement(parsed.data, known);
  return found.some((one) => one.severity === "problem") ? { problems: found } : { ok: parsed.data, doubts: found };
}

/** Problems and doubts of an agreement of good shape, in the order of the document. */
export function validateAgreement(text: Agreement, known: AgreementKnowledge = {}): AgreementProblem[] {
  const signals = new Set(text.signals.map((signal) => signal.key));
  const ask: CriteriaKnowledge = { typeOf: known.typeOf ?? standardTypeOf, hasSignal: (key) => signals.has(key), mayAskScore: true };
  const scoreless: CriteriaKnowledge = { ...ask, mayAskScore: false };
  return [
    ...zoneOf(text),
    ...criteriaOf("idealCustomer.when", text.idealCustomer.when, ask),
    ...duplicates("signals", text.signals.map((signal) => signal.key)),
    ...signalsOf(text),
    ...fitOf(text, scoreless),
    ...engagementOf(text, signals),
    ...mqlOf(text, signals, ask),
    ...tiersOf(text, ask),
    ...routingOf(text, ask, known),
    ...slaOf(text),
    ...reasonsOf(text),
    ...qualificationOf(text),
    ...packageOf(text, ask),
    ...duplicates("targets", text.targets.map((target) => target.quarter)),
    ...duplicates("stages", text.stages.map((stage) => stage.stage)),
    ...duplicates("personas", text.personas.map((persona) => persona.key)),
  ];
}

function problem(path: string, code: string, words: string): AgreementProblem {
  return { severity: "problem", path, code, words };
}
function doubt(path: string, code: string, words: string): AgreementProblem {
  return { severity: "doubt", path, code, words };
}
function asProblem(one: Problem): AgreementProblem {
  return { severity: "problem", ...one };
}

/** A contradiction in criteria is a doubt (it holds for nobody); a reference to nothing is a problem. */
function criteriaOf(path: string, tree: Agreement["idealCustomer"]["when"], known: CriteriaKnowledge): AgreementProblem[] {
  return validateCriteria(tree, known, path).map((one) => ({ severity: one.code === "holds-for-nobody" ? "doubt" : "problem", ...one }));
}

function duplicates(path: string, keys: readonly string[]): AgreementProblem[] {
  return keys.flatMap((key, index) => (keys.indexOf(key) < index ? [problem(join(path, String(index)), "duplicate-key", `“${key}” stands here twice.`)] : []));
}

function zoneOf(text: Agreement): AgreementProblem[] {
  return isTimeZone(text.timeZone) ? [] : [problem("timeZone", "unknown-time-zone", `“${text.timeZone}” is no time zone; one is written like Europe/Berlin.`)];
}

function signalsOf(text: Agreement): AgreementProblem[] {
  return text.signals.flatMap((signal, i) =>
    signal.recognise.flatMap((pattern, j) => {
      const path = `signals.${i}.recognise.${j}`;
      const asksPath = pattern.pathIs !== undefined || pattern.pathStartsWith !== undefined || pattern.pathContains !== undefined;
      if (pattern.type === "track" && pattern.name === undefined && pattern.properties === undefined && !asksPath) return [doubt(path, "recognises-everything", "This recognises every event that is tracked.")];
      return [];
    }),
  );
}

function fitOf({ fit }: Agreement, known: CriteriaKnowledge): AgreementProblem[] {
  const { A, B, C } = fit.gradeFrom;
  const groups = new Set(fit.groups.map((group) => group.key));
  return [
    ...duplicates("fit.rules", fit.rules.map((rule) => rule.key)),
    ...duplicates("fit.groups", fit.groups.map((group) => group.key)),
    ...fit.rules.flatMap((rule, i) => [...criteriaOf(`fit.rules.${i}.when`, rule.when, known), ...unknownGroup(`fit.rules.${i}.group`, rule.group, groups)]),
    ...(A > B && B > C ? [] : [problem("fit.gradeFrom", "grades-out-of-order", "A needs more points than B, and B more than C.")]),
    ...(highestFit(fit) < A ? [doubt("fit.gradeFrom.A", "grade-unreachable", "All rules that give points together do not reach grade A.")] : []),
  ];
}

function highestFit(fit: Agreement["fit"]): number {
  const cap = (key: string | undefined) => fit.groups.find((group) => group.key === key)?.cap ?? Infinity;
  const sums = new Map<string | undefined, number>();
  for (const rule of fit.rules) if (rule.points > 0) sums.set(rule.group, (sums.get(rule.group) ?? 0) + rule.points);
  return [...sums].reduce((sum, [group, points]) => sum + Math.min(points, cap(group)), 0);
}

function unknownGroup(path: string, group: string | undefined, groups: ReadonlySet<string>): AgreementProblem[] {
  return group !== undefined && !groups.has(group) ? [problem(path, "unknown-group", `There is no group “${group}”.`)] : [];
}

function engagementOf({ engagement }: Agreement, signals: ReadonlySet<string>): AgreementProblem[] {
  const groups = new Set(engagement.groups.map((group) => group.key));
  return [
    ...duplicates("engagement.rules", engagement.rules.map((rule) => rule.key)),
    ...duplicates("engagement.groups", engagement.groups.map((group) => group.key)),
    ...engagement.rules.flatMap((rule, i) => {
      const path = `engagement.rules.${i}`;
      return [
        ...unknownSignal(`${path}.signal`, rule.signal, signals),
        ...unknownGroup(`${path}.group`, rule.group, groups),
        ...(rule.cap !== undefined && rule.cap < Math.abs(rule.points) ? [doubt(`${path}.cap`, "cap-below-points", "The cap is less than what one occurrence gives.")] : []),
        ...(rule.per === "once" && rule.capPerDay !== undefined ? [doubt(`${path}.capPerDay`, "cap-without-effect", "A rule that counts once needs no cap per day.")] : []),
      ];
    }),
  ];
}

function unknownSignal(path: string, key: string, signals: ReadonlySet<string>): AgreementProblem[] {
  return signals.has(key) ? [] : [problem(path, "unknown-signal", `There is no signal “${key}”.`)];
}

/** What engagement can come to at most; infinite as soon as one rule has no cap. */
function highestEngagement({ engagement }: Agreement): number {
  const sums = new Map<string | undefined, number>();
  for (const rule of engagement.rules) {
    if (rule.points <= 0) continue;
    const most = Math.min(rule.cap ?? Infinity, rule.per === "once" ? rule.points : Infinity);
    sums.set(rule.group, (sums.get(rule.group) ?? 0) + most);
  }
  return [...sums].reduce((sum, [group, points]) => sum + Math.min(points, engagement.groups.find((one) => one.key === group)?.cap ?? Infinity), 0);
}

function mqlOf(text: Agreement, signals: ReadonlySet<string>, known: CriteriaKnowledge): AgreementProblem[] {
  const { grid, fastLanes, never } = text.mql;
  const most = highestEngagement(text);
  const unreachable = grades.filter((grade) => grid[grade] !== null && grid[grade]! > most);
  const disordered = grades.slice(1).filter((grade, i) => (grid[grade] ?? Infinity) < (grid[grades[i]!] ?? Infinity));
  return [
    ...unreachable.map((grade) => problem(`mql.grid.${grade}`, "grid-unreachable", `Engagement can come to ${most} points at most, so grade ${grade} never qualifies; write never, or raise the caps.`)),
    ...disordered.map((grade) => problem(`mql.grid.${grade}`, "grid-out-of-order", `Grade ${grade} would qualify with less engagement than a better grade.`)),
    ...(grades.every((grade) => grid[grade] === null) && fastLanes.length === 0 ? [problem("mql", "nobody-qualifies", "No grade and no fast lane qualifies: nobody would ever be handed over.")] : []),
    ...duplicates("mql.fastLanes", fastLanes.map((lane) => lane.key)),
    ...fastLanes.flatMap((lane, i) => unknownSignal(`mql.fastLanes.${i}.signal`, lane.signal, signals)),
    ...(never ? criteriaOf("mql.never", never, known) : []),
  ];
}

function tiersOf(text: Agreement, known: CriteriaKnowledge): AgreementProblem[] {
  const path = "tiers";
  return [...duplicates(path, text.tiers.map((tier) => tier.key)), ...text.tiers.flatMap((tier, i) => criteriaOf(`${path}.${i}.when`, tier.when, known))];
}

function routingOf({ routing }: Agreement, ask: CriteriaKnowledge, known: AgreementKnowledge): AgreementProblem[] {
  const team = (path: string, key: string) => (known.hasTeam && !known.hasTeam(key) ? [problem(path, "unknown-team", `There is no team “${key}”.`)] : []);
  const last = routing.rules.length - 1;
  return [
    ...duplicates("routing.rules", routing.rules.map((rule) => rule.key)),
    ...routing.rules.flatMap((rule, i) => {
      const path = `routing.rules.${i}`;
      const to = rule.to;
      const target = "user" in to ? (known.hasUser && !known.hasUser(to.user) ? [problem(`${path}.to.user`, "unknown-user", `There is no user “${to.user}”.`)] : []) : team(`${path}.to`, "team" in to ? to.team : to.queue);
      return [
        ...(rule.when ? criteriaOf(`${path}.when`, rule.when, ask) : []),
        ...target,
        ...(!rule.when && i < last ? [doubt(path, "shadows-later-rules", "This rule takes everyone, so the rules after it are never asked.")] : []),
      ];
    }),
    ...(last < 0 || routing.rules[last]!.when ? [doubt("routing.rules", "no-rule-for-the-rest", `Whom no rule takes goes to the queue of “${routing.fallbackTeam}”.`)] : []),
    ...team("routing.fallbackTeam", routing.fallbackTeam),
  ];
}

function slaOf({ sla, tiers }: Agreement): AgreementProblem[] {
  const known = new Set(tiers.map((tier) => tier.key));
  const promised = new Set(sla.sales.filter((clause) => clause.kind === "first-attempt").flatMap((clause) => clause.tiers));
  return [
    ...duplicates("sla", [...sla.sales, ...sla.marketing].map((clause) => clause.key)),
    ...sla.sales.flatMap((clause, i) => [
      ...clause.tiers.flatMap((tier, j) => (known.has(tier) ? [] : [problem(`sla.sales.${i}.tiers.${j}`, "unknown-tier", `There is no tier “${tier}”.`)])),
      ...(clause.kind === "attempts" && clause.channels > clause.attempts ? [problem(`sla.sales.${i}.channels`, "more-channels-than-attempts", `${clause.attempts} attempts can't be made on ${clause.channels} channels.`)] : []),
      ...("warnAtPercent" in clause && clause.warnAtPercent.some((percent, j) => j > 0 && percent <= clause.warnAtPercent[j - 1]!) ? [problem(`sla.sales.${i}.warnAtPercent`, "warnings-out-of-order", "Warnings are given in rising order.")] : []),
    ]),
    ...doubledPromises(sla.sales),
    ...tiers.flatMap((tier, i) => (promised.has(tier.key) ? [] : [doubt(`tiers.${i}`, "no-first-attempt-clause", `Nothing is promised about the first attempt on “${tier.name}”.`)])),
    ...sla.marketing.flatMap((clause, i) => (clause.kind !== "mql-volume" && clause.atLeast > 100 ? [problem(`sla.marketing.${i}.atLeast`, "share-above-100", "A share is 100 % at most.")] : [])),
  ];
}

/** Two clauses of one kind for one tier would run two clocks against each other. */
function doubledPromises(clauses: Agreement["sla"]["sales"]): AgreementProblem[] {
  const seen = new Set<string>();
  return clauses.flatMap((clause, i) =>
    clause.tiers.flatMap((tier, j) => {
      const promise = `${clause.kind} ${tier}`;
      if (seen.has(promise)) return [problem(`sla.sales.${i}.tiers.${j}`, "two-clauses-for-one-tier", `Another clause of this kind already speaks of “${tier}”.`)];
      seen.add(promise);
      return [];
    }),
  );
}

function reasonsOf({ rejectionReasons, sla }: Agreement): AgreementProblem[] {
  const needing = rejectionReasons.findIndex((reason) => reason.needsAttempts);
  return [
    ...duplicates("rejectionReasons", rejectionReasons.map((reason) => reason.code)),
    ...(needing >= 0 && !sla.sales.some((clause) => clause.kind === "attempts") ? [problem(`rejectionReasons.${needing}.needsAttempts`, "no-attempts-clause", "The reason asks for attempts, but no clause says how many.")] : []),
  ];
}

function qualificationOf({ qualification }: Agreement): AgreementProblem[] {
  const asked = qualification.questions.map((question) => question.key);
  return [
    ...duplicates("qualification.questions", asked),
    ...qualification.requiredForSql.flatMap((key, i) => (asked.includes(key) ? [] : [problem(`qualification.requiredForSql.${i}`, "unknown-question", `There is no question “${key}”.`)])),
  ];
}

function packageOf({ packageRequires }: Agreement, known: CriteriaKnowledge): AgreementProblem[] {
  return packageRequires.flatMap((ref, i) => (known.typeOf(ref) === null ? [problem(`packageRequires.${i}`, "unknown-field", `There is no field ${ref}.`)] : []));
}

/** Where criteria can stand in a document of any shape. */
function criteriaPlaces(raw: unknown): [string, unknown][] {
  const get = (value: unknown, key: string): unknown => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined);
  const whens = (path: string, list: unknown): [string, unknown][] => (Array.isArray(list) ? list.map((one, i): [string, unknown] => [`${path}.${i}.when`, get(one, "when")]) : []);
  return [
    ["idealCustomer.when", get(get(raw, "idealCustomer"), "when")],
    ["mql.never", get(get(raw, "mql"), "never")],
    ...whens("fit.rules", get(get(raw, "fit"), "rules")),
    ...whens("tiers", get(raw, "tiers")),
    ...whens("routing.rules", get(get(raw, "routing"), "rules")),
  ];
}
