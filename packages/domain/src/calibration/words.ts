import type { Calibration, FoundRule, Nothing } from "./calibrate.ts";
import type { Lift } from "./intervals.ts";
import type { Suspicion } from "./leaks.ts";
import type { RuleFinding, RuleOverlap } from "./reweigh-rules.ts";

/** What was found, as a person reads it before believing it. `became` is the outcome: "became customers". */

/** "Lead origin is Lead Add Form: +18; 620 people, 91 % became customers, lift 2.4 (2.2–2.6)". */
export function ruleWords(rule: FoundRule, became: string): string {
  return `${rule.candidate.field} ${rule.candidate.says}: ${signed(rule.points)}; ${counted(rule.people)}, ${percent(rule.share.share)} ${became}, ${liftWords(rule.lift)}`;
}

export function findingWords(finding: RuleFinding, became: string, nameOf: (key: string) => string = (key) => key): string {
  const { rule, people, share, lift, points } = finding;
  const facts = `${counted(people)}, ${percent(share.share)} ${became}, ${liftWords(lift)}`;
  switch (finding.finding) {
    case "counts":
      return `${rule.name}: ${signed(rule.points)} → ${signed(points!.suggested)} (${signed(points!.low, 1)} to ${signed(points!.high, 1)}); ${facts}`;
    case "does-nothing":
      return `${rule.name}: ${signed(rule.points)} → 0; with the other rules known it adds nothing that chance would not; ${facts}`;
    case "same-as":
      return `${rule.name}: ${signed(rule.points)} → 0; it counts the same thing as “${nameOf(finding.sameAs!)}”; ${facts}`;
    case "leaks":
      return `${rule.name}: left out; it asks about a field that seems to be filled after the fact; ${facts}`;
    case "too-few":
      return `${rule.name}: stays at ${signed(rule.points)}; too few people with it or without it to say anything; ${facts}`;
  }
}

export function overlapWords({ a, b, both, either, phi }: RuleOverlap, nameOf: (key: string) => string = (key) => key): string {
  return `“${nameOf(a)}” and “${nameOf(b)}” hit the same ${counted(both)} of ${whole(either)} (correlation ${phi.toFixed(2)}): they count ${phi >= 0.9 ? "the same thing" : "much the same"}`;
}

export function suspicionWords(one: Suspicion, became: string): string {
  switch (one.kind) {
    case "said-so":
      return "The import says that it is filled while Sales talks.";
    case "filled-after":
      return `${percent(one.share)} of its values were recorded on or after the day of the outcome (${counted(one.people)} whose times are known).`;
    case "filled-by-sales":
      return `${percent(one.share)} of its values were recorded by Sales (${counted(one.people)} for whom this is known).`;
    case "too-good":
      return `Alone it tells who ${became} with an AUC of ${one.auc.toFixed(2)}: better than what is known before a conversation usually does.`;
    case "settles":
      return `${percent(one.share)} of all people have a value that all but decides the outcome: ${one.levels.slice(0, 3).map(({ level, people, outcomes }) => `“${level}” (${counted(people)}, ${percent(outcomes / people)} ${became})`).join(", ")}.`;
    case "filled-tells":
      return `Whether it is filled says how it went: ${percent(one.filled)} ${became} where it is filled, ${percent(one.missing)} where it is empty (${percent(one.missingShare)} of people).`;
    case "coverage-moved":
      return `It is filled for ${percent(one.oldest)} of the oldest quarter and ${percent(one.newest)} of the newest: what it teaches does not hold for new people.`;
    case "follows":
      return `It says nearly the same as “${one.name}”, which is under suspicion (association ${one.association.toFixed(2)}).`;
  }
}

export function nothingWords(nothing: Nothing): string {
  switch (nothing.kind) {
    case "too-little":
      return `Too little data: ${whole(nothing.outcomes)} on the rarer side of the outcome among ${counted(nothing.people)}; at least ${whole(nothing.needed)} are needed before anything is suggested.`;
    case "only-chance":
      return `Nothing is suggested: of ${whole(nothing.tried)} rules looked at, none did more than chance explains.`;
    case "does-not-hold":
      return `Nothing is suggested: what the older people taught does not tell the newest ones apart (AUC ${nothing.auc.toFixed(2)}, from ${nothing.low.toFixed(2)}; 0.5 is chance).`;
  }
}

/**
 * From here on, what was known beforehand rarely explains it; null below.
 *
 * @param handedOverFirst the outcome is a stage, reached by a handoff as a rule
 */
export function doubtWords(auc: number | null, handedOverFirst: boolean): string | null {
  if (auc === null || auc < 0.9) return null;
  const better = `An AUC of ${auc.toFixed(2)} on people held out is better than what is known before a conversation usually gives.`;
  return handedOverFirst
    ? `${better} As a rule people get there by being handed over, and the score in force decides who is: part of what is foretold is that decision. Precision among those handed over, in the lab, is the fairer figure. Where that explains too little, one of the fields is filled after the fact.`
    : `${better} Look at the fields once more: one of them is probably filled after the fact.`;
}

/** The scale in a sentence, and what was asked of the figures. */
export function scaleWords(calibration: Pick<Calibration, "pointsPerDoubling" | "people" | "outcomes">, became: string): string {
  const { pointsPerDoubling, people, outcomes } = calibration;
  return `Every ${whole(pointsPerDoubling)} points double the odds. Learned from ${counted(people)}, of whom ${whole(outcomes)} ${became}.`;
}

export function liftWords({ lift, low, high }: Lift): string {
  return `lift ${lift.toFixed(1)} (${low.toFixed(1)}–${Number.isFinite(high) ? high.toFixed(1) : "∞"})`;
}

export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 1 ? "under 1" : value > 99 && value < 100 ? "over 99" : Math.round(value)} %`;
}

function counted(people: number): string {
  return people === 1 ? "1 person" : `${whole(people)} people`;
}

function whole(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

function signed(points: number, digits = 0): string {
  const text = Math.abs(points).toFixed(digits);
  return Number(text) === 0 ? "0" : `${points > 0 ? "+" : "−"}${text}`;
}
