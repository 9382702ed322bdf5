import { closedLoopFigures, readResults } from "@tandem/contract/campaigns/closed-loop";
import { handle } from "../../platform/http/route.ts";
import { bound, describePeriod, isWholeCompany, openReport, type Report } from "../insights/door.ts";
import { loadCampaign } from "./campaign-store.ts";
import { readColumn, readYouth, rowOf } from "./closed-loop.ts";
import { readCost } from "./cost.ts";
import { outcomesIn } from "./outcomes.ts";

export const readResultsRoute = handle(readResults, async ({ app }, { params: { campaignId }, query }) => {
  const { model: asked, basis, ...filter } = query;
  const report = await openReport(app, filter);
  const { name } = await loadCampaign(app.db, campaignId, report.now);
  const { official } = report.inForce.agreement.attribution;
  const model = asked ?? official;
  const youth = readYouth(report, basis);
  const [columns, cost, outcomes, judge] = await Promise.all([
    Promise.all(closedLoopFigures.map((figure) => readColumn({ report, figure, model, by: "campaign", basis, campaignId }, youth))),
    isWholeCompany(report.segment) ? readCost(report, "campaign") : null,
    readOutcomes(report, campaignId),
    youth,
  ]);
  return { countedAt: report.now.toISOString(), currency: report.currency, period: describePeriod(report), model, official, row: rowOf(campaignId, "campaign", new Map([[campaignId, name]]), columns, cost, judge), outcomes };
});

async function readOutcomes(report: Report, campaignId: string) {
  const q = bound();
  const rows = await report.sql.query<{ state: string; reason: string | null; count: number }>(`select h.state, h.reason, count(*) as count from handoff h where ${outcomesIn(report, q, campaignId)} group by 1, 2`, q.params);
  const of = (...states: string[]) => rows.filter((row) => states.includes(row.state)).reduce((sum, row) => sum + row.count, 0);
  const names = new Map(report.inForce.agreement.rejectionReasons.map((one) => [one.code, one.name]));
  const reasons = new Map<string, number>();
  for (const row of rows) if (row.state.startsWith("rejected")) reasons.set(row.reason ?? "", (reasons.get(row.reason ?? "") ?? 0) + row.count);
  return {
    handedOver: rows.reduce((sum, row) => sum + row.count, 0),
    waiting: of("open"),
    accepted: of("accepted"),
    qualified: of("qualified"),
    rejected: of("rejected-nurture", "rejected-unqualified"),
    other: of("merged", "withdrawn"),
    reasons: [...reasons].map(([code, count]) => ({ code, count, name: names.get(code) ?? (code === "" ? "No reason recorded" : code) })).toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  };
}
