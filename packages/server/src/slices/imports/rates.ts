import { isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import type { DatedRate } from "@tandem/domain/pipeline/amount";
import type { Sql } from "../../platform/sql.ts";
import { unique } from "./resolve.ts";

/** The rate of a currency in force on a day: the latest one of that day or before it. */
export type Rates = (currency: string, day: EpochDay) => DatedRate | null;

/** Every rate of the currencies at hand, read once for a batch. */
export async function loadRates(sql: Sql, currencies: readonly (string | null)[]): Promise<Rates> {
  const asked = unique(currencies);
  const rows = asked.length === 0 ? [] : await sql.query<DatedRate & { currency: string }>("select currency, rate::text as rate, day from exchange_rate where currency = any($1) order by day desc", [asked]);
  return (currency, day) => {
    const iso = isoFromEpochDay(day);
    const found = rows.find((row) => row.currency === currency && row.day <= iso);
    return found ? { rate: found.rate, day: found.day } : null;
  };
}
