import type { EngagementLine, FitLine, ScoreExplanation } from "../scoring/explain.ts";

/**
 * Why somebody qualifies of whom nothing new is known: which rules gave more on the later day than on the earlier one. A
 * minus ran out or fades, or a condition on dates has come true. Empty where none did.
 */
export function whyByItself(earlier: ScoreExplanation, later: ScoreExplanation): string {
  const before = rulesOf(earlier);
  const after = rulesOf(later);
  const rises = [...new Map([...before, ...after]).values()]
    .map(({ key, name }) => ({ name, from: before.get(key)?.points ?? 0, to: after.get(key)?.points ?? 0 }))
    .filter(({ from, to }) => to > from)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from));
  return rises.length === 0 ? "" : `Nothing new was done: ${rises.slice(0, 2).map(phraseOf).join(", and ")}.`;
}

interface RulePoints {
  readonly key: string;
  readonly name: string;
  readonly points: number;
}

/** By half and rule: a rule of fit and one of engagement may have the same key. */
function rulesOf({ fit, engagement }: ScoreExplanation): Map<string, RulePoints> {
  const of = (half: string, lines: readonly (FitLine | EngagementLine)[]) => lines.map(({ rule, name, points }) => ({ key: `${half} ${rule}`, name, points }));
  const lines = [...of("fit", fit.filter((line) => line.kind === "rule")), ...of("engagement", engagement.filter((line) => line.kind === "rule"))];
  return new Map(lines.map((line) => [line.key, line]));
}

function phraseOf({ name, from, to }: { readonly name: string; readonly from: number; readonly to: number }): string {
  if (from >= 0) return `“${name}” counts for more now`;
  return to < 0 ? `“${name}” counts against them less by now` : `“${name}” counts against them no longer`;
}
