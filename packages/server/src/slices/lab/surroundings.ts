import type { Agreement } from "@tandem/domain/agreement/agreement";
import { weekdayOf } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { Sql } from "../../platform/sql.ts";
import { clockDecided, clockKept } from "../../spine/clock-verdict.ts";

/** What handovers meet in Sales: how many can take them, how many they settle, and whether first attempts are in time. */
export interface Surroundings {
  readonly sellers: number;
  readonly capacity: number | null;
  /** In the median of sellers' days on which anything was settled. */
  readonly settledPerSellerAndDay: number | null;
  readonly slaMetPercent: number | null;
  readonly currency: string;
  readonly workingDays: number;
  /** Names of rejection reasons by code. */
  readonly reasonNames: Readonly<Record<string, string>>;
}

/** A rejection reason as people read it; one that the agreement no longer has keeps its code. */
export function reasonName({ reasonNames }: Pick<Surroundings, "reasonNames">, code: string): string {
  return reasonNames[code] ?? (code === "" ? "No reason recorded" : code);
}

/** @param span company days as epoch days, both included */
export async function loadSurroundings(sql: Sql, span: { readonly from: number; readonly to: number }, agreement: Pick<Agreement, "timeZone" | "currency" | "rejectionReasons">): Promise<Surroundings> {
  const row = await sql.one<{ sellers: number; capacity: number | null; settled: number | null; kept: number; ended: number }>(
    `select (select count(*)::int from app_user where role = 'sales-rep' and active) as sellers,
       (select sum(m.capacity)::int from team_member m join app_user u on u.id = m.user_id where u.role = 'sales-rep' and u.active) as capacity,
       (select percentile_cont(0.5) within group (order by n) from (select count(*) as n from handoff where closed_at >= $1 and closed_at < $2 and assignee_id is not null and state not in ('merged', 'withdrawn') group by assignee_id, (closed_at at time zone $3)::date) d) as settled,
       (select count(*)::int from clock c where c.kind = 'first-attempt' and ${clockKept("c")} and c.started_at >= $1 and c.started_at < $2) as kept,
       (select count(*)::int from clock c where c.kind = 'first-attempt' and ${clockDecided("c")} and c.started_at >= $1 and c.started_at < $2) as ended`,
    [new Date(startOfDay(agreement.timeZone, span.from)), new Date(startOfDay(agreement.timeZone, span.to + 1)), agreement.timeZone],
  );
  let workingDays = 0;
  for (let day = span.from; day <= span.to; day++) if (weekdayOf(day) <= 5) workingDays++;
  return {
    sellers: row.sellers,
    capacity: row.capacity,
    settledPerSellerAndDay: row.settled,
    slaMetPercent: row.ended === 0 ? null : Math.round((row.kept / row.ended) * 1_000) / 10,
    currency: agreement.currency,
    workingDays,
    reasonNames: Object.fromEntries(agreement.rejectionReasons.map((reason) => [reason.code, reason.name])),
  };
}
