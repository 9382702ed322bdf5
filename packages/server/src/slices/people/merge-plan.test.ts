import { describe, expect, test } from "vitest";
import { laterHandoff, requiredSurvivor, sameStored, type MergingContact } from "./merge-plan.ts";

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
    ["the only one with an open handoff, even when the other is further along", contact("a", "mql", 1), contact("b", "customer"), "a"],
    ["the holder of the earlier of two open handoffs", contact("a", "sal", 9), contact("b", "mql", 3), "b"],
  ] as const)("is %s", (_, a, b, expected) => {
    expect(requiredSurvivor(a, b)).toBe(expected);
    expect(requiredSurvivor(b, a)).toBe(expected);
  });

  test("the later handoff closes, by id where both opened at once", () => {
    expect(laterHandoff(contact("a", "mql", 9), contact("b", "mql", 3))?.id).toBe("a");
    expect(laterHandoff(contact("a", "mql", 3), contact("b", "mql", 3))?.id).toBe("b");
    expect(laterHandoff(contact("b", "mql", 3), contact("a", "mql", 3))?.id).toBe("b");
    expect(laterHandoff(contact("a", "mql"), contact("b", "mql", 3))).toBe(null);
  });

  test("stored values are compared whatever the order of their keys", () => {
    expect(sameStored({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameStored(new Date(5), "1970-01-01T00:00:00.005Z")).toBe(true);
    expect(sameStored({ a: 1 }, { a: 2 })).toBe(false);
  });
});
