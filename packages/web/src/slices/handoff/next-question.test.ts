import { expect, test } from "vitest";
import { answerTitle, firstQuestion, nextQuestion } from "./next-question.ts";

const answer = { value: "x", confidence: "high", evidence: "", activityId: null, at: "", by: null } as const;
const ask = (key: string, required: boolean, answered = false) => ({ key, required, answer: answered ? answer : null });

test("going through the questions asks for what is owed, then stops", () => {
  const bant = [ask("budget", false), ask("authority", true, true), ask("need", true), ask("timeline", true)];
  expect([firstQuestion(bant), nextQuestion(bant, ["need"]), nextQuestion(bant, ["need", "timeline"])]).toEqual(["need", "timeline", null]);
  expect(firstQuestion([ask("budget", false), ask("need", true, true)])).toBe("budget");
  expect(firstQuestion([ask("need", true, true)])).toBe("need");
  expect(firstQuestion([])).toBeNull();
});

test("the dialog of an answer names the person and the act", () => {
  expect([answerTitle("Aiko Oduya", "Authority", 1, 4, true), answerTitle("Aiko Oduya", "KPIs", 0, 2, false)]).toEqual(["Qualify Aiko Oduya: authority, 2 of 4", "Answer for Aiko Oduya: KPIs, 1 of 2"]);
});
