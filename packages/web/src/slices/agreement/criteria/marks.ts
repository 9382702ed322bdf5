import type { Criteria } from "@tandem/domain/criteria/criteria";
import type { AgreementProblem } from "@tandem/domain/agreement/problem";
import { missingIn } from "./condition-forms.ts";
import { nodeAt, placeOf, rowsOf, type Place } from "./tree-edit.ts";

interface Mark {
  readonly words: string;
  readonly severity: "problem" | "doubt" | "unfinished";
}
/** What is said at each row, by its place written with dots. */
export type Marks = ReadonlyMap<string, readonly Mark[]>;

/** What is wrong by the place of its row; a condition without a value is not wrong yet, but not finished. */
export function marksOf(tree: Criteria, problems: readonly AgreementProblem[]): Marks {
  const marks = new Map<string, Mark[]>();
  const put = (place: Place, mark: Mark) => marks.set(place.join("."), [...(marks.get(place.join(".")) ?? []), mark]);
  const unfinished = new Set<string>();
  for (const place of rowsOf(tree)) {
    const words = missingIn(nodeAt(tree, place)!);
    if (words === null) continue;
    unfinished.add(place.join("."));
    put(place, { words, severity: "unfinished" });
  }
  for (const { path, words, severity } of problems) {
    const place = placeOf(tree, path);
    if (!unfinished.has(place.join("."))) put(place, { words, severity });
  }
  return marks;
}
