import type { Criteria } from "../criteria/criteria.ts";
import { validateCriteria, type CriteriaKnowledge } from "../criteria/validate.ts";
import { whyNobody } from "./contradictions.ts";
import { problem, type AgreementProblem } from "./problem.ts";

/**
 * What is wrong with criteria of an agreement. Criteria that can never be true are a problem: nobody means to sign them.
 * Where only a part of them can't, below an `any` or a `not`, the rest still says something, and it is a doubt.
 */
export function criteriaOf(path: string, tree: Criteria, known: CriteriaKnowledge): AgreementProblem[] {
  const found = validateCriteria(tree, known, path).map((one): AgreementProblem => ({ severity: one.code === neverTrue && isPart(one.path.slice(path.length)) ? "doubt" : "problem", ...one }));
  if (found.some((one) => one.code === neverTrue && one.severity === "problem")) return found;
  const why = whyNobody(tree, known.typeOf, known.wording);
  return why === null ? found : [...found, problem(path, neverTrue, `This is never true: ${why}. Loosen it, or leave it out.`)];
}

const neverTrue = "holds-for-nobody";

/** Whether the place, below that of the criteria, can be false without making all of them so. */
function isPart(place: string): boolean {
  return /(^|\.)(any|not)(\.|$)/.test(place);
}

export function unknownSignal(path: string, key: string, signals: ReadonlySet<string>): AgreementProblem[] {
  return signals.has(key) ? [] : [problem(path, "unknown-signal", `There is no signal “${key}”. Add it to the signals, or take another.`)];
}
