import type { Report } from "./report.ts";

/** How long nine of ten of the latest 2,000 took. Null where too few did to say. */
export interface Typical {
  readonly toMqlMs: number | null;
  readonly toCustomerMs: number | null;
}

/** What "young" means here, learned from the latest passages; contradictory data teaches nothing. */
export async function readTypicalTimes({ sql }: Report): Promise<Typical> {
  const latest = (column: "mql_at" | "customer_at") =>
    `select case when count(*) >= 5 then percentile_cont(0.9) within group (order by extract(epoch from ${column} - lead_at)::float8) * 1000 end as ms
     from (select ${column}, lead_at from journey where standing and ${column} is not null and flag is null and ${column} >= lead_at order by ${column} desc limit 2000) latest`;
  const row = await sql.one<{ mql: number | null; customer: number | null }>(`select (${latest("mql_at")}) as mql, (${latest("customer_at")}) as customer`);
  return { toMqlMs: row.mql, toCustomerMs: row.customer };
}
