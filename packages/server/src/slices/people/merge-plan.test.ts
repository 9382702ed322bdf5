import { describe, expect, test } from "vitest";
import { requiredSurvivor, sameStored, type MergingContact } from "./merge-plan.ts";

const contact = (id: string, stage: MergingContact["stage"], openedDay: number | null = null): MergingContact => ({
  id,
  stage,
  openHandoff: openedDay === null ? null : { id: `handoff of ${id}`, openedAt: new Date(Date.UTC(2026, 0, openedDay)) },
});

describe("who must survive a merge", () => {
  test.each([
    ["either, of two leads", contact("a", "lead"), contact("b", "lead"), null],
    ["either, of a visitor and a lead", contact("a", "visitor"), contact("b", "lead"), null],
    ["either, of two customers", contact("a", "customer"), contact("b", "customer"), null],
    ["the one further along", contact("a", "opportunity"), contact("b", "lead"), "a"],
    ["the one on the path, not the detour", contact("a", "nurture"), contact("b", "sql"), "b"],
    ["the only one with an open handoff", contact("a", "mql", 1), contact("b", "lead"), "a"],
    ["the only one with an open handoff, not the one in nurture", contact("a", "mql", 1), contact("b", "nurture"), "a"],
    ["the one Sales is at work with already, before one that only waits", contact("a", "mql", 1), contact("b", "customer"), "b"],
    ["the holder where both are as far", contact("a", "sal", 1), contact("b", "sal"), "a"],
    ["the holder of the earlier of two open handoffs", contact("a", "sal", 9), contact("b", "mql", 3), "b"],
  ] as const)("is %s", (_, a, b, expected) => {
    expect(requiredSurvivor(a, b)).toBe(expected);
    expect(requiredSurvivor(b, a)).toBe(expected);
  });

  test("is the smaller id's holder where both handoffs opened at once", () => {
    expect(requiredSurvivor(contact("a", "mql", 3), contact("b", "mql", 3))).toBe("a");
    expect(requiredSurvivor(contact("b", "mql", 3), contact("a", "mql", 3))).toBe("a");
  });

  test("stored values are compared whatever the order of their keys", () => {
    expect(sameStored({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameStored(new Date(5), "1970-01-01T00:00:00.005Z")).toBe(true);
    expect(sameStored({ a: 1 }, { a: 2 })).toBe(false);
  });
});
