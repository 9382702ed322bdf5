import { expect, test } from "vitest";
import { bulkOutcome, bulkTitle, previewWords } from "./bulk-words.ts";

const number = (value: number) => value.toLocaleString("en");

test("what would happen is counted before it does", () => {
  expect(previewWords({ total: 1204, changes: 1200, unchanged: 3, missing: 1 }, "contacts", number)).toBe("Of 1,204 chosen: 1,200 people change, 3 are so already, 1 no longer there or merged together.");
  expect(previewWords({ total: 1, changes: 1, unchanged: 0, missing: 0 }, "companies", number)).toBe("Of 1 chosen: 1 company changes.");
});

test("what came of it leaves nobody out", () => {
  expect(bulkOutcome({ state: "running", total: 7, done: 3, changed: 3, failed: 0, kept: 0 }, number)).toBe("3 of 7 done");
  expect(bulkOutcome({ state: "finished", total: 7, done: 7, changed: 5, failed: 1, kept: 0 }, number)).toBe("5 changed, 1 were so already, 1 could not be changed");
  expect(bulkOutcome({ state: "undone", total: 7, done: 7, changed: 5, failed: 0, kept: 2 }, number)).toBe("3 taken back, 2 changed since, left as they are");
  expect(bulkTitle({ list: "contacts", change: { kind: "field", field: "city", value: "Graz" }, total: 1 }, () => "City", number)).toBe("City of 1 person");
});
