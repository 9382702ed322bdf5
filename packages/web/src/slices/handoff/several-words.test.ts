import { expect, test } from "vitest";
import { failedWords, leadNames } from "./several-words.ts";

const lead = (name: string) => ({ id: name, contact: { id: name, name } });

test("many leads are named as far as there is room", () => {
  expect([leadNames([lead("Anna")]), leadNames([lead("Anna"), lead("Bert")]), leadNames(["A", "B", "C", "D", "E"].map(lead))]).toEqual(["Anna", "Anna and Bert", "A, B, C and 2 more"]);
});

test("what failed is told by reason, with names", () => {
  const leads = ["Anna", "Bert", "Cora"].map(lead);
  const failed = [{ id: "Anna", code: "x", detail: "Max holds this lead." }, { id: "Cora", code: "y", detail: "Settled already." }, { id: "Bert", code: "x", detail: "Max holds this lead." }];
  expect(failedWords({ done: [], failed }, leads)).toBe("Not Anna and Bert: Max holds this lead. Not Cora: Settled already.");
  expect(failedWords({ done: ["Anna"], failed: [] }, leads)).toBe("");
});
