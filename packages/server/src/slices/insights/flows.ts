import type { Dashboard } from "@tandem/contract/insights/dashboard";
import { stageNames, type Stage } from "@tandem/domain/lifecycle/stage";
import { bound } from "../../platform/bound.ts";
import { passagesIn } from "./definitions.ts";
import type { Report } from "./report.ts";

const places = ["customer", "opportunity", "sql", "sal", "mql", "lost", "disqualified", "nurture"] as const;
const placeNames: Record<string, string> = { ...stageNames, opportunity: "Still open", sql: "Still SQL", sal: "Still SAL", mql: "Waits as MQL" };

/** Where the MQL episodes of the period went. Every one is in exactly one place, so the places sum to the episodes. */
export async function readFlows(report: Report): Promise<Dashboard["flows"]> {
  const q = bound();
  const rows = await report.sql.query<{ sal: boolean; sql: boolean; opportunity: boolean; place: string; count: number; returned: number }>(
    `select p.sal_at is not null as sal, p.sql_at is not null as sql, p.opportunity_at is not null as opportunity, p.place, count(*) as count, count(p.returned_at) as returned
     from passage p where ${passagesIn(report, q, report.counted)} group by 1, 2, 3, 4`,
    q.params,
  );
  const links = new Map<string, Dashboard["flows"]["links"][number]>();
  for (const row of rows) {
    const path = ["mql", ...(["sal", "sql", "opportunity"] as const).filter((stage) => row[stage])];
    const ends = path.slice(1).concat(endOf(row.place, path.at(-1)!));
    path.forEach((from, index) => addLink(links, from, ends[index]!, row.count));
  }
  const total = rows.reduce((sum, row) => sum + row.count, 0);
  const found = places.map((place) => ({ place, name: placeNames[place]!, count: sumOf(rows, (row) => row.place === place), figure: { figure: "passages" as const, key: place } }));
  return {
    total,
    accounted: found.reduce((sum, one) => sum + one.count, 0),
    returned: rows.reduce((sum, row) => sum + row.returned, 0),
    places: found.filter((one) => one.count > 0),
    links: [...links.values()].filter((link) => link.to !== ""),
  };
}

/** Who still stands at the stage the ribbon ends in: only a deal that is open has an end of its own. */
function endOf(place: string, last: string): string {
  if (place === "opportunity") return "opportunity:open";
  return place === last ? "" : place;
}

const rankOf: Record<string, number> = { mql: 0, sal: 1, sql: 2, opportunity: 3, customer: 4 };

function addLink(links: Map<string, Dashboard["flows"]["links"][number]>, from: string, to: string, count: number): void {
  const key = `${from}>${to}`;
  const skips = (rankOf[to] ?? 0) - (rankOf[from] ?? 0) > 1;
  links.set(key, { from, to, count: (links.get(key)?.count ?? 0) + count, skips });
}

function sumOf<Row extends { count: number }>(rows: readonly Row[], which: (row: Row) => boolean): number {
  return rows.filter(which).reduce((sum, row) => sum + row.count, 0);
}

/** Where a passage stands, in words. */
export function nameOfPlace(place: string): string {
  return placeNames[place] ?? stageNames[place as Stage] ?? place;
}
