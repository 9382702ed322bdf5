import { nextDayAfter } from "../criteria/turn.ts";
import type { EpochDay } from "../kit/epoch-day.ts";
import type { DayCount } from "../criteria/subject.ts";
import type { CompiledEngagementRule } from "./compiled-agreement.ts";

/**
 * The points of one engagement rule, in the agreed order: occurrences of a day → cap per day → worth by age in whole
 * days → sum → cap of the rule. A day is at most `windowDays` days old to count. Days after today do not exist yet.
 *
 * "Once" is the earliest occurrence: with a window the earliest still inside it, with a half-life the first ever (a
 * repetition does not make it young again).
 */
export function rulePoints(rule: CompiledEngagementRule, days: readonly DayCount[], today: EpochDay): number {
  if (rule.once) {
    const first = onceDay(rule, days, today);
    return first === null ? 0 : clamp(worthAt(rule, today - first), rule.cap);
  }
  let sum = 0;
  for (let i = days.length - 1; i >= 0; i--) {
    const { day, count } = days[i]!;
    const age = today - day;
    if (age < 0) continue;
    if (age > rule.maxAge) break;
    sum += Math.min(count, rule.capPerDay) * worthAt(rule, age);
  }
  return clamp(sum, rule.cap);
}

/** Milli-points of one occurrence of this age. */
export function worthAt(rule: CompiledEngagementRule, age: number): number {
  if (age > rule.maxAge) return 0;
  return rule.fading ? (rule.fading.worth[age] ?? 0) : rule.points;
}

/** The one day on which a rule that counts once counts, or null. */
export function onceDay(rule: CompiledEngagementRule, days: readonly DayCount[], today: EpochDay): EpochDay | null {
  for (const { day, count } of days) {
    if (day > today) return null;
    if (count <= 0) continue;
    if (today - day <= rule.maxAge) return day;
    if (rule.fading) return null;
  }
  return null;
}

/** Caps hold in absolute value: negative points are capped too. */
export function clamp(points: number, cap: number): number {
  return points > cap ? cap : points < 0 - cap ? 0 - cap : points;
}

/** The first day after today on which the rule's points could differ with no new occurrence; Infinity is never. */
export function ruleTurn(rule: CompiledEngagementRule, days: readonly DayCount[], today: EpochDay): number {
  let turn = nextDayAfter(days, today) ?? Infinity;
  const { maxAge, fading } = rule;
  if (maxAge === Infinity) return turn;
  for (let i = days.length - 1; i >= 0; i--) {
    const { day, count } = days[i]!;
    const age = today - day;
    if (age < 0 || count <= 0) continue;
    if (age > maxAge) break;
    const next = day + (fading === null ? maxAge + 1 : fading.nextChange[age]!);
    if (next < turn) turn = next;
  }
  return turn;
}
