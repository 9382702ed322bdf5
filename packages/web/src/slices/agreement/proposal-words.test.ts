import { expect, test } from "vitest";
import { standingOf, waitsForOne } from "./proposal-words.ts";

const draft = { baseVersion: 2, newestVersion: 2, proposedBy: { userId: "1", name: "Ada" }, signatures: [] };
const signatures = [{ name: "Priya", side: "marketing" as const }];

test.each([
  ["by Ada", false, draft],
  ["signed by Priya, waits for Sales", true, { ...draft, signatures }],
  ["by Ada, written before version 3: to be brought up to date", false, { ...draft, newestVersion: 3, signatures }],
])("a proposal stands: %s", (words, waits, proposal) => {
  expect(standingOf(proposal)).toBe(words);
  expect(waitsForOne(proposal)).toBe(waits);
});
