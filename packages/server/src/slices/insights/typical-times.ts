import type { Report } from "./report.ts";

/** How long most of the latest 2,000 took. Null where too few did to say. */
export interface Typical {
  /** Nine of ten MQLs. */
  readonly toMqlMs: number | null;
  /** Nineteen of twenty customers: a cohort is called settled only once few can still come. */
  readonly toCustomerMs: number | null;
  /**
   * How far the history reaches: now, or the last thing known of a person where that is all there is (an import of the
   * past). What would have happened after it is not known, so nothing is settled by time that passed since.
   */
  readonly knownUntilMs: number;
}

/** What "young" means here, learned from the latest passages; contradictory data teaches nothing. */
export async function readTypicalTimes({ sql, now }: Report): Promise<Typical> {
  const latest = (column: "mql_at" | "customer_at", share: number) =>
    `select case when count(*) >= 5 then percentile_cont(${share}) within group (order by date_part('epoch', ${column} - lead_at)) * 1000 end as ms
     from (select ${column}, lead_at from journey where standing and ${column} is not null and flag is null and ${column} >= lead_at order by ${column} desc limit 2000) latest`;
  const row = await sql.one<{ mql: number | null; customer: number | null; last: Date | null }>(
    `select (${latest("mql_at", 0.9)}) as mql, (${latest("customer_at", 0.95)}) as customer,
       greatest((select max(lead_at) from journey where standing), (select max(customer_at) from journey where standing), (select max(opened_at) from handoff), (select max(closed_at) from opportunity where state <> 'open')) as last`,
  );
  return { toMqlMs: row.mql, toCustomerMs: row.customer, knownUntilMs: Math.min(now.getTime(), row.last?.getTime() ?? now.getTime()) };
}

/** The instant until which leads are mature: who became one after it may still become a customer, so their outcome is unknown, not bad. */
export async function readMatureUntil(report: Report): Promise<number> {
  const { toCustomerMs, knownUntilMs } = await readTypicalTimes(report);
  return toCustomerMs === null ? Infinity : knownUntilMs - toCustomerMs;
}
