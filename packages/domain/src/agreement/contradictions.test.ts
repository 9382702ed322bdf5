import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyContact, anyCriteria, exampleToday, exampleTypeOf, type ExampleContact } from "../criteria/criteria.arbitrary.ts";
import type { Criteria } from "../criteria/criteria.ts";
import { compileCriteria } from "../criteria/evaluate.ts";
import type { CriteriaSubject } from "../criteria/subject.ts";
import { holdsForEveryone, whyNobody } from "./contradictions.ts";

const subject = ({ fields, signals, members, ...rest }: ExampleContact): CriteriaSubject => ({
  ...rest,
  field: (ref) => fields[ref] ?? null,
  signalDays: (key) => signals[key] ?? [],
  isMember: (kind, key) => members.includes(`${kind} ${key}`),
});

/** Two conditions about the same things exclude each other far more often than two of any kind. */
const tight: fc.Arbitrary<Criteria> = fc.oneof(
  anyCriteria,
  fc.array(fc.oneof(fc.constantFrom<Criteria>({ field: "contact.seniority", is: "head" }, { field: "contact.seniority", isAnyOf: ["HEAD", "vp"] }, { field: "contact.seniority", startsWith: "man" }, { field: "contact.custom.tags", is: "it" }, { field: "contact.custom.tags", is: "vip" }, { signal: "s0" }, { signal: "s0", never: true, withinDays: 7 }, { signal: "s0", atLeast: 2, withinDays: 7 }, { gradeIsAnyOf: ["A"] }, { gradeIsAnyOf: ["B", "D"] }, { score: "fit", atLeast: 50 }, { score: "fit", atMost: 40 }), anyCriteria), { minLength: 2, maxLength: 4 }).map((all) => ({ all })),
);

describe("criteria of which it is said", () => {
  it.each<[Criteria, string | null]>([
    [{ all: [{ field: "contact.custom.tags", is: "it" }, { field: "contact.custom.tags", is: "vip" }] }, null],
    [{ all: [{ field: "contact.seniority", is: "it" }, { field: "contact.seniority", is: "vip" }] }, "the conditions on seniority exclude each other"],
    [{ all: [{ field: "contact.seniority", is: "Head" }, { field: "contact.seniority", isAnyOf: ["HEAD", "vp"] }] }, null],
    [{ all: [{ field: "company.employees", is: 5 }, { any: [{ field: "company.employees", atLeast: 6 }, { field: "company.employees", atMost: 4 }] }] }, "the conditions on employees exclude each other"],
    [{ all: [{ field: "contact.custom.since", after: "2026-01-01" }, { field: "contact.custom.since", before: "2026-01-01" }] }, "the conditions on contact.custom.since exclude each other"],
    [{ all: [{ stageIsAnyOf: ["lead"] }, { not: { stageIsAnyOf: ["lead"] } }] }, "it asks for something and for its opposite"],
    [{ all: [{ signal: "s0", withinDays: 30 }, { signal: "s0", never: true, withinDays: 7 }] }, null],
    [{ all: [{ signal: "s0", withinDays: 7 }, { signal: "s0", never: true, withinDays: 30 }] }, "the conditions on the signal “s0” exclude each other"],
    [{ all: [{ score: "fit", atLeast: 50 }, { score: "fit", atMost: 40 }] }, "the bounds of the fit score exclude each other"],
  ])("%j", (tree, why) => {
    expect(whyNobody(tree, exampleTypeOf)).toBe(why);
  });

  it("that they hold for nobody hold for nobody", () => {
    let said = 0;
    fc.assert(
      fc.property(tight, anyContact, (tree, contact) => {
        if (whyNobody(tree, exampleTypeOf) === null) return;
        said++;
        expect(compileCriteria(tree, exampleTypeOf)(subject(contact), exampleToday)).toBe(false);
      }),
      { numRuns: 5_000 },
    );
    expect(said).toBeGreaterThan(500);
  });

  it("that they hold for everyone hold for everyone", () => {
    fc.assert(
      fc.property(anyCriteria, anyContact, (tree, contact) => {
        if (holdsForEveryone(tree)) expect(compileCriteria(tree, exampleTypeOf)(subject(contact), exampleToday)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });
});
