import { expect, test } from "vitest";
import { ruleText } from "./rule-text.ts";

test("short things stand on one line, long ones on lines of their own", () => {
  expect(ruleText({ field: "contact.seniority", is: "head" })).toBe("{ field: contact.seniority, is: head }");
  expect(ruleText({ all: [{ field: "company.employees", between: [200, 4999] }, { field: "company.country", isAnyOf: ["DE", "AT", "CH"] }] })).toBe(
    "all:\n  - { field: company.employees, between: [200, 4999] }\n  - { field: company.country, isAnyOf: [DE, AT, CH] }",
  );
  expect(ruleText({ key: "2026", name: "a: b", points: Number.NaN, gone: undefined })).toBe('{ key: "2026", name: "a: b", points: … }');
});
