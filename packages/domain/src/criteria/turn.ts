import type { Criteria, FieldCondition, SignalCondition } from "./criteria.ts";
import { epochDayFromIso, type EpochDay } from "../kit/epoch-day.ts";
import type { CriteriaSubject, DayCount } from "./subject.ts";

/**
 * When can the answer of criteria change although nothing happens? Only conditions that look back from today turn by
 * themselves. The compiled function names the first such day after today, or null. It may name a day on which the
 * answer stays after all; it never names one too late.
 */
export type NextTurn = (subject: CriteriaSubject, today: EpochDay) => EpochDay | null;

/** @returns null where the criteria never turn by themselves. */
export function compileNextTurn(tree: Criteria): NextTurn | null {
  const leaves = turnsOf(tree);
  if (leaves.length === 0) return null;
  return (subject, today) => leaves.reduce<EpochDay | null>((first, leaf) => earlier(first, leaf(subject, today)), null);
}

/** The earlier of two days, where null is never. */
export function earlier(a: EpochDay | null, b: EpochDay | null): EpochDay | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

function turnsOf(tree: Criteria): NextTurn[] {
  if ("all" in tree) return tree.all.flatMap(turnsOf);
  if ("any" in tree) return tree.any.flatMap(turnsOf);
  if ("not" in tree) return turnsOf(tree.not);
  if ("field" in tree) return tree.inTheLastDays === undefined ? [] : [fieldTurn(tree, tree.inTheLastDays)];
  if ("signal" in tree) return [signalTurn(tree)];
  return [];
}

function fieldTurn(condition: FieldCondition, days: number): NextTurn {
  return (subject, today) => {
    const value = subject.field(condition.field);
    const day = typeof value === "string" ? epochDayFromIso(value) : null;
    if (day === null) return null;
    if (day > today) return day;
    return today - day <= days ? day + days + 1 : null;
  };
}

function signalTurn(condition: SignalCondition): NextTurn {
  const windows = [condition.withinDays, condition.firstWithinDays, condition.notForDays].filter((days) => days !== undefined);
  return (subject, today) => {
    const days = subject.signalDays(condition.signal);
    return windows.reduce((first, window) => earlier(first, leavesWindow(days, window, today)), nextDayAfter(days, today));
  };
}

/** The day on which the oldest day still inside the window falls out of it. */
function leavesWindow(days: readonly DayCount[], window: number, today: EpochDay): EpochDay | null {
  const oldest = days.find(({ day, count }) => count > 0 && day >= today - window && day <= today);
  return oldest ? oldest.day + window + 1 : null;
}

/** The first day after today that already has a count (an event dated ahead of the day that is asked about). */
export function nextDayAfter(days: readonly DayCount[], today: EpochDay): EpochDay | null {
  const last = days[days.length - 1];
  if (!last || last.day <= today) return null;
  return days.find(({ day }) => day > today)!.day;
}
