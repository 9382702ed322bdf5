import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { expect, it } from "vitest";
import { inTheWay } from "./in-the-way.ts";

const problem = { path: "fit.rules.0.when", words: "This is never true.", severity: "problem" as const };
const good = { draft: { document: foundingAgreement, baseVersion: 3, newestVersion: 3 }, saved: true, problems: [{ ...problem, severity: "doubt" as const }], changes: 1, follows: 3 };

it("is named with the place where it is mended", () => {
  expect(inTheWay(good)).toBeNull();
  expect(inTheWay({ ...good, problems: [problem] })).toEqual({ words: `Problem in Fit: ${foundingAgreement.fit.rules[0]!.name}`, at: { path: "fit.rules.0.when" } });
  expect(inTheWay({ ...good, problems: [problem, problem] })).toEqual({ words: "It has 2 problems", at: "problems" });
  expect(inTheWay({ ...good, draft: { ...good.draft, newestVersion: 4 }, follows: 4, problems: [problem] })?.words).toBe("Bring it up to date first");
  expect(inTheWay({ ...good, follows: 2 })?.words).toBe("It is written on version 3, which waits for its date");
  expect(inTheWay({ ...good, changes: 0 })?.words).toBe("It says the same as the version in force");
  expect(inTheWay({ ...good, saved: false, follows: 4 })?.words).toBe("The text is not saved yet");
});
