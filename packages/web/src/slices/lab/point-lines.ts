import type { testPerson } from "@tandem/contract/lab/replay";
import type { OutputOf } from "@tandem/contract/operation";

export type Explained = OutputOf<typeof testPerson>["inForce"];
type AnyLine = Explained["fitLines"][number] | Explained["engagementLines"][number];
type Days = Extract<Explained["engagementLines"][number], { kind: "rule" }>["days"];

/** One rule or cap with its points under both versions; milli-points, null where a version gives none. */
export interface PointPair {
  readonly key: string;
  readonly name: string;
  readonly kind: "rule" | "group-cap";
  readonly inForce: number | null;
  readonly draft: number | null;
  readonly differs: boolean;
  /** The days that count, of engagement rules. */
  readonly days: { readonly inForce: Days; readonly draft: Days } | null;
}

const keyOf = (line: AnyLine) => (line.kind === "rule" ? `rule ${line.rule}` : `cap ${line.group}`);
const daysOf = (line: AnyLine | undefined): Days => (line && "days" in line ? line.days : []);

/** Lines of both versions side by side, in the order of the draft; what only the version in force has comes where it stood. */
export function pairLines(inForce: readonly AnyLine[], draft: readonly AnyLine[]): PointPair[] {
  const drafted = draft.map(keyOf);
  const order = [...drafted];
  inForce.forEach((line, i) => {
    const key = keyOf(line);
    if (drafted.includes(key)) return;
    const before = inForce.slice(0, i).map(keyOf).findLast((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  });
  return order.map((key) => {
    const [held, proposed] = [inForce, draft].map((lines) => lines.find((line) => keyOf(line) === key));
    const line = (proposed ?? held)!;
    const hasDays = [held, proposed].some((one) => one !== undefined && "days" in one);
    return {
      key, name: line.name, kind: line.kind, inForce: held?.points ?? null, draft: proposed?.points ?? null,
      differs: (held?.points ?? 0) !== (proposed?.points ?? 0),
      days: hasDays ? { inForce: daysOf(held), draft: daysOf(proposed) } : null,
    };
  });
}

/** "MQL by the grid: 52 of 40", "Not yet: 32 of 40", "Never". Milli-points. */
export function verdictOf(one: Pick<Explained, "qualifies" | "by" | "never" | "needs" | "engagement" | "grade">, say: (milliPoints: number) => string): string {
  if (one.never) return "Never an MQL, whatever they do";
  if (one.qualifies) return one.by === "fast-lane" ? "MQL by a fast lane" : `MQL: ${say(one.engagement)} of ${say(one.needs ?? 0)} engagement`;
  return one.needs === null ? `Grade ${one.grade} never qualifies by points` : `Not yet: ${say(one.engagement)} of ${say(one.needs)} engagement`;
}
