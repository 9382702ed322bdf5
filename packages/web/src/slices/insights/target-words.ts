/** Measures of a target as both teams say them. */
export const targetNames = { mqls: "MQLs", pipeline: "Pipeline created", revenue: "Revenue won" } as const;

/** "Q4 2026" of "2026-Q4". */
export function quarterName(quarter: string): string {
  return `${quarter.slice(5)} ${quarter.slice(0, 4)}`;
}

/** At most four quarters around the one shown, which is among them, the earliest first. */
export function nearestQuarters(quarters: readonly string[], shown: string): string[] {
  const all = [...new Set([...quarters, shown])].toSorted();
  const at = all.indexOf(shown);
  const from = Math.max(0, Math.min(at - 2, all.length - 4));
  return all.slice(from, from + 4);
}
