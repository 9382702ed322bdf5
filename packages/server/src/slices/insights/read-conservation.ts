import { readConservation, type FigureRow } from "@tandem/contract/insights/figures";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { checks, type Check } from "./conservation-checks.ts";
import { conservationPlace, conservationPlaces } from "./conservation-places.ts";
import { passagesIn } from "./definitions.ts";
import { openReport, type Report } from "./report.ts";

/**
 * Leads in = leads accounted for. What comes in are the MQL episodes of the period; each is found in the state of its
 * handoff, among the imported history that never had one, or it is an offender.
 */
export const readConservationRoute = handle(readConservation, async ({ app }, { query }) => {
  const report = await openReport(app, query);
  const [places, found] = await Promise.all([readPlaces(report), Promise.all(checks.map((check) => runCheck(report, check)))]);
  return {
    countedAt: report.now.toISOString(),
    leadsIn: places.reduce((sum, place) => sum + place.count, 0),
    accounted: places.filter((place) => place.key !== "nowhere").reduce((sum, place) => sum + place.count, 0),
    places,
    checks: found,
  };
});

async function readPlaces(report: Report) {
  const q = bound();
  const rows = await report.sql.query<{ place: string; count: number }>(`select ${conservationPlace} as place, count(*) as count from passage p where ${passagesIn(report, q, report.counted)} group by 1`, q.params);
  return conservationPlaces
    .map((place) => ({ ...place, count: rows.find((row) => row.place === place.key)?.count ?? 0, figure: { figure: "accounted" as const, key: place.key } }))
    .filter((place) => place.count > 0 || place.key === "nowhere");
}

async function runCheck(report: Report, check: Check) {
  const q = bound();
  const rows = await report.sql.query<{ id: string; at: Date; contact_id: string | null; name: string | null; handoff_id: string | null; detail: string; total: number }>(
    `select o.id, o.at, o.contact_id, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, 'Not named') as name, o.handoff_id, o.detail, count(*) over () as total
     from (${check.offenders(report, q)}) o left join contact c on c.id = o.contact_id order by o.at desc limit 50`,
    q.params,
  );
  return {
    key: check.key,
    name: check.name,
    promise: check.promise,
    offenders: rows[0]?.total ?? 0,
    rows: rows.map(
      (row): FigureRow => ({ id: row.id, at: row.at.toISOString(), contact: row.contact_id === null ? null : { id: row.contact_id, name: row.name!, company: null }, opportunity: null, handoffId: row.handoff_id, detail: row.detail, value: null, unit: null, judged: null }),
    ),
  };
}

