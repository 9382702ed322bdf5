import type { Criteria } from "../criteria/criteria.ts";
import type { Agreement } from "./agreement.ts";
import { stableText } from "./canonical.ts";
import { doubt, type AgreementProblem } from "./problem.ts";

/**
 * Prose and criteria that stand for each other: whom both teams want, who is excluded, when a stage is reached. Nobody can
 * check whether the words say what the rule does; that only one of them was changed can be seen, and is a doubt there.
 */
export function wordsAndRules(text: Agreement, before: Agreement): AgreementProblem[] {
  const { idealCustomer: ideal, stages } = text;
  const { idealCustomer: was } = before;
  const excluded = ideal.exclusions && was.exclusions ? leftBehind("idealCustomer.exclusions", "when", ideal.exclusions.prose === was.exclusions.prose, ideal.exclusions.when, was.exclusions.when) : [];
  return [
    ...leftBehind("idealCustomer", "when", ideal.prose === was.prose, ideal.when, was.when),
    ...excluded,
    ...stages.flatMap((stage, i) => {
      const old = before.stages.find((one) => one.stage === stage.stage);
      return old ? leftBehind(`stages.${i}`, "entry", stage.prose === old.prose, stage.entry, old.entry) : [];
    }),
  ];
}

/** A rule that is new beside its words, or was taken away from them, contradicts nothing. */
function leftBehind(path: string, part: "when" | "entry", sameWords: boolean, rule: Criteria | undefined, old: Criteria | undefined): AgreementProblem[] {
  if (rule === undefined || old === undefined) return [];
  const sameRule = stableText(rule as never) === stableText(old as never);
  if (sameRule === sameWords) return [];
  return sameWords
    ? [doubt(`${path}.prose`, "words-left-behind", "The rule changed, the words did not. Read them beside each other.")]
    : [doubt(`${path}.${part}`, "rule-left-behind", "The words changed, the rule did not. Read them beside each other.")];
}
