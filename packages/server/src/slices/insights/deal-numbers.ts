import { previousPeriod } from "@tandem/domain/kpis/period";
import { bound } from "../../platform/bound.ts";
import { dealsDecided, dealsOpen, hasAmount, hasCycle, hasNoRate, won } from "./definitions.ts";
import type { Span } from "./span.ts";
import type { Report } from "./report.ts";

export interface DealNumbers {
  readonly won: number;
  readonly lost: number;
  /** Minor units of the company's currency, of the deals won with an amount. */
  readonly amount: number;
  readonly withAmount: number;
  readonly withoutRate: number;
  /** Created to won, in days, of those that have both. */
  readonly cycles: number;
  readonly medianDays: number | null;
  readonly meanDays: number | null;
}

/** What was decided in a span. */
export function readDealNumbers(report: Report, span: Span): Promise<DealNumbers> {
  const q = bound();
  const days = "date_part('epoch', o.closed_at - o.created_at) / 86400";
  return report.sql.one<DealNumbers>(
    `select count(*) filter (where ${won}) as won, count(*) filter (where o.state = 'lost') as lost,
       coalesce(sum(o.amount_company) filter (where ${hasAmount}), 0)::bigint as amount,
       count(*) filter (where ${hasAmount}) as "withAmount", count(*) filter (where ${hasNoRate}) as "withoutRate",
       count(*) filter (where ${hasCycle}) as cycles,
       percentile_cont(0.5) within group (order by ${days}) filter (where ${hasCycle}) as "medianDays",
       avg(${days}) filter (where ${hasCycle}) as "meanDays"
     from opportunity o where ${dealsDecided(report, q, span)}`,
    q.params,
  );
}

/** Deals open at the end of the counted period, and whether any deal was ever lost: without one there is no win rate. */
export interface DealStock {
  readonly open: number;
  /** At the end of the period before; 0 for all time. */
  readonly openBefore: number;
  readonly everLost: boolean;
}

/** Reads the stock of deals in one statement. */
export async function readDealStock(report: Report): Promise<DealStock> {
  const q = bound();
  const before = previousPeriod(report.period, report.zone);
  return report.sql.one<DealStock>(
    `select (select count(*) from opportunity o where ${dealsOpen(report, q, report.counted.toMs)}) as open,
       ${before ? `(select count(*) from opportunity o where ${dealsOpen(report, q, before.toMs)})` : "0"} as "openBefore",
       exists (select from opportunity where state = 'lost') as "everLost"`,
    q.params,
  );
}
