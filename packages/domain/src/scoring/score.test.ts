import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agreement } from "../agreement/agreement.ts";
import type { DayCount } from "../criteria/subject.ts";
import { explainScore } from "./explain.ts";
import { asksDates, compileAgreement, foreseeEngagement, scoreContact, tierOf, turnEngagement, type ScoreSubject, withScore } from "./score.ts";

const today = 20_000;
const signals = ["s0", "s1", "s2", "s3"];

type Rules = Pick<Agreement, "fit" | "engagement" | "mql" | "tiers">;

function agreementOf(rules: Partial<Rules>): Agreement {
  const base: Rules = {
    fit: { rules: [], groups: [], gradeFrom: { A: 70, B: 50, C: 30 } },
    engagement: { rules: [], groups: [] },
    mql: { grid: { A: 40, B: 60, C: 90, D: null }, fastLanes: [{ key: "asked", name: "Asked", signal: "s3" }] },
    tiers: [{ key: "t1", name: "First", when: { gradeIsAnyOf: ["A"] } }, { key: "t2", name: "Rest", when: { all: [] } }],
  };
  return { ...base, ...rules } as Agreement;
}

function subjectOf(days: Record<string, readonly DayCount[]>, fields: Record<string, string | number> = {}): ScoreSubject {
  return { field: (ref) => fields[ref] ?? null, signalDays: (key) => days[key] ?? [], isMember: () => false, stage: "lead" };
}

/** The arithmetic once more, as plainly as it can be written: occurrence by occurrence, oldest first. */
function oracle(agreement: Agreement, days: Record<string, readonly DayCount[]>, at: number): number {
  const milli = (points: number) => Math.sign(points) * Math.round(Math.abs(points) * 1000);
  const limit = (value: number, cap: number) => Math.max(-cap, Math.min(cap, value));
  const byGroup = new Map<string | undefined, number>();
  for (const rule of agreement.engagement.rules) {
    const worth = (age: number) => {
      if (rule.windowDays !== undefined) return age > rule.windowDays ? 0 : milli(rule.points);
      if (rule.halfLifeDays === undefined) return milli(rule.points);
      const points = milli(rule.points);
      return age === 0 ? points : Math.sign(points) * Math.round((Math.abs(points) * Math.pow(2, -age / rule.halfLifeDays)) / 100) * 100;
    };
    let occurrences = (days[rule.signal] ?? []).filter(({ day }) => day <= at).flatMap(({ day, count }) => new Array<number>(Math.min(count, rule.capPerDay ?? 1e9)).fill(at - day));
    if (rule.per === "once") {
      if (rule.windowDays !== undefined) occurrences = occurrences.filter((age) => age <= rule.windowDays!);
      occurrences = occurrences.slice(0, 1);
    }
    let sum = 0;
    for (const age of occurrences) sum += worth(age);
    const capped = limit(sum, rule.cap === undefined ? Infinity : milli(rule.cap));
    byGroup.set(rule.group, (byGroup.get(rule.group) ?? 0) + capped);
  }
  let total = 0;
  for (const [group, sum] of byGroup) {
    const cap = agreement.engagement.groups.find((one) => one.key === group)?.cap;
    total += cap === undefined ? sum : limit(sum, milli(cap));
  }
  return total;
}

const points = fc.oneof(fc.integer({ min: -50, max: 100 }), fc.double({ min: -20, max: 50, noNaN: true }));
const age = fc.constantFrom({}, { windowDays: 7 }, { windowDays: 30 }, { windowDays: 365 }, { halfLifeDays: 1 }, { halfLifeDays: 14 }, { halfLifeDays: 90 });
const engagementRule = fc
  .record({ signal: fc.constantFrom(...signals), points, per: fc.constantFrom("occurrence" as const, "once" as const), age, capPerDay: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }), cap: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }), group: fc.constantFrom(undefined, "g0", "g1") })
  .map(({ age: fading, ...rule }) => ({ key: "r", name: "R", ...rule, ...fading }));
const fitRule = fc.record({ points, size: fc.integer({ min: 0, max: 10 }), group: fc.constantFrom(undefined, "g0") }).map(({ points: p, size, group }) => ({ key: "f", name: "F", points: p, when: { field: "company.employees" as const, atLeast: size }, ...(group && { group }) }));
const agreements = fc
  .record({ rules: fc.array(engagementRule, { maxLength: 6 }), fit: fc.array(fitRule, { maxLength: 5 }), caps: fc.array(fc.integer({ min: 0, max: 80 }), { minLength: 3, maxLength: 3 }) })
  .map(({ rules, fit, caps }) =>
    agreementOf({
      fit: { rules: fit as Agreement["fit"]["rules"], groups: [{ key: "g0", name: "G", cap: caps[2]! }], gradeFrom: { A: 70, B: 50, C: 30 } },
      engagement: { rules: rules as Agreement["engagement"]["rules"], groups: [{ key: "g0", name: "G0", cap: caps[0]! }, { key: "g1", name: "G1", cap: caps[1]! }] },
    }),
  );
const dayCounts = fc.uniqueArray(fc.record({ day: fc.integer({ min: today - 400, max: today + 20 }), count: fc.integer({ min: 1, max: 6 }) }), { selector: (one) => one.day, maxLength: 12 }).map((list) => list.toSorted((a, b) => a.day - b.day));
const histories = fc.dictionary(fc.constantFrom(...signals), dayCounts, { maxKeys: 4 });

const sum = (lines: readonly { points: number }[]) => lines.reduce((total, line) => total + line.points, 0);

describe("a score", () => {
  it("equals the sum of its explained lines, and the naive oracle", () => {
    fc.assert(
      fc.property(agreements, histories, fc.integer({ min: 0, max: 10 }), (agreement, days, employees) => {
        const compiled = compileAgreement(agreement);
        const subject = subjectOf(days, { "company.employees": employees });
        const score = scoreContact(compiled, subject, today);
        const explained = explainScore(compiled, subject, today);
        expect(score.engagement).toBe(oracle(agreement, days, today));
        expect(sum(explained.engagement)).toBe(score.engagement);
        expect(sum(explained.fit)).toBe(score.fit);
        expect(Number.isInteger(score.fit) && Number.isInteger(score.engagement)).toBe(true);
        for (const line of explained.engagement) {
          if (line.kind !== "rule") continue;
          expect(sum(line.days)).toBe(line.points);
          expect(line.days.reduce((total, day) => total + day.counted * day.worth, 0) - line.takenByCap).toBe(line.points);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("stays as it is until the day it names", () => {
    fc.assert(
      fc.property(agreements, histories, fc.integer({ min: 1, max: 400 }), (agreement, days, later) => {
        const compiled = compileAgreement(agreement);
        const subject = subjectOf(days);
        const { changesOn, ...now } = scoreContact(compiled, subject, today);
        expect(changesOn === null || changesOn > today).toBe(true);
        const day = Math.min(today + later, (changesOn ?? Infinity) - 1);
        const { changesOn: then, ...same } = scoreContact(compiled, subject, day);
        expect(same).toEqual(now);
        expect(then).toBe(changesOn);
      }),
      { numRuns: 500 },
    );
  });

  it("falls ahead as it was foreseen, and never rises before the day it names", () => {
    fc.assert(
      fc.property(agreements, histories, fc.integer({ min: 1, max: 30 }), (agreement, days, most) => {
        const compiled = compileAgreement(agreement);
        const engagementOn = (day: number) => scoreContact(compiled, subjectOf(days), day).engagement;
        const { falls, reckonOn } = foreseeEngagement(compiled, (key) => days[key] ?? [], today, most);
        expect(falls.length).toBeLessThanOrEqual(most);
        const turns = [{ day: today, engagement: engagementOn(today) }, ...falls];
        for (const [i, { day, engagement }] of turns.entries()) {
          const last = (turns[i + 1]?.day ?? reckonOn ?? day + 500) - 1;
          expect(day <= last).toBe(true);
          expect([engagementOn(day), engagementOn(Math.floor((day + last) / 2)), engagementOn(last)]).toEqual([engagement, engagement, engagement]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never falls by one more occurrence of a signal whose rules all give points", () => {
    fc.assert(
      fc.property(agreements, histories, fc.constantFrom(...signals), fc.integer({ min: 0, max: 60 }), (agreement, days, signal, ago) => {
        const rules = agreement.engagement.rules.map((rule) => ({ ...rule, points: Math.abs(rule.points), per: "occurrence" as const }));
        const compiled = compileAgreement({ ...agreement, engagement: { ...agreement.engagement, rules } });
        const more = [...(days[signal] ?? []).filter((one) => one.day !== today - ago), { day: today - ago, count: 1 + ((days[signal] ?? []).find((one) => one.day === today - ago)?.count ?? 0) }].toSorted((a, b) => a.day - b.day);
        const before = scoreContact(compiled, subjectOf(days), today);
        const after = scoreContact(compiled, subjectOf({ ...days, [signal]: more }), today);
        expect(after.engagement).toBeGreaterThanOrEqual(before.engagement);
        expect(before.qualifies && !after.qualifies).toBe(false);
      }),
    );
  });
});

describe("the turn of a day", () => {
  it("gives what the whole score gives, from the signals alone", () => {
    fc.assert(
      fc.property(agreements, histories, fc.integer({ min: 0, max: 40 }), (agreement, days, on) => {
        const compiled = compileAgreement(agreement);
        fc.pre(!asksDates(compiled));
        const whole = scoreContact(compiled, subjectOf(days), today + on);
        expect(turnEngagement(compiled, (key) => subjectOf(days).signalDays(key), today + on)).toEqual({ engagement: whole.engagement, changesOn: whole.changesOn });
      }),
    );
  });
});

describe("the arithmetic in one example", () => {
  const agreement = agreementOf({
    engagement: {
      rules: [
        { key: "pricing", name: "Pricing", signal: "s0", points: 8, per: "occurrence", capPerDay: 2, cap: 20, windowDays: 7, group: "web" },
        { key: "docs", name: "Docs", signal: "s1", points: 10, per: "occurrence", halfLifeDays: 10, group: "web" },
      ],
      groups: [{ key: "web", name: "Web", cap: 25 }],
    },
  });
  const days = { s0: [{ day: today - 8, count: 9 }, { day: today - 7, count: 3 }, { day: today, count: 5 }], s1: [{ day: today - 10, count: 2 }] };

  it("caps the day, then the rule, later days losing first, then the group", () => {
    const explained = explainScore(compileAgreement(agreement), subjectOf(days), today);
    expect(explained.engagement).toEqual([
      { kind: "rule", rule: "pricing", name: "Pricing", signal: "s0", points: 20_000, takenByCap: 12_000, days: [{ day: today - 7, count: 3, counted: 2, worth: 8_000, points: 16_000 }, { day: today, count: 5, counted: 2, worth: 8_000, points: 4_000 }] },
      { kind: "rule", rule: "docs", name: "Docs", signal: "s1", points: 10_000, takenByCap: 0, days: [{ day: today - 10, count: 2, counted: 2, worth: 5_000, points: 10_000 }] },
      { kind: "group-cap", group: "web", name: "Web", points: -5_000 },
    ]);
    expect(scoreContact(compileAgreement(agreement), subjectOf(days), today)).toMatchObject({ engagement: 25_000, changesOn: today + 1 });
  });

  it("counts once: inside a window the earliest there, with a half-life the first ever", () => {
    const once = (fading: object) => scoreContact(compileAgreement(agreementOf({ engagement: { groups: [], rules: [{ key: "r", name: "R", signal: "s0", points: 8, per: "once", ...fading }] } })), subjectOf(days), today).engagement;
    expect(once({})).toBe(8_000);
    expect(once({ windowDays: 7 })).toBe(8_000);
    expect(once({ halfLifeDays: 8 })).toBe(4_000);
  });
});

describe("qualifying", () => {
  const compiled = (never?: object) =>
    compileAgreement(
      agreementOf({
        fit: { rules: [{ key: "size", name: "Size", points: 70, when: { field: "company.employees", atLeast: 5 } }], groups: [], gradeFrom: { A: 70, B: 50, C: 30 } },
        engagement: { groups: [], rules: [{ key: "r", name: "R", signal: "s0", points: 20, per: "occurrence" }] },
        mql: { grid: { A: 40, B: 60, C: 90, D: null }, fastLanes: [{ key: "asked", name: "Asked", signal: "s3" }], ...(never && { never }) } as Agreement["mql"],
      }),
    );
  const big = { "company.employees": 9 };
  const visits = (...ago: number[]) => ago.map((days) => ({ day: today - days, count: 1 })).toSorted((a, b) => a.day - b.day);

  it("goes by the grid of grade and engagement", () => {
    expect(scoreContact(compiled(), subjectOf({ s0: visits(1) }, big), today)).toMatchObject({ grade: "A", qualifies: false, by: null });
    expect(scoreContact(compiled(), subjectOf({ s0: visits(1, 2) }, big), today)).toMatchObject({ qualifies: true, by: "grid", lane: null });
    expect(scoreContact(compiled(), subjectOf({ s0: visits(1, 2, 3, 4, 5, 6) }), today)).toMatchObject({ grade: "D", qualifies: false });
  });

  it("goes at once by a fast lane, whatever the grade, unless the agreement says never", () => {
    expect(scoreContact(compiled(), subjectOf({ s3: visits(0) }), today)).toMatchObject({ grade: "D", qualifies: true, by: "fast-lane", lane: "asked" });
    expect(scoreContact(compiled({ field: "contact.email_kind", is: "disposable" }), subjectOf({ s3: visits(0) }, { "contact.email_kind": "disposable" }), today)).toMatchObject({ qualifies: false, never: true, lane: null });
  });

  it("after nurture waits out the cool-off and then wants new engagement", () => {
    const at = (days: Record<string, DayCount[]>, until: number) => scoreContact(compiled(), subjectOf(days, big), today, { coolOffUntil: until }).by;
    expect(at({ s0: visits(1, 2, 3) }, today)).toBe(null);
    expect(at({ s0: visits(1, 2, 3) }, today - 1)).toBe(null);
    expect(at({ s0: visits(1, 2, 3) }, today - 2)).toBe("grid");
    expect(at({ s0: visits(1) }, today - 2)).toBe(null);
    expect(at({ s3: visits(5) }, today - 5)).toBe(null);
    expect(at({ s3: visits(4) }, today - 5)).toBe("fast-lane");
  });

  it("names the day of a signal dated ahead", () => {
    expect(scoreContact(compiled(), subjectOf({ s3: visits(-4) }), today)).toMatchObject({ qualifies: false, changesOn: today + 4 });
  });

  it("gives the first tier that holds, else the last", () => {
    const tier = (fields: Record<string, number>) => {
      const subject = subjectOf({}, fields);
      return tierOf(compiled(), withScore(subject, scoreContact(compiled(), subject, today)), today);
    };
    expect(tier(big)).toBe("t1");
    expect(tier({})).toBe("t2");
  });
});
