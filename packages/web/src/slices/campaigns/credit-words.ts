import type { ClosedLoopFigure } from "@tandem/contract/campaigns/closed-loop";
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

/** A credit of basis points as a number of leads or deals: "12", "3.5". */
export function writeCredit(value: number, number: (value: number, options?: { digits?: number }) => string): string {
  return number(value, { digits: Number.isInteger(value) ? 0 : 1 });
}
