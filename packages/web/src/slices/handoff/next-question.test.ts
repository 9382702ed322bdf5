import { expect, test } from "vitest";
import { firstQuestion, nextQuestion } from "./next-question.ts";

const answer = { value: "x", confidence: "high", evidence: "", activityId: null, at: "", by: null } as const;
const ask = (key: string, required: boolean, answered = false) => ({ key, required, answer: answered ? answer : null });

test("going through the questions asks for what is owed, then stops", () => {
  const bant = [ask("budget", false), ask("authority", true, true), ask("need", true), ask("timeline", true)];
  expect([firstQuestion(bant), nextQuestion(bant, ["need"]), nextQuestion(bant, ["need", "timeline"])]).toEqual(["need", "timeline", null]);
  expect(firstQuestion([ask("budget", false), ask("need", true, true)])).toBe("budget");
  expect(firstQuestion([ask("need", true, true)])).toBe("need");
  expect(firstQuestion([])).toBeNull();
});
