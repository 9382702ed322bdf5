import { expect, it } from "vitest";
import { nextThatWorks, usualStage, type Outcomes } from "./outcome-choices.ts";

const having = (sql: number, opportunity: number, customer: number): Outcomes => ({ stages: [{ stage: "sql", people: 900, usable: sql }, { stage: "opportunity", people: 900, usable: opportunity }, { stage: "customer", people: 900, usable: customer }], needed: { rules: 250, fields: 50 } });

it("begins with the stage nearest to money that has enough, by what is learned", () => {
  expect(usualStage(having(400, 260, 120), "rules")).toBe("opportunity");
  expect(usualStage(having(400, 260, 120), "fields")).toBe("customer");
  expect(usualStage(having(30, 40, 10), "fields")).toBe("opportunity");
});

it("suggests the next that works, or nothing", () => {
  expect(nextThatWorks(having(400, 260, 120), { outcome: { stage: "customer" }, from: "rules" })).toEqual({ stage: "opportunity", from: "rules" });
  expect(nextThatWorks(having(100, 60, 20), { outcome: { stage: "sql" }, from: "rules" })).toEqual({ stage: "opportunity", from: "fields" });
  // What was asked already is not suggested again, even where its count says enough.
  expect(nextThatWorks(having(400, 10, 10), { outcome: { stage: "sql" }, from: "rules" })).toEqual({ stage: "sql", from: "fields" });
  expect(nextThatWorks(having(20, 10, 5), { outcome: { stage: "sql" }, from: "rules" })).toBeNull();
});
