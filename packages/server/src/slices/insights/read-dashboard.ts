import { readDashboard } from "@tandem/contract/insights/dashboard";
import { handle } from "../../platform/http/route.ts";
import { readAttainment } from "./attainment.ts";
import { countContradictory, readCohorts, readOrigins } from "./cohorts.ts";
import { countLeads } from "./count-leads.ts";
import { readDealNumbers, readDealStock } from "./deal-numbers.ts";
import { composeDispositions } from "./dispositions.ts";
import { readFlows } from "./flows.ts";
import { readFunnel } from "./funnel.ts";
import { readHandoffCounts } from "./handoff-counts.ts";
import { askDailyMqlsOnce, readPace, readWeeks } from "./mql-pace.ts";
import { describeStanding, readVersionStanding } from "./of-version.ts";
import { describePeriod, openReport } from "./report.ts";
import { readSpeed, readVelocity } from "./speeds.ts";
import { composeTiles, readBefore } from "./tiles.ts";
import { readTypicalTimes } from "./typical-times.ts";
import { readVolumeStretches } from "./volume-clause.ts";

export const readDashboardRoute = handle(readDashboard, async ({ app }, { query }) => {
  const report = await openReport(app, query);
  const standing = await readVersionStanding(report);
  const typical = readTypicalTimes(report);
  const leads = countLeads(report, [report.counted]);
  const handoffs = readHandoffCounts(report);
  const flowing = readFlows(report);
  const volumes = readVolumeStretches(report);
  const dailyMqls = askDailyMqlsOnce(report);
  const [funnel, cohorts, deals, before, stock, pace, flows, sla, weeks, velocity, speed, dispositions, origins, contradictory, { blank }] = await Promise.all([
    typical.then((times) => readFunnel(report, times, leads)),
    typical.then((times) => readCohorts(report, times)),
    readDealNumbers(report, report.counted),
    readBefore(report),
    readDealStock(report),
    readPace(report, dailyMqls, volumes, standing),
    flowing,
    readAttainment(report, handoffs, flowing, volumes),
    readWeeks(report, dailyMqls, volumes),
    readVelocity(report),
    readSpeed(report, handoffs),
    composeDispositions(report, handoffs),
    readOrigins(report, leads),
    countContradictory(report),
    report.sql.one<{ blank: boolean }>("select not exists (select from journey) and not exists (select from opportunity) as blank"),
  ]);
  return {
    countedAt: report.now.toISOString(),
    blank,
    currency: report.currency,
    timeZone: report.zone,
    agreementVersion: report.inForce.version,
    ofVersion: describeStanding(standing),
    period: describePeriod(report),
    tiles: composeTiles(report, deals, before, stock, funnel),
    funnel, pace, flows, sla, weeks, velocity, speed, dispositions, cohorts, origins,
    contradictory: { count: contradictory, figure: { figure: "contradictory" as const, key: null } },
  };
});
