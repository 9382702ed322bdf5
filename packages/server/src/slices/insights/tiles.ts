import type { Dashboard, Tile } from "@tandem/contract/insights/dashboard";
import { judgeChange, kpiOf, type KpiKey } from "@tandem/domain/kpis/kpi";
import { nameOfPeriod, previousPeriod, type Period } from "@tandem/domain/kpis/period";
import { startOfDay } from "@tandem/domain/kit/zone";
import { readDealNumbers, type DealNumbers, type DealStock } from "./deal-numbers.ts";
import type { Report } from "./report.ts";

const noLosses = "Not available: no opportunity was ever recorded as lost, so every decided one is a win and a rate would say nothing.";

/** The first row of the dashboard: what the deals of the period say, and of its leads how many became customers. */
export function composeTiles(report: Report, now: DealNumbers, before: Before | null, stock: DealStock, funnel: Dashboard["funnel"]): Tile[] {
  const rate = winRate(now, stock.everLost);
  const average = averageDeal(now);
  const speed = velocity(stock.open, rate, average, now.meanDays);
  const then = before && { rate: winRate(before.numbers, stock.everLost), average: averageDeal(before.numbers), days: before.numbers.medianDays, amount: before.soFar.amount, won: before.soFar.withAmount };
  const speedThen = before && velocity(stock.openBefore, then!.rate, then!.average, before.numbers.meanDays);
  const leads = funnel.steps[0]!.reached;
  const customers = funnel.steps.at(-1)!.reached;
  const withoutRate = now.withoutRate === 0 ? null : `${now.withoutRate} won ${now.withoutRate === 1 ? "deal has" : "deals have"} no exchange rate and ${now.withoutRate === 1 ? "is" : "are"} not in this sum`;
  return [
    tile("pipeline-velocity", "a day", speed, change(before, speedThen), {
      definition: [count(stock.open), " open × ", percent(rate), " × ", money(average), " ÷ ", days(now.meanDays)],
      figure: "deals-open",
      unavailable: speed !== null ? null : rate === null && !stock.everLost && now.won > 0 ? noLosses : "Needs a win rate, an amount and a cycle: not all were recorded in this period.",
    }),
    tile("win-rate", "in period", rate, then && change(before, then.rate), {
      numerator: now.won,
      denominator: now.won + now.lost,
      definition: ["Won ÷ (won + lost): ", count(now.won), " of ", count(now.won + now.lost)],
      figure: "deals-decided",
      unavailable: rate !== null ? null : stock.everLost || now.won === 0 ? "No opportunity was decided in this period." : noLosses,
    }),
    tile("average-deal", "won", average, then && change(before, then.average), {
      numerator: now.amount,
      denominator: now.withAmount,
      definition: [money(now.amount), " won ÷ ", count(now.withAmount), now.withAmount === 1 ? " deal" : " deals"],
      figure: "deals-with-amount",
      apart: withoutRate,
      unavailable: average !== null ? null : now.won > 0 ? `Not available: none of the ${now.won} won deals has an amount.` : "No deal was won in this period.",
    }),
    tile("sales-cycle", "median", now.medianDays, then && change(before, then.days), {
      denominator: now.cycles,
      definition: ["Created to won, mean ", days(now.meanDays), ", ", count(now.cycles), now.cycles === 1 ? " deal" : " deals"],
      figure: "deals-with-cycle",
      apart: now.won > now.cycles ? `${now.won - now.cycles} won without a creation before it` : null,
      unavailable: now.medianDays !== null ? null : now.won > 0 ? "Not available: when the won deals were created is not recorded." : "No deal was won in this period.",
    }),
    tile("lead-to-customer", "of leads", leads === 0 ? null : (customers / leads) * 100, null, {
      numerator: customers,
      denominator: leads,
      definition: ["Customers of the period's leads: ", count(customers), " of ", count(leads)],
      figure: "reached-customer",
      maturing: funnel.maturing,
      unavailable: leads === 0 ? "Nobody became a lead in this period." : null,
    }),
    tile("revenue-won", "won", now.withAmount === 0 && now.won > 0 ? null : now.amount, then && then.won > 0 ? change(before, then.amount, before!.soFarName) : null, {
      numerator: now.amount,
      denominator: now.withAmount,
      definition: now.won === 0 ? ["No deal was won in this period."] : [count(now.withAmount), " of ", count(now.won), " won deals with an amount"],
      figure: "deals-won",
      apart: withoutRate,
      unavailable: now.withAmount === 0 && now.won > 0 ? `Not available: none of the ${now.won} won deals has an amount.` : null,
    }),
  ];
}

export interface Before {
  readonly name: string;
  readonly numbers: DealNumbers;
  /** The same, cut to as many days as the running period has had: a sum is compared with its like. */
  readonly soFar: DealNumbers;
  readonly soFarName: string;
}

/** The numbers of the period before, whole and cut to as many days. Null for all time. */
export async function readBefore(report: Report): Promise<Before | null> {
  const previous = previousPeriod(report.period, report.zone);
  if (!previous) return null;
  const part = cutTo(previous, report);
  const whole = readDealNumbers(report, previous);
  const name = nameOfPeriod(previous).replace(/ \d{4}$/, "");
  const [numbers, soFar] = await Promise.all([whole, part ? readDealNumbers(report, part) : whole]);
  return { name, numbers, soFar, soFarName: part ? `${name} by this day` : name };
}

function cutTo(previous: Period, { period, counted, zone }: Report): Period | null {
  if (counted.toDay >= period.toDay) return null;
  const toDay = Math.min(previous.toDay, previous.fromDay + (counted.toDay - counted.fromDay));
  return { ...previous, toDay, toMs: startOfDay(zone, toDay) };
}

function winRate(deals: DealNumbers, everLost: boolean): number | null {
  return everLost && deals.won + deals.lost > 0 ? (deals.won / (deals.won + deals.lost)) * 100 : null;
}

function averageDeal(deals: DealNumbers): number | null {
  return deals.withAmount > 0 ? Math.round(deals.amount / deals.withAmount) : null;
}

function velocity(open: number, rate: number | null, average: number | null, meanDays: number | null): number | null {
  return rate === null || average === null || !meanDays ? null : Math.round((open * (rate / 100) * average) / meanDays);
}

type Words = Tile["definition"];
const count = (value: number): Words[number] => ({ value, unit: "count" });
const piece = (unit: "percent" | "money" | "days") => (value: number | null): Words[number] => (value === null ? "–" : { value, unit });
const percent = piece("percent");
const money = piece("money");
const days = piece("days");

function change(before: Before | null, value: number | null, name = before?.name): { value: number; name: string } | null {
  return before && value !== null ? { value, name: name! } : null;
}

function tile(key: KpiKey, basis: string, value: number | null, previous: { value: number; name: string } | null, rest: Omit<Partial<Tile>, "figure"> & { definition: Words; figure: Tile["figure"]["figure"] }): Tile {
  const kpi = kpiOf(key);
  return {
    key,
    name: kpi.name,
    value,
    unit: kpi.unit,
    basis,
    numerator: rest.numerator ?? null,
    denominator: rest.denominator ?? null,
    previous: previous && value !== null ? { ...previous, verdict: judgeChange(kpi, value - previous.value) } : null,
    definition: rest.definition,
    apart: rest.apart ?? null,
    maturing: rest.maturing ?? false,
    unavailable: rest.unavailable ?? null,
    figure: { figure: rest.figure, key: null },
  };
}
