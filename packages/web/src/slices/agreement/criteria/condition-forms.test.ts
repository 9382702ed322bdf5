import { criteria, fieldTypes, type FieldCondition } from "@tandem/domain/criteria/criteria";
import { fitsType } from "@tandem/domain/criteria/operators";
import { expect, test } from "vitest";
import { askField, askOf, askOtherField, askSignal, having, missingIn, questionOf, questionsFor, signalQuestionOf, signalQuestions } from "./condition-forms.ts";

test("every question that is offered means something on its type once it has a value", () => {
  const values = { number: [3, 5], money: [300, 500], date: ["2026-01-01", "2026-02-01"], boolean: [true, true] } as unknown as Record<string, [string, string] | [number, number]>;
  for (const type of fieldTypes) {
    const [low, high] = values[type] ?? ["a", "b"];
    for (const question of questionsFor(type)) {
      const from = { field: "contact.x", between: [low, high] } as FieldCondition;
      const condition = askOf(from, question, type);
      expect([type, question, missingIn(condition), fitsType(condition, type), criteria.safeParse(condition).success]).toEqual([type, question, null, true, true]);
      expect(questionOf(condition)).toBe(question);
    }
  }
});

test("a new condition is unfinished until it has a value, and the shape refuses it", () => {
  for (const type of ["text", "choice", "number", "money"] as const) {
    const fresh = askField("contact.x", type);
    expect(missingIn(fresh)).not.toBeNull();
  }
  expect(missingIn(askField("contact.x", "boolean"))).toBeNull();
  expect(missingIn(askField("contact.x", "date"))).toBeNull();
  expect(criteria.safeParse(askField("contact.x", "choice")).success).toBe(false);
  expect(criteria.safeParse(askField("contact.x", "number")).success).toBe(false);
});

test("what was typed goes along to the next question", () => {
  const two: FieldCondition = { field: "contact.seniority", isAnyOf: ["vp", "head"] };
  expect(askOf(two, "is", "choice")).toEqual({ field: "contact.seniority", is: "vp" });
  expect(askOf(askOf(two, "is", "choice"), "isAnyOf", "choice")).toEqual({ field: "contact.seniority", isAnyOf: ["vp"] });
  expect(askOf({ field: "company.employees", atLeast: 200 }, "between", "number")).toEqual({ field: "company.employees", between: [200, Number.NaN] });
  expect(missingIn(askOf({ field: "company.employees", atLeast: 200 }, "between", "number"))).toBe("Write both ends.");
  expect(askOtherField({ field: "company.employees", atLeast: 200 }, "contact.custom.age", "number", "number")).toEqual({ field: "contact.custom.age", atLeast: 200 });
  expect(askOtherField(two, "company.industry", "choice", "choice")).toEqual({ field: "company.industry", isAnyOf: [] });
  expect(askOtherField({ field: "contact.seniority", isEmpty: true }, "company.employees", "number", "choice")).toEqual({ field: "company.employees", isEmpty: true });
});

test("bounds of a signal change into each other and keep the window", () => {
  const start = { signal: "pricing-viewed", withinDays: 7 };
  for (const question of signalQuestions) {
    const condition = askSignal(start, question);
    expect([question, signalQuestionOf(condition), condition.withinDays, criteria.safeParse(condition).success]).toEqual([question, question, 7, true]);
  }
  expect(askSignal({ signal: "x", atLeast: 5 }, "range")).toEqual({ signal: "x", atLeast: 5, atMost: 5 });
  expect(having({ signal: "x", withinDays: 7 }, "withinDays", undefined)).toEqual({ signal: "x" });
});
