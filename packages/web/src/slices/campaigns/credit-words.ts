import type { ClosedLoop, ClosedLoopFigure, ClosedLoopRow } from "@tandem/contract/campaigns/closed-loop";
import { attributionModels, type AttributionModel } from "@tandem/domain/attribution/credit";
import { digitsOf, splitExactly } from "@tandem/domain/kit/money";

export const modelNames: Record<AttributionModel, string> = { "first-touch": "First touch", "last-touch": "Last touch", linear: "Linear" };
export const models = attributionModels.map((value) => ({ value, label: modelNames[value] }));

export const figureNames: Record<ClosedLoopFigure, string> = { leads: "Leads", mqls: "MQLs", sals: "SALs", sqls: "SQLs", opportunities: "Opportunities", won: "Won", customers: "Customers" };

/** Parts of a lead in tenths, rounded together: what is shown in a column sums to its total. */
export function roundColumn(credits: readonly number[]): number[] {
  const total = credits.reduce((sum, credit) => sum + credit, 0);
  return splitExactly(Math.round(total / 1_000), credits).map((tenths) => tenths / 10);
}

/** Amounts of a column in whole units, rounded together; as they are where one of them is a credit note. */
export function roundMoneyColumn(amounts: readonly number[], currency: string): number[] {
  const unit = 10 ** digitsOf(currency);
  if (amounts.some((amount) => amount < 0)) return [...amounts];
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return splitExactly(Math.round(total / unit), amounts).map((whole) => whole * unit);
}

/** Why a column is below the funnel's: "The cohort funnel counts 2 MQLs and 1 SQL more: …" Null where it is not. */
export function skippedWords({ skipped }: Pick<ClosedLoop, "skipped">, number: (value: number) => string): string | null {
  const { mqls, sqls } = skipped ?? { mqls: 0, sqls: 0 };
  const parts = [mqls > 0 && `${number(mqls)} MQL${mqls === 1 ? "" : "s"}`, sqls > 0 && `${number(sqls)} SQL${sqls === 1 ? "" : "s"}`].filter(Boolean);
  return parts.length === 0 ? null : `The cohort funnel counts ${parts.join(" and ")} more: people of this period who went past the stage without an episode of it.`;
}

/** "12 of 240 leads still maturing"; null where none is. */
export function youngWords({ young, figures }: Pick<ClosedLoopRow, "young" | "figures">, number: (value: number) => string): string | null {
  return young === 0 ? null : `${number(young)} of ${number(figures.leads.touched)} leads still maturing`;
}

/** "34 %"; "so far 34 %" while many leads are young, and before the first sale of those nothing but that. */
export function roiWords({ roi, revenue, maturing }: Pick<ClosedLoopRow, "roi" | "revenue" | "maturing">, share: (value: number, options: { digits: number }) => string): string {
  if (roi === null) return "–";
  if (maturing && revenue === 0) return "maturing";
  return `${maturing ? "so far " : ""}${share(roi / 100, { digits: 0 })}`;
}

/** What the rates of the total count, where that is less than its row says. Null where it is all of it, and where nothing was spent. */
export function costScopeWords({ total, broughtByCost: brought }: Pick<ClosedLoop, "total" | "broughtByCost">, number: (value: number, options?: { digits?: number }) => string, money: (minor: number) => string): string | null {
  const { leads, sqls } = total.figures;
  if (brought === null || (brought.leads === leads.credit && brought.sqls === sqls.credit && brought.revenue === total.revenue)) return null;
  const of = (credit: number, all: number) => `${writeCredit(Math.round(credit / 1_000) / 10, number)} of ${number(all)}`;
  const parts = [`${of(brought.leads, leads.touched)} leads`, sqls.touched > 0 && `${of(brought.sqls, sqls.touched)} SQLs`, total.revenue > 0 && `${money(brought.revenue)} of ${money(total.revenue)} revenue`];
  return `In the total, cost per lead, cost per SQL and ROI count what the rows with a cost brought: ${parts.filter(Boolean).join(", ")}.`;
}

/** A credit of basis points as a number of leads or deals: "12", "3.5". */
export function writeCredit(value: number, number: (value: number, options?: { digits?: number }) => string): string {
  return number(value, { digits: Number.isInteger(value) ? 0 : 1 });
}
