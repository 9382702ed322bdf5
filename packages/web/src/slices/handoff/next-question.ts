import type { HandoffPage } from "@tandem/contract/handoff/handoff";

type Question = Pick<HandoffPage["qualification"]["questions"][number], "key" | "required" | "answer">;

/** What is owed for an SQL, in the order of the framework; those just answered may not be read again yet. */
export function nextQuestion(questions: readonly Question[], answered: readonly string[]): string | null {
  return questions.find((one) => one.required && one.answer === null && !answered.includes(one.key))?.key ?? null;
}
/** Where going through them begins: at what is owed, else at what was not asked, else at the first. */
export function firstQuestion(questions: readonly Question[]): string | null {
  return nextQuestion(questions, []) ?? questions.find((one) => one.answer === null)?.key ?? questions[0]?.key ?? null;
}
