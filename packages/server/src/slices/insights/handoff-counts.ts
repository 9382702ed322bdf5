import { bound } from "../../platform/bound.ts";
import { accepted, counting, decided, gradedAOrB, handoffsIn, packaged, rejected } from "./definitions.ts";
import type { Report } from "./report.ts";
import { speedSteps } from "./speed-steps.ts";

/** What clauses of Marketing ask of handoffs. */
interface Rated {
  /** Those that count: neither merged nor withdrawn. */
  readonly counting: number;
  readonly accepted: number;
  readonly decided: number;
  readonly gradeAOrB: number;
  readonly complete: number;
}

/** What the handoffs opened in the period add up to: read once, told in three places. */
export interface HandoffCounts extends Rated {
  readonly opened: number;
  readonly byState: ReadonlyMap<string, number>;
  readonly byReason: ReadonlyMap<string, number>;
  /** The same of those that these versions made. */
  under(versions: readonly number[]): Rated;
  /** Versions that made any, ascending. */
  readonly versions: readonly number[];
  /** How many took each step of speed to lead. */
  readonly steps: readonly number[];
}

interface Group {
  readonly version: number;
  readonly state: string;
  readonly reason: string | null;
  readonly count: number;
  readonly counting: number;
  readonly accepted: number;
  readonly decided: number;
  readonly ab: number;
  readonly complete: number;
  readonly steps: number[];
}

/** One pass over the handoffs of the period. */
export async function readHandoffCounts(report: Report): Promise<HandoffCounts> {
  const q = bound();
  const groups = await report.sql.query<Group>(
    `select h.agreement_version as version, h.state, case when ${rejected} then coalesce(h.reason, '') end as reason, count(*) as count, count(*) filter (where ${counting}) as counting,
       count(*) filter (where ${counting} and ${accepted}) as accepted, count(*) filter (where ${counting} and ${decided}) as decided,
       count(*) filter (where ${counting} and ${gradedAOrB}) as ab, count(*) filter (where ${counting} and ${packaged}) as complete,
       array[${speedSteps.map((step) => `count(*) filter (where ${counting} and ${step.from} is not null and ${step.to} is not null)`).join(", ")}]::int[] as steps
     from handoff h where ${handoffsIn(report, q, report.counted)} group by 1, 2, 3`,
    q.params,
  );
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  return {
    opened: sum((group) => group.count),
    byState: addUp(groups, (group) => group.state),
    byReason: addUp(groups.filter((group) => group.reason !== null), (group) => group.reason!),
    ...rate(groups),
    under: (versions) => rate(groups.filter((group) => versions.includes(group.version))),
    versions: [...new Set(groups.map((group) => group.version))].toSorted((a, b) => a - b),
    steps: speedSteps.map((_, index) => sum((group) => group.steps[index]!)),
  };
}

function rate(groups: readonly Group[]): Rated {
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  return { counting: sum((group) => group.counting), accepted: sum((group) => group.accepted), decided: sum((group) => group.decided), gradeAOrB: sum((group) => group.ab), complete: sum((group) => group.complete) };
}

function addUp(groups: readonly Group[], keyOf: (group: Group) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const group of groups) sums.set(keyOf(group), (sums.get(keyOf(group)) ?? 0) + group.count);
  return sums;
}
