import type { CalibrationReport } from "@tandem/contract/lab/calibration";

/** How what calibration found of a rule is told. */

const day = 86_400_000;
type Rule = CalibrationReport["rules"][number];

/** What was found of a rule, and why in a sentence. */
export function findingOf(rule: Pick<Rule, "finding" | "lift" | "suggested" | "people">, report: Pick<CalibrationReport, "people" | "became">): { readonly label: string; readonly why: string } {
  const { low, high } = rule.lift;
  switch (rule.finding) {
    case "counts":
      return { label: "Counts", why: againstItsLift(rule, report.became) ?? "People it holds for end differently from the others." };
    case "does-nothing":
      return low > 1 || (high !== null && high < 1)
        ? { label: "Adds nothing", why: "Taken alone, people it holds for end differently. The other rules say so already; beside them it adds no more than chance would." }
        : { label: "Does nothing", why: "Its interval spans 1: people it holds for end like everyone else." };
    case "leaks":
      return { label: "Looks filled afterwards", why: "It reads a field that seems to be filled after the fact. Say so below, or say that it is known before." };
    case "same-as":
      return { label: "Counts the same as another", why: "Where this rule holds, another one holds too; together they would count one thing twice." };
    case "too-few":
      return rule.people * 2 > report.people
        ? { label: "Holds for nearly all", why: "It holds for nearly everybody: there are too few others to weigh it against." }
        : { label: "Too few people to say", why: "It holds for too few people to weigh it." };
  }
}

/** Points that point the other way than the lift: the lift looks at the rule alone, the points beside all the others. */
function againstItsLift({ lift, suggested }: Pick<Rule, "lift" | "suggested">, became: string): string | null {
  if (suggested === null || suggested.points === 0 || suggested.points > 0 === lift.lift >= 1) return null;
  return suggested.points > 0
    ? `Taken alone, whom it holds for ${became} less often. Among people whom the other rules find alike it still counts for them, so it keeps points.`
    : `Taken alone, whom it holds for ${became} more often. Among people whom the other rules find alike it counts against them.`;
}

/**
 * Where what is suggested tells people held out apart no better than the rules in force: worse, or not to be told apart
 * because each one's interval contains the other's value. Null where it does better. What a `doubt` says already of the
 * score that decides who is handed over is not said again.
 */
export function weakerWords({ heldOut, horizonDays, doubt }: Pick<CalibrationReport, "heldOut" | "horizonDays" | "doubt">, say: (auc: number) => string): { readonly title: string; readonly text: string } | null {
  const [current, proposed] = [heldOut?.current?.auc ?? null, heldOut?.proposed.auc ?? null];
  if (current === null || proposed === null) return null;
  const alike = contains(current, proposed.auc) && contains(proposed, current.auc);
  if (!alike && current.auc < proposed.auc) return null;
  const told = ({ auc, low, high }: typeof current) => `${say(auc)} (${say(low)} to ${say(high)})`;
  const figures = `The AUC in force is ${told(current)}, that of what is proposed ${told(proposed)}.`;
  if (alike) return { title: "What is proposed and what is in force can’t be told apart.", text: `${figures} Each lies in the other’s interval, so neither is known to be better.` };
  // A stage is reached through a handover as a rule; a field that a file brought is not.
  const why = horizonDays === null || doubt !== null ? "" : " Part of it is no merit: as a rule people get there by being handed over, and the score in force decides who is.";
  const then = horizonDays === null ? "Keep what is in force, or learn again from more people." : "Replay a draft of this in the lab before anybody signs it.";
  return { title: "The rules in force tell people apart better.", text: `${figures}${why} ${then}` };
}

function contains({ low, high }: { readonly low: number; readonly high: number }, value: number): boolean {
  return low <= value && value <= high;
}

/**
 * Of whom nothing was learned, and why. Of a field's outcome nobody is too young: reports of before that counted people
 * without a value so.
 */
export function leftOutOf({ tooYoung, cameBefore, noValue, horizonDays }: Pick<CalibrationReport, "tooYoung" | "cameBefore" | "noValue" | "horizonDays">): { readonly young: { readonly people: number; readonly days: number } | null; readonly cameBefore: number; readonly noValue: number } {
  if (horizonDays === null) return { young: null, cameBefore, noValue: noValue + tooYoung };
  return { young: tooYoung > 0 ? { people: tooYoung, days: horizonDays } : null, cameBefore, noValue };
}

/** How many days before today's a moment's day was, in UTC as the list of people counts them; at least one. */
export function wholeDaysBack(since: number, now: number): number {
  return Math.max(1, Math.floor(now / day) - Math.floor(since / day));
}
