import type { EpochDay } from "../kit/epoch-day.ts";
import type { CriteriaSubject, DayCount } from "../criteria/subject.ts";
import type { CompiledAgreement, CompiledEngagementRule, CompiledGroup } from "./compiled-agreement.ts";
import { clamp, onceDay, worthAt } from "./engagement.ts";
import { gradeOf, withScore, type ScoreSubject } from "./score.ts";

/**
 * A score opened into its points: lines per rule, per rule its days, and what each cap took as a line or figure of its
 * own. The lines of a half add up to that half of the score, and the days of a line to the line. All milli-points.
 */
export interface ScoreExplanation {
  readonly fit: readonly (FitLine | GroupLine)[];
  readonly engagement: readonly (EngagementLine | GroupLine)[];
}

export interface FitLine {
  readonly kind: "rule";
  readonly rule: string;
  readonly name: string;
  readonly points: number;
}

export interface EngagementLine {
  readonly kind: "rule";
  readonly rule: string;
  readonly name: string;
  readonly signal: string;
  /** After the cap of the rule. */
  readonly points: number;
  /** Ascending; only days that are still worth something or lost it to a cap. */
  readonly days: readonly DayLine[];
  /** What the cap of the rule took, signed like the points it took. */
  readonly takenByCap: number;
}

export interface DayLine {
  readonly day: EpochDay;
  /** How often it happened that day … */
  readonly count: number;
  /** … and how many of those count after "once" and the cap per day. */
  readonly counted: number;
  /** What one occurrence of that age is worth. */
  readonly worth: number;
  /** What the day gives after the cap of the rule; later days lose first. */
  readonly points: number;
}

/** What the cap of a group took: the opposite sign of the points it took. */
export interface GroupLine {
  readonly kind: "group-cap";
  readonly group: string;
  readonly name: string;
  readonly points: number;
}

/** Opens the score that `scoreContact` gives for the same contact and day. Rules that give nothing are left out. */
export function explainScore(compiled: CompiledAgreement, subject: ScoreSubject, today: EpochDay): ScoreExplanation {
  const nobody: CriteriaSubject = withScore(subject, { fit: 0, engagement: 0, grade: gradeOf(compiled, 0) });
  const fit = compiled.fitRules.filter((rule) => rule.test(nobody, today));
  const engagement = compiled.engagementRules.map((rule) => ({ group: rule.group, line: explainRule(rule, subject.signalDays(rule.signal), today) }));
  return {
    fit: [
      ...fit.map((rule): FitLine => ({ kind: "rule", rule: rule.key, name: rule.name, points: rule.points })),
      ...groupLines(compiled.fitGroups, fit),
    ],
    engagement: [
      ...engagement.map(({ line }) => line).filter((line) => line.days.length > 0),
      ...groupLines(compiled.engagementGroups, engagement.map(({ group, line }) => ({ group, points: line.points }))),
    ],
  };
}

function explainRule(rule: CompiledEngagementRule, occurrences: readonly DayCount[], today: EpochDay): EngagementLine {
  const days: DayLine[] = [];
  let [uncapped, total] = [0, 0];
  for (const { day, count, counted } of countedDays(rule, occurrences, today)) {
    const worth = worthAt(rule, today - day);
    uncapped += counted * worth;
    const capped = clamp(uncapped, rule.cap);
    days.push({ day, count, counted, worth, points: capped - total });
    total = capped;
  }
  return { kind: "rule", rule: rule.key, name: rule.name, signal: rule.signal, points: total, days, takenByCap: uncapped - total };
}

function countedDays(rule: CompiledEngagementRule, occurrences: readonly DayCount[], today: EpochDay): { day: EpochDay; count: number; counted: number }[] {
  const once = rule.once ? onceDay(rule, occurrences, today) : null;
  return occurrences
    .filter(({ day, count }) => count > 0 && day <= today && worthAt(rule, today - day) !== 0 && (!rule.once || day === once))
    .map(({ day, count }) => ({ day, count, counted: rule.once ? 1 : Math.min(count, rule.capPerDay) }));
}

function groupLines(groups: readonly CompiledGroup[], lines: readonly { readonly group: number; readonly points: number }[]): GroupLine[] {
  return groups.flatMap((group, index) => {
    const sum = lines.filter((line) => line.group === index).reduce((total, line) => total + line.points, 0);
    const taken = clamp(sum, group.cap) - sum;
    return taken === 0 ? [] : [{ kind: "group-cap" as const, group: group.key, name: group.name, points: taken }];
  });
}
