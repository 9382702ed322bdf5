import { stableText } from "@tandem/domain/agreement/canonical";

/** A clause as one or several versions have it, word for word but for its name. */
export interface ClauseVariant<Clause> {
  readonly clause: Clause;
  /** Of the versions asked about, those that have it so, ascending. */
  readonly versions: readonly number[];
  /** The report's own version has it so. */
  readonly current: boolean;
  /** Its key; where versions differ, with theirs: `first-call 1 2`. */
  readonly key: string;
}

/**
 * The clauses of several versions, told apart where they differ: what ran under an older one is judged by that one. Those
 * of the current version come first, in its order.
 */
export function clauseVariants<Clause extends { readonly key: string; readonly name: string }>(current: number, versions: readonly number[], clausesOf: (version: number) => readonly Clause[]): ClauseVariant<Clause>[] {
  const found = new Map<string, { clause: Clause; versions: number[] }>();
  for (const version of [current, ...versions.filter((one) => one !== current).toSorted((a, b) => b - a)])
    for (const clause of clausesOf(version)) {
      const said = stableText({ ...clause, name: "" });
      const known = found.get(said);
      if (known) known.versions.push(version);
      else found.set(said, { clause, versions: [version] });
    }
  const variants = [...found.values()];
  return variants.map(({ clause, versions: own }) => {
    const alone = variants.filter((one) => one.clause.key === clause.key).length === 1;
    const numbers = own.toSorted((a, b) => a - b);
    return { clause, versions: numbers, current: own.includes(current), key: alone ? clause.key : [clause.key, ...numbers].join(" ") };
  });
}
