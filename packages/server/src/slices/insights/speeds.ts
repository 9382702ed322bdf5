import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import { bound } from "../../platform/bound.ts";
import { counting, episodesLeft, handoffsIn, timedStages } from "./definitions.ts";
import type { HandoffCounts } from "./handoff-counts.ts";
import type { Report } from "./report.ts";
import { speedMs, speedSteps } from "./speed-steps.ts";

/** Percentiles are of the latest this many: enough to be right, and found without sorting everything. */
const sample = 5_000;

/** Time in each stage, of the episodes that ended in the period. */
export async function readVelocity(report: Report): Promise<Dashboard["velocity"]> {
  const q = bound();
  const parts = timedStages.map(
    (stage) => `(select '${stage}' as stage, (select count(*) from episode e where e.stage = '${stage}' and ${episodesLeft(report, q, report.counted)}) as count,
       (select percentile_cont(array[0.5, 0.9]) within group (order by latest.ms) from (
         select date_part('epoch', e.left_at - e.entered_at) * 1000 as ms from episode e where e.stage = '${stage}' and ${episodesLeft(report, q, report.counted)} order by e.left_at desc limit ${sample}) latest) as times)`,
  );
  const rows = await report.sql.query<{ stage: string; count: number; times: number[] | null }>(parts.join(" union all "), q.params);
  return timedStages.map((stage) => {
    const row = rows.find((one) => one.stage === stage);
    return { stage, name: stageNames[stage], count: row?.count ?? 0, medianMs: row?.times?.[0] ?? null, p90Ms: row?.times?.[1] ?? null, figure: { figure: "time-in-stage" as const, key: stage } };
  });
}

/** Speed to lead, step by step, of the handoffs opened in the period. */
export async function readSpeed(report: Report, counts: Promise<HandoffCounts>): Promise<Dashboard["speed"]> {
  const q = bound();
  const columns = speedSteps.map((step, index) => `percentile_cont(array[0.5, 0.95]) within group (order by ${speedMs(step)}) filter (where ${step.from} is not null and ${step.to} is not null) as times_${index}`);
  const [row, { steps }] = await Promise.all([
    report.sql.one<Record<string, number[] | null>>(`select ${columns.join(", ")} from (select * from handoff h where ${handoffsIn(report, q, report.counted)} and ${counting} order by h.opened_at desc limit ${sample}) h`, q.params),
    counts,
  ]);
  return speedSteps.map((step, index) => {
    const times = row[`times_${index}`] ?? null;
    return { key: step.key, name: step.name, side: step.side, count: steps[index]!, medianMs: times?.[0] ?? null, p95Ms: times?.[1] ?? null, figure: { figure: "speed" as const, key: step.key } };
  });
}
