import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import { firstQuestion, nextQuestion } from "./next-question.ts";
import type { LeadView } from "./use-lead.ts";

/** Qualifying waits for answers that this person may give. */
export function answersOwed(page: HandoffPage): boolean {
  return page.acts.qualify.shown && page.acts.answer.shown && nextQuestion(page.qualification.questions, []) !== null;
}

/** Leads through what is still to answer first, then asks for the deal. */
export function beginQualifying({ page, open }: Pick<LeadView, "page" | "open">): void {
  const question = answersOwed(page) ? nextQuestion(page.qualification.questions, []) : null;
  open(question === null ? { kind: "qualify" } : { kind: "answer", question, walk: "to-qualify" });
}

export function beginAnswers({ page, open }: Pick<LeadView, "page" | "open">): void {
  const question = firstQuestion(page.qualification.questions);
  if (question !== null) open({ kind: "answer", question, walk: "through" });
}
