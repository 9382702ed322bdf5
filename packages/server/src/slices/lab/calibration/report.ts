import type { CalibrationReport, OutcomeRef } from "@tandem/contract/lab/calibration";
import type { Calibration } from "@tandem/domain/calibration/calibrate";
import type { Threshold } from "@tandem/domain/calibration/hold-out";
import type { ColumnEvidence } from "@tandem/domain/calibration/leaks";
import type { Performance } from "@tandem/domain/calibration/performance";
import type { Column } from "@tandem/domain/calibration/people-table";
import { doubtWords, findingWords, nothingWords, overlapWords, ruleWords, scaleWords, suspicionWords } from "@tandem/domain/calibration/words";

/** What calibration found, as it goes over the wire and is kept. */

/** Days of a month, for volumes. */
export const monthDays = 30.4;

export interface ReportAround {
  readonly became: string;
  readonly sampled: boolean;
  /** Null where the outcome is a field; stages are reached within days. */
  readonly horizonDays: number | null;
  readonly agedBy: string;
  readonly spanDays: number | null;
  readonly columns: readonly Column[];
}

export function becameWords(outcome: OutcomeRef, fieldName: string | null): string {
  if ("stage" in outcome) return outcome.stage === "sql" ? "became SQLs" : outcome.stage === "opportunity" ? "became opportunities" : "became customers";
  return typeof outcome.is === "boolean" ? `have ${fieldName ?? outcome.field}: ${outcome.is ? "yes" : "no"}` : `have ${fieldName ?? outcome.field}: ${outcome.is}`;
}

export function reportOf(found: Calibration, around: ReportAround): CalibrationReport {
  const { became, spanDays } = around;
  const names = new Map(found.reweighed?.findings.map(({ rule }) => [rule.key, rule.name]) ?? []);
  const nameOf = (key: string) => names.get(key) ?? key;
  return {
    people: found.people,
    outcomes: found.outcomes,
    ...found.leftOut,
    sampled: around.sampled,
    became,
    horizonDays: around.horizonDays,
    agedBy: around.agedBy,
    nothing: found.nothing && { code: found.nothing.kind, words: nothingWords(found.nothing) },
    doubt: doubtWords(found.heldOut?.proposed.auc?.auc ?? null, around.horizonDays !== null),
    scale: scaleWords(found, became),
    pointsPerDoubling: found.pointsPerDoubling,
    fields: fieldsOf(found, around),
    rules: [...reweighedRules(found, became, nameOf), ...foundRules(found, became)],
    overlaps: found.overlaps.map((pair) => ({ a: nameOf(pair.a), b: nameOf(pair.b), correlation: pair.phi, words: overlapWords(pair, nameOf) })),
    left: found.left.map(({ candidate, why, same }) => ({ why, words: `${candidate.field} ${candidate.says}${same ? `: the same people as ${same.field} ${same.says}` : ""}` })),
    heldOut: found.heldOut && {
      learnedOn: found.heldOut.learnedOn,
      current: found.heldOut.current && wirePerformance(found.heldOut.current),
      currentWithout: [...found.currentWithout],
      proposed: wirePerformance(found.heldOut.proposed),
      threshold: found.heldOut.threshold && pick(found.heldOut.threshold),
      folds: { mean: found.heldOut.folds.mean, low: found.heldOut.folds.low, high: found.heldOut.folds.high },
    },
    thresholds: thin(found.thresholds, 80).map(({ points, people, precision, recall }) => ({ points, people, precision, recall, aMonth: spanDays === null ? null : (people / spanDays) * monthDays })),
  };
}

function pick({ points, wanted, people, share, low, high }: { points: number; wanted: number; people: number; share: number; low: number; high: number }) {
  return { points, wanted, people, share, low, high };
}

/** One line a field: choices of one field that hold together share it. */
function fieldsOf(found: Calibration, { columns, became }: ReportAround): CalibrationReport["fields"] {
  const byRef = new Map<string, ColumnEvidence[]>();
  for (const one of found.evidence) {
    if (isSignal(columns[one.column]!)) continue;
    const choices = byRef.get(one.ref);
    if (choices) choices.push(one);
    else byRef.set(one.ref, [one]);
  }
  return [...byRef.values()]
    .map((choices) => {
      const first = choices[0]!;
      const suspicions = [...new Map(choices.flatMap((one) => one.suspicions).map((one) => [one.kind, one])).values()];
      const aucs = choices.flatMap(({ auc }) => (auc === null ? [] : [auc]));
      return {
        ref: first.ref,
        name: first.name,
        filled: columns[first.column]!.filled,
        verdict: null,
        auc: aucs.length === 0 ? null : Math.max(...aucs),
        filledShare: first.people === 0 ? 0 : first.filled / first.people,
        suspicions: suspicions.map((one) => ({ kind: one.kind, words: suspicionWords(one, became) })),
        suspected: choices.some(({ suspected }) => suspected),
      };
    })
    .sort((a, b) => Number(b.suspected) - Number(a.suspected) || (b.auc ?? 0) - (a.auc ?? 0));
}

function isSignal(column: Column): boolean {
  return column.kind === "number" && column.signal !== undefined;
}

function reweighedRules(found: Calibration, became: string, nameOf: (key: string) => string): CalibrationReport["rules"] {
  return (found.reweighed?.findings ?? []).map((one) => ({
    key: one.rule.key,
    name: one.rule.name,
    words: findingWords(one, became, nameOf),
    points: one.rule.points,
    suggested: one.points && { points: one.points.suggested, low: one.points.low, high: one.points.high },
    people: one.people,
    outcomes: one.outcomes,
    converted: one.share,
    lift: wireLift(one.lift),
    finding: one.finding,
  }));
}

function foundRules(found: Calibration, became: string): CalibrationReport["rules"] {
  const inPoints = (weight: number) => (weight / Math.LN2) * found.pointsPerDoubling;
  return found.proposed.map((rule, i) => ({
    key: `found-${i + 1}`,
    name: `${rule.candidate.field} ${rule.candidate.says}`,
    words: ruleWords(rule, became),
    points: null,
    suggested: { points: rule.points, low: inPoints(rule.weight - 1.959964 * rule.error), high: inPoints(rule.weight + 1.959964 * rule.error) },
    people: rule.people,
    outcomes: rule.outcomes,
    converted: rule.share,
    lift: wireLift(rule.lift),
    finding: "counts" as const,
  }));
}

function wireLift({ lift, low, high }: { lift: number; low: number; high: number }) {
  return { lift, low, high: Number.isFinite(high) ? high : null };
}

function wirePerformance(one: Performance): NonNullable<CalibrationReport["heldOut"]>["proposed"] {
  const { people, share, low, high } = one.topTenth;
  return {
    people: one.people,
    outcomes: one.outcomes,
    auc: one.auc,
    brier: one.brier,
    brierOfAverage: one.brierOfAverage,
    topTenth: { people, share, low, high },
    calibration: one.calibration.map((part) => ({ people: part.people, told: part.told, from: part.from, to: part.to, share: part.share, low: part.low, high: part.high })),
  };
}

function thin(thresholds: readonly Threshold[], most: number): Threshold[] {
  const step = Math.ceil(thresholds.length / most);
  return thresholds.filter((_, i) => i % step === 0 || i === thresholds.length - 1);
}
