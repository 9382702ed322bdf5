import type { Criteria } from "../criteria/criteria.ts";
import { validateCriteria, type CriteriaKnowledge } from "../criteria/validate.ts";
import { whyNobody } from "./contradictions.ts";
import { doubt, problem, type AgreementProblem } from "./problem.ts";

/** A contradiction in criteria is a doubt (it holds for nobody); a reference to nothing is a problem. */
export function criteriaOf(path: string, tree: Criteria, known: CriteriaKnowledge): AgreementProblem[] {
  const found = validateCriteria(tree, known, path).map((one): AgreementProblem => ({ severity: one.code === "holds-for-nobody" ? "doubt" : "problem", ...one }));
  if (found.some((one) => one.code === "holds-for-nobody")) return found;
  const why = whyNobody(tree, known.typeOf);
  return why === null ? found : [...found, doubt(path, "holds-for-nobody", `This holds for nobody: ${why}. Loosen it, or leave it out.`)];
}

export function unknownSignal(path: string, key: string, signals: ReadonlySet<string>): AgreementProblem[] {
  return signals.has(key) ? [] : [problem(path, "unknown-signal", `There is no signal “${key}”. Add it to the signals, or take another.`)];
}
