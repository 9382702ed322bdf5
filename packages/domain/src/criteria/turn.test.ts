import fc from "fast-check";
import { expect, it } from "vitest";
import { anyContact, anyCriteria, exampleToday, exampleTypeOf, type ExampleContact } from "./criteria.arbitrary.ts";
import { compileCriteria } from "./evaluate.ts";
import type { CriteriaSubject } from "./subject.ts";
import { compileNextTurn } from "./turn.ts";

const subjectOf = ({ fields, signals, members, ...rest }: ExampleContact): CriteriaSubject => ({
  ...rest,
  field: (ref) => fields[ref] ?? null,
  signalDays: (key) => signals[key] ?? [],
  isMember: (kind, key) => members.includes(`${kind} ${key}`),
});

it("an answer stays until the day its criteria name", () => {
  fc.assert(
    fc.property(anyCriteria, anyContact, fc.integer({ min: 1, max: 60 }), (tree, contact, later) => {
      const subject = subjectOf(contact);
      const test = compileCriteria(tree, exampleTypeOf);
      // Signals of days ahead turn conditions that do not look back too; the score asks for those by itself.
      const ahead = Object.values(contact.signals).flat().filter(({ day }) => day > exampleToday).map(({ day }) => day);
      const turn = Math.min(compileNextTurn(tree)?.(subject, exampleToday) ?? Infinity, ...ahead);
      const day = Math.min(exampleToday + later, turn - 1);
      expect(test(subject, day)).toBe(test(subject, exampleToday));
    }),
    { numRuns: 3_000 },
  );
});

it("names days ahead only", () => {
  fc.assert(
    fc.property(anyCriteria, anyContact, (tree, contact) => {
      const turn = compileNextTurn(tree)?.(subjectOf(contact), exampleToday) ?? null;
      expect(turn === null || turn > exampleToday).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
