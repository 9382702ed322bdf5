import { examineColumns, teachingColumns, type ColumnEvidence } from "./leaks.ts";
import { holdOut, thresholdsOf, truth, type HeldOut, type Score, type Threshold } from "./hold-out.ts";
import { liftOf, wilson, type Interval, type Lift } from "./intervals.ts";
import { readPoints, type Reading } from "./performance.ts";
import { countLeftOut, countOutcomes, settledByAge, type LeftOut, type PeopleTable, type Rows } from "./people-table.ts";
import { outcomesPerRule, proposeRules, sumPoints, type Proposal, type ProposedRule } from "./propose-rules.ts";
import { addUp, canWeigh, capsFor, leakingRules, overlapsOf, reweighRules, type Reweighed, type RuleOverlap } from "./reweigh-rules.ts";

/**
 * Calibration: what the outcomes say of the rules in force, or which rules the fields would make where there are none.
 * It only suggests. Everything it says can be followed to people that were counted.
 */

export interface CalibrationOptions {
  /** Weigh the rules in force, or look for rules in the fields there are. */
  readonly from: "rules" | "fields";
  /** Share of outcomes wanted above the threshold. */
  readonly precision: number;
  /** Points that double the odds; null: 10 for new rules, the present spread of scores for rules in force. */
  readonly pointsPerDoubling?: number | null;
  readonly onStep?: (done: number, of: number) => void;
}

export interface Calibration {
  /** People with an outcome to learn from, and those left out. */
  readonly people: number;
  readonly outcomes: number;
  readonly leftOut: LeftOut;
  /** Why nothing is suggested; null where something is. */
  readonly nothing: Nothing | null;
  readonly evidence: readonly ColumnEvidence[];
  /** Of the rules in force. */
  readonly reweighed: Reweighed | null;
  readonly overlaps: readonly RuleOverlap[];
  /** Of the fields. */
  readonly proposed: readonly FoundRule[];
  readonly left: Proposal["left"];
  readonly tried: number;
  readonly pointsPerDoubling: number;
  readonly heldOut: HeldOut | null;
  /** Rules in force that the present score was measured without: what they ask about is under suspicion. */
  readonly currentWithout: readonly string[];
  /** What every threshold of the suggested points comes to, among all learned from. */
  readonly thresholds: readonly Threshold[];
  readonly reading: Reading | null;
}

export type Nothing =
  | { readonly kind: "too-little"; readonly people: number; readonly outcomes: number; readonly needed: number }
  | { readonly kind: "only-chance"; readonly tried: number }
  | { readonly kind: "does-not-hold"; readonly auc: number; readonly low: number };

export interface FoundRule extends ProposedRule {
  readonly people: number;
  readonly outcomes: number;
  readonly share: Interval & { readonly share: number };
  readonly lift: Lift;
}

/** With fewer on the rarer side, nothing is suggested at all. */
export const leastOutcomes = 50;

export function calibrate(table: PeopleTable, options: CalibrationOptions): Calibration {
  const rows = settledByAge(table);
  const outcomes = countOutcomes(table, rows);
  const evidence = examineColumns(table, rows);
  const empty: Calibration = { people: rows.length, outcomes, leftOut: countLeftOut(table), nothing: null, evidence, reweighed: null, overlaps: [], proposed: [], left: [], tried: 0, pointsPerDoubling: options.pointsPerDoubling ?? 10, heldOut: null, currentWithout: leakingRules(table, leaksAmong(evidence)).map(({ name }) => name), thresholds: [], reading: null };
  const rarer = Math.min(outcomes, rows.length - outcomes);
  if (rarer < leastOutcomes) return { ...empty, nothing: { kind: "too-little", people: rows.length, outcomes: rarer, needed: leastOutcomes } };
  return options.from === "rules" ? fromRules(table, rows, options, empty) : fromFields(table, rows, options, empty);
}

function fromRules(table: PeopleTable, rows: Rows, options: CalibrationOptions, empty: Calibration): Calibration {
  if (!canWeigh(table, rows, table.rules.length)) return { ...empty, nothing: { kind: "too-little", people: rows.length, outcomes: Math.min(empty.outcomes, rows.length - empty.outcomes), needed: table.rules.length * outcomesPerRule } };
  // Which fields leak is asked of the people learned from alone, else the held-out ones would have had a say.
  const learn = (from: Rows): Reweighed => reweighRules(table, from, leaksAmong(examineColumns(table, from)), options.pointsPerDoubling ?? null);
  const score = (from: Rows): Score => {
    const points = suggestedPoints(learn(from));
    return (asked) => addUp(table, asked, points, capsFor(table, points));
  };
  const reweighed = learn(rows);
  const points = suggestedPoints(reweighed);
  const heldOut = holdOut(table, rows, { learn: score, current: currentScore(table, empty.evidence), precision: options.precision, ...steps(options) });
  const suggested = addUp(table, rows, points, capsFor(table, points));
  return {
    ...empty,
    nothing: whyNothing(heldOut, points.filter((one) => one !== 0).length, table.rules.length),
    reweighed,
    overlaps: overlapsOf(table.rules, rows),
    tried: table.rules.length,
    pointsPerDoubling: reweighed.pointsPerDoubling,
    heldOut,
    thresholds: thresholdsOf(suggested, truth(table, rows)),
    reading: readingOf(suggested, truth(table, rows)),
  };
}

/** What every rule would get; one hit by too few people keeps what it has. */
export function suggestedPoints(reweighed: Reweighed): number[] {
  return reweighed.findings.map(({ finding, points, rule }) => (finding === "too-few" ? rule.points : (points?.suggested ?? 0)));
}

function fromFields(table: PeopleTable, rows: Rows, options: CalibrationOptions, empty: Calibration): Calibration {
  const scale = { pointsPerDoubling: options.pointsPerDoubling ?? 10 };
  const learn = (from: Rows): Proposal => proposeRules(table, from, teachingColumns(table, examineColumns(table, from)), scale);
  const proposal = learn(rows);
  if (proposal.rules.length === 0) return { ...empty, left: proposal.left, tried: proposal.tried, nothing: { kind: "only-chance", tried: proposal.tried } };
  const heldOut = holdOut(table, rows, { learn: (from) => ((rules) => (asked: Rows) => sumPoints(rules, asked))(learn(from).rules), current: currentScore(table, empty.evidence), precision: options.precision, ...steps(options) });
  const suggested = sumPoints(proposal.rules, rows);
  const nothing = whyNothing(heldOut, proposal.rules.length, proposal.tried);
  return {
    ...empty,
    nothing,
    proposed: nothing ? [] : proposal.rules.map((rule) => foundRule(table, rows, rule, empty)),
    left: proposal.left,
    tried: proposal.tried,
    overlaps: overlapsOf(proposal.rules.map(({ candidate }) => ({ key: `${candidate.field} ${candidate.says}`, amounts: candidate.hits })), rows),
    heldOut,
    thresholds: nothing ? [] : thresholdsOf(suggested, truth(table, rows)),
    reading: nothing ? null : readingOf(suggested, truth(table, rows)),
  };
}

/** Points as they are, without rules that leak: those would look unbeatable and be worth nothing on a new lead. */
function currentScore(table: PeopleTable, evidence: readonly ColumnEvidence[]): Score | null {
  const leaking = new Set(leakingRules(table, leaksAmong(evidence)));
  const points = table.rules.map((rule) => (leaking.has(rule) ? 0 : rule.points));
  return points.every((one) => one === 0) ? null : (asked) => addUp(table, asked, points, table.groups.map(({ cap }) => cap));
}

function foundRule(table: PeopleTable, rows: Rows, rule: ProposedRule, all: { readonly people: number; readonly outcomes: number }): FoundRule {
  const hit = rows.filter((row) => rule.candidate.hits[row] !== 0);
  const outcomes = countOutcomes(table, hit);
  return { ...rule, people: hit.length, outcomes, share: { share: hit.length === 0 ? 0 : outcomes / hit.length, ...wilson(outcomes, hit.length) }, lift: liftOf({ people: hit.length, outcomes }, all) };
}

function leaksAmong(evidence: readonly ColumnEvidence[]): Set<string> {
  return new Set(evidence.filter(({ suspected }) => suspected).map(({ ref }) => ref));
}

/** Rules that do not tell the newest people better than chance are not suggested, whatever they did on the older ones. */
function whyNothing({ proposed: { auc } }: HeldOut, standing: number, tried: number): Nothing | null {
  if (standing === 0) return { kind: "only-chance", tried };
  return auc !== null && auc.low > 0.5 ? null : { kind: "does-not-hold", auc: auc?.auc ?? 0.5, low: auc?.low ?? 0 };
}

function readingOf(points: Float64Array, outcomes: Int8Array): Reading | null {
  return points.some((one) => one !== points[0]) ? readPoints(points, outcomes) : null;
}

function steps({ onStep }: CalibrationOptions): { readonly onStep?: (done: number, of: number) => void } {
  return onStep === undefined ? {} : { onStep };
}
