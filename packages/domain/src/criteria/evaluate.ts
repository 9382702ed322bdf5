import { fold } from "../people/fold.ts";
import type { Criteria, FieldCondition, FieldRef, FieldType, FieldValue, SignalCondition } from "./criteria.ts";
import { epochDayFromIso, type EpochDay } from "../kit/epoch-day.ts";
import { fitsType, operatorOf, standardTypeOf, type Scalar } from "./operators.ts";
import type { CriteriaSubject, DayCount } from "./subject.ts";

/**
 * The first reading of criteria: in memory. A tree is compiled once to closures (walking JSON per contact is hundreds
 * of times slower). An absent value (null, empty text, empty list) satisfies no condition but `isEmpty`; only `not`
 * turns that round.
 */
export type Test = (subject: CriteriaSubject, today: EpochDay) => boolean;

type ValueTest = (value: Exclude<FieldValue, null>, today: EpochDay) => boolean;

/** @param typeOf the type of a field; null (unknown) judges the value as it comes. */
export function compileCriteria(tree: Criteria, typeOf: (ref: FieldRef) => FieldType | null = standardTypeOf): Test {
  if ("all" in tree) return every(tree.all.map((part) => compileCriteria(part, typeOf)));
  if ("any" in tree) return some(tree.any.map((part) => compileCriteria(part, typeOf)));
  if ("not" in tree) {
    const test = compileCriteria(tree.not, typeOf);
    return (subject, today) => !test(subject, today);
  }
  if ("field" in tree) return compileField(tree, typeOf(tree.field));
  if ("signal" in tree) return compileSignal(tree);
  if ("memberOf" in tree) {
    const { memberOf, key } = tree;
    return (subject) => subject.isMember(memberOf, key);
  }
  if ("stageIsAnyOf" in tree) {
    const stages = new Set<string>(tree.stageIsAnyOf);
    return (subject) => stages.has(subject.stage);
  }
  if ("gradeIsAnyOf" in tree) {
    const grades = new Set<string>(tree.gradeIsAnyOf);
    return (subject) => grades.has(subject.grade);
  }
  const { score } = tree;
  const [low, high] = [toMilli(tree.atLeast ?? -Infinity), toMilli(tree.atMost ?? Infinity)];
  return (subject) => subject[score] >= low && subject[score] <= high;
}

/** Points as written to the engine's integer milli-points. */
export function toMilli(points: number): number {
  return Number.isFinite(points) ? Math.sign(points) * Math.round(Math.abs(points) * 1000) : points;
}

function every(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (subject, today) => {
    for (const test of tests) if (!test(subject, today)) return false;
    return true;
  };
}

function some(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0]!;
  return (subject, today) => {
    for (const test of tests) if (test(subject, today)) return true;
    return false;
  };
}

export function isAbsent(value: FieldValue): value is null {
  return value === null || value === "" || (typeof value === "object" && value.length === 0);
}

function compileField(condition: FieldCondition, type: FieldType | null): Test {
  const ref = condition.field;
  if (condition.isEmpty !== undefined) {
    const wanted = condition.isEmpty;
    return (subject) => isAbsent(subject.field(ref)) === wanted;
  }
  if (type !== null && !fitsType(condition, type)) return () => false;
  const test = compileValue(condition);
  return (subject, today) => {
    const value = subject.field(ref);
    return !isAbsent(value) && test(value, today);
  };
}

function compileValue(condition: FieldCondition): ValueTest {
  switch (operatorOf(condition)) {
    case "is":
      return isOneOf([condition.is as Scalar]);
    case "isAnyOf":
      return isOneOf(condition.isAnyOf as Scalar[]);
    case "contains": {
      const part = fold(condition.contains!);
      return onText((text) => text.includes(part));
    }
    case "startsWith": {
      const part = fold(condition.startsWith!);
      return onText((text) => text.startsWith(part));
    }
    case "atLeast":
      return onNumber((value) => value >= condition.atLeast!);
    case "atMost":
      return onNumber((value) => value <= condition.atMost!);
    case "between": {
      const [low, high] = condition.between!;
      if (typeof low === "number" && typeof high === "number") return onNumber((value) => value >= low && value <= high);
      const [from, to] = [epochDayFromIso(String(low)), epochDayFromIso(String(high))];
      return from === null || to === null ? () => false : onDay((day) => day >= from && day <= to);
    }
    case "before": {
      const end = epochDayFromIso(condition.before!);
      return end === null ? () => false : onDay((day) => day < end);
    }
    case "after": {
      const start = epochDayFromIso(condition.after!);
      return start === null ? () => false : onDay((day) => day > start);
    }
    case "inTheLastDays": {
      const days = condition.inTheLastDays!;
      return onDay((day, today) => day <= today && today - day <= days);
    }
    case "isEmpty":
      return () => condition.isEmpty === false;
  }
}

function isOneOf(operands: readonly Scalar[]): ValueTest {
  const wanted = new Set(operands.map((operand) => (typeof operand === "string" ? fold(operand) : operand)));
  return (value) => {
    if (typeof value === "string") return wanted.has(fold(value));
    return typeof value === "object" ? value.some((choice) => wanted.has(fold(choice))) : wanted.has(value);
  };
}

function onText(test: (folded: string) => boolean): ValueTest {
  return (value) => {
    if (typeof value === "string") return test(fold(value));
    return typeof value === "object" && value.some((choice) => test(fold(choice)));
  };
}

function onNumber(test: (value: number) => boolean): ValueTest {
  return (value) => typeof value === "number" && test(value);
}

function onDay(test: (day: EpochDay, today: EpochDay) => boolean): ValueTest {
  return (value, today) => {
    const day = typeof value === "string" ? epochDayFromIso(value) : null;
    return day !== null && test(day, today);
  };
}

/** Occurrences on days from `from` to `to`, both included. */
export function countBetween(days: readonly DayCount[], from: EpochDay, to: EpochDay): number {
  let count = 0;
  for (let i = days.length - 1; i >= 0; i--) {
    const { day, count: occurrences } = days[i]!;
    if (day < from) break;
    if (day <= to) count += occurrences;
  }
  return count;
}

/** The count bounds a signal condition comes to: without any bound it asks for at least one occurrence. */
export function countBounds(condition: SignalCondition): { readonly atLeast: number; readonly atMost: number } {
  if (condition.never === true) return { atLeast: condition.atLeast ?? 0, atMost: 0 };
  const atLeast = condition.atLeast ?? (condition.atMost === undefined || condition.never === false ? 1 : 0);
  return { atLeast, atMost: condition.atMost ?? Infinity };
}

function compileSignal(condition: SignalCondition): Test {
  const { signal, withinDays, firstWithinDays, notForDays } = condition;
  const { atLeast, atMost } = countBounds(condition);
  const tests: Test[] = [
    (subject, today) => {
      const count = countBetween(subject.signalDays(signal), withinDays === undefined ? -Infinity : today - withinDays, today);
      return count >= atLeast && count <= atMost;
    },
  ];
  if (firstWithinDays !== undefined)
    tests.push((subject, today) => {
      const days = subject.signalDays(signal);
      const all = countBetween(days, -Infinity, today);
      return all > 0 && all === countBetween(days, today - firstWithinDays, today);
    });
  if (notForDays !== undefined)
    tests.push((subject, today) => {
      const days = subject.signalDays(signal);
      return countBetween(days, -Infinity, today) > 0 && countBetween(days, today - notForDays, today) === 0;
    });
  return every(tests);
}
