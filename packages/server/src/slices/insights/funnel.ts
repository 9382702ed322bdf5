import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { DAY } from "@tandem/domain/kit/instant";
import { stageNames } from "@tandem/domain/lifecycle/stage";
import { bound } from "../../platform/bound.ts";
import { countLeads, type LeadCount } from "./count-leads.ts";
import { inCohort, milestones, reached, skipped } from "./definitions.ts";
import type { Report } from "./report.ts";
import type { Typical } from "./typical-times.ts";

/** People who became leads in the period, and how far they came: reached a stage or a later one, of those before it. */
export async function readFunnel(report: Report, typical: Typical, counted: Promise<readonly LeadCount[]>): Promise<Dashboard["funnel"]> {
  const [leads, further, young] = await Promise.all([counted.then(sumOf), readFurther(report), leadsThatMayPass(report, typical.toMqlMs)]);
  const steps: Dashboard["funnel"]["steps"] = [{ stage: "lead", name: stageNames.lead, reached: leads, skipped: 0, mayPass: 0, medianMs: null, medianOf: 0, figure: { figure: "leads", key: null } }];
  for (const { stage, rank } of milestones) {
    const row = further[stage]!;
    steps.push({ stage, name: stageNames[stage], reached: row.reached, skipped: row.skipped, mayPass: rank === 2 ? young : row.waiting, medianMs: row.median, medianOf: row.medianOf, figure: { figure: `reached-${stage}`, key: null } });
  }
  return { steps, maturing: steps.some((step) => step.mayPass > 0) };
}

const sumOf = (rows: readonly LeadCount[]): number => rows.reduce((sum, row) => sum + row.leads, 0);

interface Further {
  readonly reached: number;
  readonly skipped: number;
  /** Stand at the stage before, so they may still come. */
  readonly waiting: number;
  readonly median: number | null;
  readonly medianOf: number;
}

async function readFurther(report: Report): Promise<Record<string, Further>> {
  const q = bound();
  const cohort = inCohort(report, q, report.counted);
  const columns = milestones.flatMap((milestone, index) => {
    const before = milestones[index - 1];
    return [
      `count(*) filter (where ${reached(milestone.rank)}) as ${milestone.stage}_reached`,
      `count(*) filter (where ${skipped(milestone)}) as ${milestone.stage}_skipped`,
      before ? `count(*) filter (where j.reached = ${before.rank} and j.stage = '${before.stage}') as ${milestone.stage}_waiting` : `0 as ${milestone.stage}_waiting`,
    ];
  });
  const [row, medians] = await Promise.all([report.sql.one<Record<string, number>>(`select ${columns.join(", ")} from journey j where ${cohort} and j.reached > 1`, q.params), readMedians(report)]);
  return Object.fromEntries(
    milestones.map(({ stage }) => [stage, { reached: row[`${stage}_reached`] ?? 0, skipped: row[`${stage}_skipped`] ?? 0, waiting: row[`${stage}_waiting`] ?? 0, median: medians[stage] ?? null, medianOf: medians[`${stage}_of`] ?? 0 }]),
  );
}

/** From stage to stage in the median, milliseconds, and `<stage>_of` how many; of the latest 5,000 of the cohort that went further. */
async function readMedians(report: Report): Promise<Record<string, number | null>> {
  const q = bound();
  const columns = milestones.flatMap((milestone, index) => {
    // From the last stage that was recorded before it: a skipped one has no moment.
    const since = `coalesce(${[...milestones.slice(0, index).map((one) => `j.${one.column}`).toReversed(), "j.lead_at"].join(", ")})`;
    const both = `filter (where j.flag is null and j.${milestone.column} >= ${since})`;
    return [`percentile_cont(0.5) within group (order by date_part('epoch', j.${milestone.column} - ${since})) ${both} * 1000 as ${milestone.stage}`, `count(*) ${both} as ${milestone.stage}_of`];
  });
  return report.sql.one<Record<string, number | null>>(
    `select ${columns.join(", ")} from (select * from journey j where ${inCohort(report, q, report.counted)} and j.reached > 1 order by j.lead_at desc limit 5000) j`,
    q.params,
  );
}

/** Leads that wait at the first stage and are not older than what nine of ten take to become an MQL. */
async function leadsThatMayPass(report: Report, toMqlMs: number | null): Promise<number> {
  if (toMqlMs === null) return 0;
  const span = { fromMs: Math.max(report.counted.fromMs, report.now.getTime() - Math.ceil(toMqlMs / DAY) * DAY), toMs: report.counted.toMs };
  if (span.fromMs >= span.toMs) return 0;
  const [counts, gone] = await Promise.all([countLeads(report, [span]), goneFrom(report, span)]);
  return Math.max(0, sumOf(counts) - gone);
}

/** Of a cohort, those who are no longer waiting as leads: went further, or off the path. */
async function goneFrom(report: Report, span: { fromMs: number; toMs: number }): Promise<number> {
  const q = bound();
  const { gone } = await report.sql.one<{ gone: number }>(
    `select (select count(*) from journey j where ${inCohort(report, q, span)} and j.reached > 1)
          + (select count(*) from journey j where ${inCohort(report, q, span)} and j.reached = 1 and j.stage <> 'lead') as gone`,
    q.params,
  );
  return gone;
}
