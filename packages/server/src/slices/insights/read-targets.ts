import { readTargets } from "@tandem/contract/insights/targets";
import type { OutputOf } from "@tandem/contract/operation";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { digitsOf } from "@tandem/domain/kit/money";
import { daysOfQuarter, quarterOf } from "@tandem/domain/kpis/period";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { openReport, type Report } from "./report.ts";
import { targetPart, targetRows, type TargetMeasure } from "./target-rows.ts";

type Row = OutputOf<typeof readTargets>["rows"][number];
type Target = Agreement["targets"][number];

export const readTargetsRoute = handle(readTargets, async ({ app }, { query }) => {
  const report = await openReport(app, { period: "this-quarter" });
  const { targets, segments = [] } = report.inForce.agreement;
  const quarter = query.quarter ?? quarterOf(report.today);
  const days = daysOfQuarter(quarter)!;
  const passed = Math.max(0, Math.min(report.today + 1, days.toDay) - days.fromDay);
  const part = passed / (days.toDay - days.fromDay);
  // Everyone first, then the segments as the agreement lists them.
  const places = [null, ...segments.map(({ key }) => key)];
  const own = targets.filter((target) => target.quarter === quarter).toSorted((a, b) => places.indexOf(a.segment ?? null) - places.indexOf(b.segment ?? null));
  const rows: Row[] = [];
  // One after the other: a page is not worth all the connections there are.
  for (const target of own) rows.push(await readRow(report, target, part, segments.find(({ key }) => key === target.segment)?.name ?? "Everyone"));
  return {
    countedAt: report.now.toISOString(),
    currency: report.currency,
    agreementVersion: report.inForce.version,
    quarter,
    quarters: [...new Set(targets.map((target) => target.quarter))].toSorted(),
    daysPassed: passed,
    days: days.toDay - days.fromDay,
    rows,
  };
});

async function readRow(report: Report, target: Target, part: number, name: string): Promise<Row> {
  const key = [target.quarter, target.segment].filter((word) => word !== undefined).join(" ");
  const unit = 10 ** digitsOf(report.currency);
  const asked = [["mqls", target.mqls], ["pipeline", target.pipeline, unit], ["revenue", target.revenue, unit]] as const;
  const measures: Row["measures"] = [];
  for (const [measure, number, each = 1] of asked) {
    if (number === undefined) continue;
    const whole = Math.round(number * each);
    const { actual, withoutAmount } = await count(report, measure, key);
    measures.push({ measure, target: whole, actual, dueByNow: Math.ceil(whole * part), met: actual >= whole, withoutAmount, figure: { figure: `target-${measure}`, key } });
  }
  return { segment: target.segment ?? null, name, measures };
}

async function count(report: Report, measure: TargetMeasure, key: string): Promise<{ actual: number; withoutAmount: number }> {
  const q = bound();
  const part = targetPart(report, key);
  if (part === null) return { actual: 0, withoutAmount: 0 };
  const { relation, condition } = targetRows(report, q, measure, part);
  const [what, from] = relation === "passages" ? [`count(*) as actual, 0 as "withoutAmount"`, "passage p"] : [`coalesce(sum(o.amount_company), 0)::bigint as actual, count(*) filter (where o.amount_company is null) as "withoutAmount"`, "opportunity o"];
  return report.sql.one(`select ${what} from ${from} where ${condition}`, q.params);
}
