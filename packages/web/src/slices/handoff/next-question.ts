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

/** The page as it will be read again: with the answer, and nothing in the way of qualifying once nothing is owed. */
export function withAnswer(page: HandoffPage, key: string, answer: NonNullable<Question["answer"]>): HandoffPage {
  const questions = page.qualification.questions.map((one) => (one.key === key ? { ...one, answer } : one));
  const { qualify } = page.acts;
  const refused = page.acts.answer.shown && nextQuestion(questions, []) === null ? null : qualify.refused;
  return { ...page, qualification: { ...page.qualification, questions }, acts: { ...page.acts, qualify: { ...qualify, refused } } };
}

/** The person and the act, not the field alone: "Qualify Aiko Oduya: authority, 2 of 4". */
export function answerTitle(person: string, question: string, at: number, of: number, toQualify: boolean): string {
  return `${toQualify ? "Qualify" : "Answer for"} ${person}: ${/^\p{Lu}\p{Ll}/u.test(question) ? question.charAt(0).toLowerCase() + question.slice(1) : question}, ${at + 1} of ${of}`;
}
