import { criteria } from "../criteria/criteria.ts";
import { standardTypeOf } from "../criteria/operators.ts";
import { findOversize, type CriteriaKnowledge, type Problem } from "../criteria/validate.ts";
import { isTimeZone } from "../kit/zone.ts";
import { agreement as shape, type Agreement, type EventPattern } from "./agreement.ts";
import { doubt, duplicates, problem, type AgreementKnowledge, type AgreementProblem } from "./problem.ts";
import { shapeProblems } from "./shape-problems.ts";
import { unstorableText } from "./unstorable-text.ts";
import { criteriaOf } from "./validate-criteria.ts";
import { routingOf } from "./validate-routing.ts";
import { engagementOf, fitOf, mqlOf } from "./validate-scoring.ts";
import { reasonsOf, slaOf } from "./validate-sla.ts";

export type { AgreementKnowledge, AgreementProblem } from "./problem.ts";

export type ParsedAgreement = { readonly ok: Agreement; readonly doubts: readonly AgreementProblem[] } | { readonly problems: readonly AgreementProblem[] };

/** Reads an agreement that came from outside: limits before the recursive shape, then everything the shape can't say. */
export function parseAgreement(raw: unknown, known: AgreementKnowledge = {}): ParsedAgreement {
  const shaped = parseShape(raw);
  if ("problems" in shaped) return shaped;
  const found = validateAgreement(shaped.ok, known);
  return found.some((one) => one.severity === "problem") ? { problems: found } : { ok: shaped.ok, doubts: found };
}

/** The shape alone: what an open draft must have, whatever else is still wrong with it. */
export function parseShape(raw: unknown): { readonly ok: Agreement } | { readonly problems: readonly AgreementProblem[] } {
  const oversize = criteriaPlaces(raw).flatMap(([path, tree]) => findOversize(tree, path) ?? []);
  if (oversize.length > 0) return { problems: oversize.map(asProblem) };
  const misshapen = misshapenCriteria(raw);
  if (misshapen.length >= manyMisshapen) return { problems: misshapen };
  const parsed = shape.safeParse(raw);
  if (!parsed.success) return { problems: shapeProblems(parsed.error.issues, raw) };
  const unstorable = unstorableText(parsed.data);
  return unstorable.length > 0 ? { problems: unstorable } : { ok: parsed.data };
}

const manyMisshapen = 50;

/**
 * Conditions that are none, until there are many: trying every form of condition on thousands of them takes seconds, in
 * which nobody else is served.
 */
function misshapenCriteria(raw: unknown): AgreementProblem[] {
  const found: AgreementProblem[] = [];
  for (const [path, tree] of criteriaPlaces(raw)) {
    if (found.length >= manyMisshapen) break;
    const parsed = tree === undefined ? null : criteria.safeParse(tree);
    if (parsed?.success === false) found.push(...shapeProblems(parsed.error.issues, raw, path.split(".")));
  }
  return found;
}

/** Problems and doubts of an agreement of good shape, in the order of the document. */
export function validateAgreement(text: Agreement, known: AgreementKnowledge = {}): AgreementProblem[] {
  const signals = new Set(text.signals.map((signal) => signal.key));
  const names = new Map(text.signals.map((signal) => [signal.key, signal.name]));
  const ask: CriteriaKnowledge = { typeOf: known.typeOf ?? standardTypeOf, hasSignal: (key) => signals.has(key), mayAskScore: true, wording: { ...known.wording, signal: (key) => names.get(key) ?? null }, ...(known.hasMembership && { hasMembership: known.hasMembership }) };
  const scoreless: CriteriaKnowledge = { ...ask, mayAskScore: false };
  return [
    ...zoneOf(text),
    ...idealCustomerOf(text, ask),
    ...duplicates("personas", text.personas.map((persona) => persona.key)),
    ...signalsOf(text),
    ...fitOf(text, scoreless),
    ...engagementOf(text, signals),
    ...mqlOf(text, signals, ask),
    ...stagesOf(text, ask),
    ...segmentsOf(text, ask),
    ...tiersOf(text, ask),
    ...packageOf(text, ask),
    ...routingOf(text, ask, known),
    ...slaOf(text, known),
    ...reasonsOf(text),
    ...qualificationOf(text),
    ...targetsOf(text),
    ...duplicates("reviews", text.reviews.map((review) => review.key)),
    ...(text.reviews.length === 0 ? [doubt("reviews", "no-review", "Nobody ever looks at this agreement again. Name a review and how often it is held.")] : []),
  ];
}

function asProblem(one: Problem): AgreementProblem {
  return { severity: "problem", ...one };
}

function zoneOf(text: Agreement): AgreementProblem[] {
  return isTimeZone(text.timeZone) ? [] : [problem("timeZone", "unknown-time-zone", `“${text.timeZone}” is no time zone; one is written like Europe/Berlin.`)];
}

function idealCustomerOf({ idealCustomer }: Agreement, ask: CriteriaKnowledge): AgreementProblem[] {
  const excluded = idealCustomer.exclusions?.when;
  return [...criteriaOf("idealCustomer.when", idealCustomer.when, ask), ...(excluded ? criteriaOf("idealCustomer.exclusions.when", excluded, ask) : [])];
}

function signalsOf(text: Agreement): AgreementProblem[] {
  const asked = new Set([...text.engagement.rules.map((rule) => rule.signal), ...text.mql.fastLanes.map((lane) => lane.signal), ...[...JSON.stringify(text).matchAll(/"signal":"([^"]+)"/g)].map(([, key]) => key!)]);
  return [
    ...duplicates("signals", text.signals.map((signal) => signal.key)),
    ...text.signals.flatMap((signal, i) => recognitionOf(`signals.${i}.recognise`, signal.recognise)),
    ...text.signals.flatMap((signal, i) => (asked.has(signal.key) ? [] : [doubt(`signals.${i}`, "signal-without-effect", `No rule, fast lane or condition asks for “${signal.name}”. Give it points, or leave it out.`)])),
  ];
}

/** Of several patterns one that recognises nothing is a doubt; where none recognises anything, the signal is none. */
function recognitionOf(path: string, patterns: readonly EventPattern[]): AgreementProblem[] {
  const found = patterns.flatMap((pattern, j) => patternOf(`${path}.${j}`, pattern));
  const dead = found.filter((one) => one.code === "recognises-nothing").length === patterns.length;
  return dead ? found.map((one) => ({ ...one, severity: "problem" })) : found;
}

function patternOf(path: string, pattern: EventPattern): AgreementProblem[] {
  const { type, name, pathIs, pathStartsWith, pathContains, properties } = pattern;
  if (type === "track" && [name, properties, pathIs, pathStartsWith, pathContains].every((part) => part === undefined)) return [doubt(path, "recognises-everything", "This recognises every event that is tracked. Name the event.")];
  const exact = pathIs?.toLowerCase();
  const apart = (exact !== undefined && ((pathStartsWith !== undefined && !exact.startsWith(pathStartsWith.toLowerCase())) || (pathContains !== undefined && !exact.includes(pathContains.toLowerCase())))) || [name, pathIs].includes("");
  return apart ? [doubt(path, "recognises-nothing", "No event can be recognised by this: its parts exclude each other or are empty. Correct them, or leave the pattern out.")] : [];
}

function stagesOf({ stages }: Agreement, ask: CriteriaKnowledge): AgreementProblem[] {
  return [...duplicates("stages", stages.map((stage) => stage.stage)), ...stages.flatMap((stage, i) => (stage.entry ? criteriaOf(`stages.${i}.entry`, stage.entry, ask) : []))];
}

function segmentsOf({ segments = [] }: Agreement, ask: CriteriaKnowledge): AgreementProblem[] {
  return [...duplicates("segments", segments.map((segment) => segment.key)), ...segments.flatMap((segment, i) => criteriaOf(`segments.${i}.when`, segment.when, ask))];
}

/** The last tier takes whoever is left, whatever it asks; one before it that asks nothing takes them all. */
function tiersOf({ tiers }: Agreement, ask: CriteriaKnowledge): AgreementProblem[] {
  return [...duplicates("tiers", tiers.map((tier) => tier.key)), ...unreached("tiers", tiers, "tier"), ...tiers.flatMap((tier, i) => criteriaOf(`tiers.${i}.when`, tier.when, ask))];
}

function unreached(path: string, tiers: Agreement["tiers"], word: string): AgreementProblem[] {
  const texts = tiers.map((tier) => JSON.stringify(tier.when));
  return tiers.flatMap((tier, i) => {
    if (i < tiers.length - 1 && texts[i] === '{"all":[]}') return [doubt(`${path}.${i}`, "shadows-later-tiers", `This ${word} takes everyone, so the ones after it are never reached. Put it last.`)];
    const twin = texts.indexOf(texts[i]!);
    return twin < i ? [doubt(`${path}.${i}.when`, "never-reached", `“${tiers[twin]!.name}” asks the same and comes before “${tier.name}”. Change one of the two.`)] : [];
  });
}

function qualificationOf({ qualification }: Agreement): AgreementProblem[] {
  const asked = new Set(qualification.questions.map((question) => question.key));
  return [
    ...duplicates("qualification.questions", qualification.questions.map((question) => question.key)),
    ...duplicates("qualification.requiredForSql", qualification.requiredForSql),
    ...qualification.requiredForSql.flatMap((key, i) => (asked.has(key) ? [] : [problem(`qualification.requiredForSql.${i}`, "unknown-question", `There is no question “${key}”. Add it to the questions, or do not ask for it.`)])),
  ];
}

function packageOf({ packageRequires }: Agreement, known: CriteriaKnowledge): AgreementProblem[] {
  return [...duplicates("packageRequires", packageRequires), ...packageRequires.flatMap((ref, i) => (known.typeOf(ref) === null ? [problem(`packageRequires.${i}`, "unknown-field", `There is no field ${ref}.`)] : []))];
}

function targetsOf({ targets, segments = [], sla }: Agreement): AgreementProblem[] {
  const known = new Set(segments.map((segment) => segment.key));
  return [
    ...duplicates("targets", targets.map((target) => (target.segment === undefined ? target.quarter : `${target.quarter} ${target.segment}`))),
    ...targets.flatMap((target, i) => (target.segment !== undefined && !known.has(target.segment) ? [problem(`targets.${i}.segment`, "unknown-segment", `There is no segment “${target.segment}”. Add it to the segments, or leave it out here.`)] : [])),
    ...belowPromise(targets, sla),
  ];
}

/** A plan that is kept while the promise is broken. The latest quarter named is the one ahead; earlier ones may be over. */
function belowPromise(targets: Agreement["targets"], { marketing }: Agreement["sla"]): AgreementProblem[] {
  const ahead = targets.reduce<Agreement["targets"][number] | null>((latest, target) => (target.segment === undefined && target.mqls !== undefined && (latest === null || target.quarter > latest.quarter) ? target : latest), null);
  const owed = Math.max(...marketing.filter((clause) => clause.kind === "mql-volume").map((clause) => clause.atLeast));
  if (ahead?.mqls === undefined || ahead.mqls >= owed) return [];
  return [doubt(`targets.${targets.indexOf(ahead)}.mqls`, "target-below-promise", `The target of ${ahead.quarter.replace("-", " ")} is ${ahead.mqls} MQLs, fewer than the ${owed} that Marketing owes each quarter. Aim for at least what is owed, or owe less.`)];
}

/** Where criteria can stand in a document of any shape. */
function criteriaPlaces(raw: unknown): [string, unknown][] {
  const get = (value: unknown, ...keys: string[]): unknown => keys.reduce((part, key) => (typeof part === "object" && part !== null ? (part as Record<string, unknown>)[key] : undefined), value);
  const each = (path: string, list: unknown, part = "when"): [string, unknown][] => (Array.isArray(list) ? list.map((one, i): [string, unknown] => [`${path}.${i}.${part}`, get(one, part)]) : []);
  return [
    ["idealCustomer.when", get(raw, "idealCustomer", "when")],
    ["idealCustomer.exclusions.when", get(raw, "idealCustomer", "exclusions", "when")],
    ["mql.never", get(raw, "mql", "never")],
    ...each("fit.rules", get(raw, "fit", "rules")),
    ...each("stages", get(raw, "stages"), "entry"),
    ...each("segments", get(raw, "segments")),
    ...each("tiers", get(raw, "tiers")),
    ...each("routing.rules", get(raw, "routing", "rules")),
  ];
}
