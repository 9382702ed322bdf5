import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import { bound } from "./bound.ts";
import { counting, episodesLeft, handoffsIn, rejected, timedStages } from "./definitions.ts";
import type { Report } from "./report.ts";
import { speedMs, speedSteps } from "./speed-steps.ts";

/** Time in each stage, of the episodes that ended in the period. */
export async function readVelocity(report: Report): Promise<Dashboard["velocity"]> {
  const q = bound();
  const rows = await report.sql.query<{ stage: string; count: number; times: number[] | null }>(
    `select e.stage, count(*) as count, percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from e.left_at - e.entered_at)::float8 * 1000) as times
     from episode e where ${episodesLeft(report, q, report.counted)} group by e.stage`,
    q.params,
  );
  return timedStages.map((stage) => {
    const row = rows.find((one) => one.stage === stage);
    return { stage, name: stageNames[stage], count: row?.count ?? 0, medianMs: row?.times?.[0] ?? null, p90Ms: row?.times?.[1] ?? null, figure: { figure: "time-in-stage" as const, key: stage } };
  });
}

/** Speed to lead, step by step, of the handoffs opened in the period. */
export async function readSpeed(report: Report): Promise<Dashboard["speed"]> {
  const q = bound();
  const columns = speedSteps.flatMap((step, index) => {
    const both = `filter (where ${step.from} is not null and ${step.to} is not null)`;
    return [`count(*) ${both} as count_${index}`, `percentile_cont(array[0.5, 0.95]) within group (order by ${speedMs(step)}) ${both} as times_${index}`];
  });
  const row = await report.sql.one<Record<string, number | number[] | null>>(`select ${columns.join(", ")} from handoff h where ${handoffsIn(report, q, report.counted)} and ${counting}`, q.params);
  return speedSteps.map((step, index) => {
    const times = row[`times_${index}`] as number[] | null;
    return { key: step.key, name: step.name, side: step.side, count: row[`count_${index}`] as number, medianMs: times?.[0] ?? null, p95Ms: times?.[1] ?? null, figure: { figure: "speed" as const, key: step.key } };
  });
}

/** What became of the handoffs opened in the period, and why Sales rejected those it rejected. */
export async function readDispositions(report: Report): Promise<Dashboard["dispositions"]> {
  const q = bound();
  const rows = await report.sql.query<{ state: string; reason: string; rejected: boolean; count: number }>(
    `select h.state, case when ${rejected} then coalesce(h.reason, '') else '' end as reason, ${rejected} as rejected, count(*) as count
     from handoff h where ${handoffsIn(report, q, report.counted)} group by 1, 2, 3`,
    q.params,
  );
  const of = (...states: string[]) => rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  const named = new Map(report.inForce.agreement.rejectionReasons.map((reason) => [reason.code, reason]));
  const reasons = rows
    .filter((row) => row.rejected)
    .map((row) => ({
      code: row.reason,
      name: named.get(row.reason)?.name ?? (row.reason === "" ? "No reason recorded" : row.reason),
      to: row.state === "rejected-nurture" ? "nurture" : "unqualified",
      count: row.count,
      figure: { figure: "rejections" as const, key: row.reason },
    }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return {
    opened: rows.reduce((sum, row) => sum + row.count, 0),
    waiting: of("open"),
    accepted: of("accepted"),
    qualified: of("qualified"),
    rejected: of("rejected-nurture", "rejected-unqualified"),
    other: of("merged", "withdrawn"),
    reasons: mergeReasons(reasons),
  };
}

type Reason = Dashboard["dispositions"]["reasons"][number];

/** One line a reason: a code that led both ways is still one reason. */
function mergeReasons(reasons: readonly Reason[]): Reason[] {
  const byCode = new Map<string, Reason>();
  for (const reason of reasons) byCode.set(reason.code, { ...reason, count: reason.count + (byCode.get(reason.code)?.count ?? 0) });
  return [...byCode.values()].toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
