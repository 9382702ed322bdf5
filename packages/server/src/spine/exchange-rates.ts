import { convertAmount, type ConvertedAmount, type DatedRate } from "@tandem/domain/pipeline/amount";
import { isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import type { Sql } from "../platform/sql.ts";

/** The rate in force on a day: the latest one of that day or before it. */
export async function findRate(sql: Sql, currency: string, day: EpochDay): Promise<DatedRate | null> {
  return sql.find<DatedRate>("select rate::text as rate, day from exchange_rate where currency = $1 and day <= $2 order by day desc limit 1", [currency, isoFromEpochDay(day)]);
}

/** An amount (minor units) in the company's currency at a day's rate; null without an amount or a rate. */
export async function convertAt(sql: Sql, amount: { readonly minor: number | null; readonly currency: string }, companyCurrency: string, day: EpochDay): Promise<ConvertedAmount | null> {
  if (amount.minor === null) return null;
  const rate = amount.currency === companyCurrency ? null : await findRate(sql, amount.currency, day);
  return convertAmount({ minor: amount.minor, currency: amount.currency }, companyCurrency, rate);
}
