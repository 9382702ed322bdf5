import type { Agreement } from "@tandem/domain/agreement/agreement";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { parseShape } from "@tandem/domain/agreement/validate";
import { describe, expect, it } from "vitest";
import { findingsWords, unfinishedPlaces, withTeamNames } from "./findings.ts";

describe("what is wrong with a draft", () => {
  it("is counted in the same words everywhere", () => {
    expect(findingsWords([])).toBe("No problems");
    expect(findingsWords([{ severity: "doubt" }])).toBe("1 doubt");
    expect(findingsWords([{ severity: "problem" }, { severity: "doubt" }, { severity: "problem" }])).toBe("2 problems, 1 doubt");
  });

  it("calls teams by their names, and only teams", () => {
    const teams = [{ key: "dach", name: "DACH desk" }];
    expect(withTeamNames({ code: "no-rule-for-the-rest", words: "Whom no rule takes goes to the queue of “dach”." }, teams)).toBe("Whom no rule takes goes to the queue of “DACH desk”.");
    expect(withTeamNames({ code: "unknown-segment", words: "There is no segment “dach”." }, teams)).toBe("There is no segment “dach”.");
  });

  it("is one thing where a condition has no value yet, in the words of its row", () => {
    const when = { all: [{ field: "contact.seniority" as const, isAnyOf: [] }, { field: "company.employees" as const, atLeast: Number.NaN }] };
    const document: Agreement = { ...foundingAgreement, idealCustomer: { ...foundingAgreement.idealCustomer, when } };
    const read = parseShape(document);
    expect(unfinishedPlaces(document, "problems" in read ? read.problems : [])).toEqual([
      { path: "idealCustomer.when.all.0", words: "Choose at least one value.", severity: "problem", atRow: true },
      { path: "idealCustomer.when.all.1", words: "Write a value.", severity: "problem", atRow: true },
    ]);
  });
});
