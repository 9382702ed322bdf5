import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyContact, anyCriteria, exampleSignals, exampleToday, exampleTypeOf, type ExampleContact } from "../criteria/criteria.arbitrary.ts";
import type { CriteriaSubject } from "../criteria/subject.ts";
import { compileAgreement, scoreContact } from "../scoring/score.ts";
import type { Agreement, EngagementRule, FitRule } from "./agreement.ts";
import { highestEngagement, highestFit } from "./attainable.ts";
import { foundingAgreement } from "./founding-agreement.ts";

const points = fc.integer({ min: -30, max: 30 });
const group = fc.constantFrom(undefined, undefined, "g");
const leaf = fc.constantFrom({ field: "contact.seniority", is: "head" }, { field: "contact.seniority", isAnyOf: ["director", "manager"] }, { field: "company.employees", atLeast: 200 }, { field: "company.employees", between: [0, 1] }, { field: "contact.custom.tags", is: "it" }, { field: "contact.custom.tags", isAnyOf: ["vip"] }) as fc.Arbitrary<FitRule["when"]>;
const fitRules = fc.array(fc.record({ points, group, when: fc.oneof(leaf, leaf, anyCriteria.filter((tree) => !JSON.stringify(tree).match(/score|grade/))) }), { maxLength: 8 });
const engagementRules = fc.array(
  fc.record({ points, group, signal: fc.constantFrom(...exampleSignals), per: fc.constantFrom("once" as const, "occurrence" as const), capPerDay: fc.constantFrom(undefined, 1, 3), cap: fc.constantFrom(undefined, 40), fades: fc.constantFrom("window", "half-life", "no") }),
  { maxLength: 6 },
);
const groups = [{ key: "g", name: "G", cap: 25 }];
const known = <T extends object>(rule: T): T => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as T;

function subject({ fields, members, ...rest }: ExampleContact, busy: boolean): CriteriaSubject {
  const days = Array.from({ length: 90 }, (_, i) => ({ day: exampleToday - 89 + i, count: 9 }));
  return { ...rest, field: (ref) => fields[ref] ?? null, signalDays: (key) => (busy ? days : (rest.signals[key] ?? [])), isMember: (kind, key) => members.includes(`${kind} ${key}`) };
}

describe("the most points that anybody can come to", () => {
  it("are never exceeded", () => {
    fc.assert(
      fc.property(fitRules, engagementRules, fc.array(anyContact, { minLength: 5, maxLength: 5 }), (fit, engagement, contacts) => {
        const text: Agreement = {
          ...foundingAgreement,
          signals: exampleSignals.map((key) => ({ key, name: key, handRaise: false, recognise: [{ type: "track", name: key }] })),
          fit: { ...foundingAgreement.fit, groups, rules: fit.map((rule, i) => known({ ...rule, key: `f${i}`, name: "F" }) as FitRule) },
          engagement: { groups, rules: engagement.map(({ fades, ...rule }, i) => known({ ...rule, key: `e${i}`, name: "E", ...(fades === "window" && { windowDays: 3 }), ...(fades === "half-life" && { halfLifeDays: 2 }) }) as EngagementRule) },
          mql: { ...foundingAgreement.mql, fastLanes: [] },
          tiers: [{ key: "t1", name: "T1", when: { all: [] } }],
        };
        delete text.mql.never;
        const compiled = compileAgreement(text, exampleTypeOf);
        const most = { fit: highestFit(text.fit, exampleTypeOf) * 1_000, engagement: highestEngagement(text.engagement) * 1_000 };
        for (const contact of contacts) {
          const score = scoreContact(compiled, subject(contact, contact.stage === "lead" || contact.fit > 0), exampleToday);
          expect(score.fit).toBeLessThanOrEqual(most.fit);
          // Each day's worth is rounded to a milli-point.
          expect(score.engagement).toBeLessThanOrEqual(most.engagement + 6 * 3 * 30);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("do not add up what excludes itself", () => {
    expect(highestFit(foundingAgreement.fit)).toBe(100);
    // A list holds two values at once, a choice one.
    const rules = ["it", "vip"].map((is): FitRule => ({ key: is, name: is, points: 10, when: { field: "contact.custom.tags", is } }));
    expect(highestFit({ rules, groups, gradeFrom: { A: 1, B: 1, C: 1 } }, exampleTypeOf)).toBe(20);
    expect(highestFit({ rules: rules.map((rule) => ({ ...rule, when: { field: "contact.seniority", is: rule.key } })), groups, gradeFrom: { A: 1, B: 1, C: 1 } }, exampleTypeOf)).toBe(10);
    const rule: EngagementRule = { key: "r", name: "R", signal: "s0", points: 8, per: "occurrence", capPerDay: 2, windowDays: 1 };
    expect(highestEngagement({ groups: [], rules: [rule] })).toBe(32);
    expect(highestEngagement({ groups: [], rules: [{ ...rule, cap: 20 }] })).toBe(20);
    expect(highestEngagement({ groups: [], rules: [{ ...rule, per: "once" }] })).toBe(8);
    const { capPerDay: _, ...endless } = rule;
    expect(highestEngagement({ groups: [], rules: [endless] })).toBe(Infinity);
    expect(highestEngagement({ groups, rules: [{ ...endless, group: "g" }] })).toBe(25);
  });
});
