import { describe, expect, test } from "vitest";
import { standingConsents, type ConsentLine } from "./consents.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const line = (contactId: string, given: boolean, day: number, purpose = "newsletter"): ConsentLine => ({ contactId, purpose, given, at: at(day), proof: "form" });
const stands = (lines: ConsentLine[], mergedAt: Date | null = null) => Object.fromEntries(standingConsents(lines, mergedAt).map((c) => [c.purpose, c.given]));

describe("standing consent", () => {
  test("the latest line of one contact counts", () => {
    expect(stands([line("a", true, 1), line("a", false, 2)])).toEqual({ newsletter: false });
    expect(stands([line("a", false, 1), line("a", true, 2)])).toEqual({ newsletter: true });
  });
  test("a withdrawal at the same instant wins", () => expect(stands([line("a", false, 1), line("a", true, 1)])).toEqual({ newsletter: false }));
  test("of two merged contacts a withdrawal beats a consent, whichever is later", () => {
    expect(stands([line("a", true, 5), line("b", false, 1)], at(9))).toEqual({ newsletter: false });
    expect(stands([line("a", true, 1), line("b", false, 5)], at(9))).toEqual({ newsletter: false });
  });
  test("consent given again after the merge stands", () => expect(stands([line("a", true, 10), line("b", false, 5)], at(9))).toEqual({ newsletter: true }));
  test("purposes stand alone", () => expect(stands([line("a", true, 1), line("b", false, 2, "calls")], at(9))).toEqual({ calls: false, newsletter: true }));
});
