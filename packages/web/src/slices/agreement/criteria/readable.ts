import type { Criteria, FieldCondition } from "@tandem/domain/criteria/criteria";
import { groupKindOf, partsOf } from "./tree-edit.ts";
import { missingIn, questionOf } from "./condition-forms.ts";

/** The tree as it can be read aloud while it is written: what is still missing reads "…". */
export function readable(tree: Criteria): Criteria {
  const kind = groupKindOf(tree);
  if (kind !== null) return { [kind]: partsOf(tree).map(readable) } as Criteria;
  if ("not" in tree) return { not: readable(tree.not) };
  if (missingIn(tree) === null) return tree;
  if ("memberOf" in tree) return { ...tree, key: "…" };
  if ("field" in tree) return withDots(tree);
  if ("stageIsAnyOf" in tree) return { stageIsAnyOf: ["…" as "lead"] };
  if ("gradeIsAnyOf" in tree) return { gradeIsAnyOf: ["…" as "A"] };
  // Numbers that are not written yet are left out of the sentence.
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => !Number.isNaN(value))) as Criteria;
}

const dots = (value: unknown) => (value === "" || Number.isNaN(value) ? "…" : value);

function withDots(condition: FieldCondition): FieldCondition {
  const question = questionOf(condition);
  const { field } = condition;
  if (question === "between") return { field, between: condition.between!.map(dots) as [string, string] };
  if (question === "isAnyOf" || question === "is") return { field, is: "…" };
  // The sentence of a bound writes its value as it comes.
  return { field, [question === "inTheLastDays" ? "is" : question]: "…" };
}
