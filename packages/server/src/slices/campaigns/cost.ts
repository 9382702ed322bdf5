import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { Report } from "../insights/door.ts";

/** Spend of the period's days in the company's currency, minor units. */
export interface Cost {
  readonly byKey: ReadonlyMap<string, number>;
  readonly total: number;
  /** Entries whose currency has no rate: counted apart, never summed. */
  readonly withoutRate: number;
}

/** What was spent in the period, by campaign or by the campaign's channel. */
export async function readCost({ sql, counted }: Report, by: "campaign" | "channel"): Promise<Cost> {
  const rows = await sql.query<{ key: string; cost: number; without_rate: number }>(
    `select ${by === "campaign" ? "s.campaign_id::text" : "c.channel"} as key, coalesce(sum(s.amount_company), 0)::bigint as cost, count(*) filter (where s.amount_company is null) as without_rate
     from spend s join campaign c on c.id = s.campaign_id where s.day >= $1 and s.day < $2 group by 1`,
    [isoFromEpochDay(counted.fromDay), isoFromEpochDay(counted.toDay)],
  );
  return { byKey: new Map(rows.map((row) => [row.key, row.cost])), total: rows.reduce((sum, row) => sum + row.cost, 0), withoutRate: rows.reduce((sum, row) => sum + row.without_rate, 0) };
}
