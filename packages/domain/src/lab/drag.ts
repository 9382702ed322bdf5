import type { Criteria } from "../criteria/criteria.ts";
import type { CompiledAgreement, CompiledEngagementRule } from "../scoring/compiled-agreement.ts";
import { least, most } from "./engagement-steps.ts";
import { exchangeRules } from "./exchange.ts";
import { sumFit } from "./fit-steps.ts";
import { handOverAgain, type Watch } from "./hand-over-again.ts";
import { emptyHandovers, emptyTrace, handOver, noDays, type HandoverDays, type Handovers, type Real, type Trace } from "./handover.ts";
import type { LabHistory } from "./history.ts";
import { movePoints, type ReplayPlan } from "./plan.ts";
import type { DaySpan, Part, VersionReplay } from "./replay.ts";

/** A version that can be dragged: its replay, whom it hands over, and what it takes to follow a move. */
export interface Draggable extends Part {
  readonly replay: VersionReplay;
  readonly into: Handovers;
  /** Of its contacts only. */
  readonly days: HandoverDays;
  readonly trace: Trace;
}

/** What a draggable fills: columns over all contacts, of which each part has its own places. */
export type DraggedColumns = Pick<Draggable, "into" | "trace">;

export function emptyDragged(history: LabHistory, replay: VersionReplay): DraggedColumns {
  return { into: emptyHandovers(history.contacts), trace: emptyTrace(history, replay) };
}

/** A version of which nobody is handed over yet. The replay and its plan are the draggable's own from here on. */
export function draggable(history: LabHistory, replay: VersionReplay, span: DaySpan, { into, trace } = emptyDragged(history, replay), { from, to }: Part = { from: 0, to: history.contacts }): Draggable {
  return { replay, into, days: noDays(span), trace, from, to };
}

/** Hands contacts over for the first time and notes what moves need; all of the part, in as many steps as one likes, before the first move. */
export function handOverFirst(history: LabHistory, { replay, into, days, trace, ...part }: Draggable, span: DaySpan, real: Real, from = part.from, to = part.to): void {
  handOver(history, replay, span, into, real, from, to, trace, days);
}

/**
 * Moves thresholds, grades and points to those of `compiled`, which differs from the version in nothing else, and hands
 * over again whom that concerns; `watch` is told of each. Answers false, with nothing done, where only a new replay will do.
 */
export function drag(history: LabHistory, version: Draggable, compiled: CompiledAgreement, span: DaySpan, real: Real, watch: Watch): boolean {
  const { replay, trace, from, to } = version;
  const { plan, fit } = replay;
  const { rules, wakes } = plan;
  const changed = movePlan(history, plan, compiled);
  if (!changed.keepsSteps) return false;
  const moved = changed.engagement.length > 0 ? new Uint8Array(history.contacts) : undefined;
  if (moved) {
    const { above, upTo } = trace;
    const wakesOthers = plan.wakes.some((now, code) => now !== wakes[code]);
    exchangeRules(history, rules, plan, changed.engagement, replay.steps, (c, gained, lost) => {
      moved[c] = 1;
      // All scores they were compared by lie within this of what they were. What brings somebody back is no comparison.
      above[c] = wakesOthers ? most : Math.min(most, above[c]! + gained);
      if (upTo[c] !== most) upTo[c] = Math.max(least, upTo[c]! - lost);
    }, from, to);
  }
  if (changed.fit) sumFit(compiled, fit, fit.start[from]!, fit.start[to]!);
  handOverAgain(history, replay, span, version.into, version.days, real, trace, watch, version, changed.fit || changed.grades, moved);
  return true;
}

/** Has the plan of a version that is dragged elsewhere follow. Answers false, with nothing done, where only a new replay will do. */
export function follow(history: LabHistory, { plan }: VersionReplay, compiled: CompiledAgreement): boolean {
  return movePlan(history, plan, compiled).keepsSteps;
}

function movePlan(history: LabHistory, plan: ReplayPlan, compiled: CompiledAgreement): Changes {
  const changed = changesTo(plan, compiled);
  if (!changed.keepsSteps) return changed;
  plan.compiled = compiled;
  if (changed.engagement.length > 0) movePoints(plan, history, compiled, changed.engagement);
  return changed;
}

interface Changes {
  /** Positions of engagement rules whose points differ. */
  readonly engagement: readonly number[];
  readonly fit: boolean;
  readonly grades: boolean;
  /** The days that are visited, and who was never to be handed over, stay as they are. */
  readonly keepsSteps: boolean;
}

function changesTo(before: ReplayPlan, compiled: CompiledAgreement): Changes {
  // Fewer points than are counted give nothing and still bring somebody back.
  const same = (rule: CompiledEngagementRule, was: CompiledEngagementRule): boolean => rule.points === was.points && compiled.positiveSignals.includes(rule.signal) === before.compiled.positiveSignals.includes(rule.signal);
  const engagement = compiled.engagementRules.flatMap((rule, i) => (same(rule, before.compiled.engagementRules[i]!) ? [] : [i]));
  const fit = compiled.fitRules.some((rule, i) => rule.points !== before.compiled.fitRules[i]!.points);
  const grades = (["A", "B", "C"] as const).some((grade) => compiled.gradeFrom[grade] !== before.compiled.gradeFrom[grade]);
  const { never } = compiled.agreement.mql;
  const turnsNever = (engagement.length > 0 || fit || grades) && never !== undefined && asksScore(never);
  // A rule that takes points has visits of its own: one that begins to has none yet, one that fades has others by its points.
  return { engagement, fit, grades, keepsSteps: !turnsNever && engagement.every((i) => compiled.engagementRules[i]!.points >= 0 || (before.rules[i]!.takes && !before.rules[i]!.fades)) };
}

function asksScore(tree: Criteria): boolean {
  if ("all" in tree) return tree.all.some(asksScore);
  if ("any" in tree) return tree.any.some(asksScore);
  if ("not" in tree) return asksScore(tree.not);
  return "score" in tree || "gradeIsAnyOf" in tree;
}
