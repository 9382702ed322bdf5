import type { Criteria, FieldRef } from "../criteria/criteria.ts";

/** Fields that criteria ask about, each once. */
export function askedFields(tree: Criteria): FieldRef[] {
  if ("all" in tree) return [...new Set(tree.all.flatMap(askedFields))];
  if ("any" in tree) return [...new Set(tree.any.flatMap(askedFields))];
  if ("not" in tree) return askedFields(tree.not);
  return "field" in tree ? [tree.field] : [];
}
