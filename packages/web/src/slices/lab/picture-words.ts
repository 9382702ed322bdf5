import type { Picture, SegmentKind } from "@tandem/contract/lab/replay";
import { channelName } from "../insights/door.tsx";
import type { Ending } from "./lab-search.ts";
import { countryName } from "../../ui/country-name.ts";

/** How the lab's pictures are named and coloured. */

export const endingNames: Record<Ending, string> = {
  won: "Won", opportunity: "Opportunity, open", sql: "SQL", open: "Handed over, not settled", rejected: "Rejected", lost: "Deal lost", unknown: "Unknown",
};
/** Ink in both themes. */
const dark = "light-dark(var(--ink), var(--on-ink))";
/** Fill and the colour of the number upon it; unknown is hatched. */
export const endingFills: Record<Exclude<Ending, "unknown">, { fill: string; on: string }> = {
  won: { fill: "var(--good-fill)", on: dark },
  opportunity: { fill: "var(--s3)", on: "var(--on-ink)" },
  sql: { fill: "var(--s2)", on: dark },
  open: { fill: "var(--s1)", on: "var(--ink)" },
  rejected: { fill: "var(--flow)", on: "var(--ink)" },
  lost: { fill: "var(--grey-fill)", on: "var(--on-ink)" },
};

/** What is tried, inside a sentence: "under Draft 12", "under your moves". */
export function under(name: string): string {
  return name === "Your moves" ? "your moves" : name;
}

/**
 * What is recorded of those the draft leaves out. Unknown is not a no: as long as anybody is unknown, nobody is said not
 * to have become a customer. Revenue of which no rate is known is left out instead of told as nothing.
 */
export function lostWords({ lost, ended }: Pick<Picture, "lost" | "ended">, say: { number: (value: number) => string; money: (minorUnits: number, options: { currency: string }) => string }): { customers: string; rest: string[] } {
  const { unknown, won, rejected, revenue, withoutRate } = ended.lost;
  if (lost === 0) return { customers: "Nobody is left out", rest: [] };
  if (unknown === lost) return { customers: "How they ended is unknown", rest: [] };
  const none = unknown > 0 ? "None is known to have become a customer" : "None became a customer";
  const hasRevenue = won > 0 && (revenue.amount !== 0 || withoutRate === 0);
  return {
    customers: won === 0 ? none : `${say.number(won)} became ${won === 1 ? "a customer" : "customers"}`,
    rest: [
      ...(hasRevenue ? [say.money(revenue.amount, { currency: revenue.currency })] : []),
      ...(rejected > 0 ? [`${say.number(rejected)} rejected`] : []),
      ...(unknown > 0 ? [`${say.number(unknown)} unknown`] : []),
    ],
  };
}

/** A segment's value as people call it. */
export function segmentValue(kind: SegmentKind, value: string | null): string {
  if (value === null || value === "") return "Not known";
  if (kind === "country") return countryName(value);
  return kind === "channel" ? channelName(value) : value;
}

export type Foretells = Picture["precision"]["draft"][number];
export type Band = Picture["bands"]["draft"][number];

/** Whole weeks and a part are told as weeks: 91 days → 13. */
export function weeksIn(from: string, to: string): number {
  return Math.max(1, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`) + 86_400_000) / (7 * 86_400_000)));
}

/** Weeks that a picture tells about: from where the history begins, if that is later than what was asked for. */
export function weeksOf({ from, to, weeks }: Pick<Picture, "from" | "to" | "weeks">): number {
  const first = weeks[0]?.week;
  return weeksIn(first !== undefined && first > from ? first : from, to);
}

/** Bands of both versions on one line each, by where they begin; without those beyond the ends in which nobody is. */
export function pairBands({ inForce, draft }: Picture["bands"]): { from: number; to: number | null; inForce: Band | null; draft: Band | null }[] {
  const starts = [...new Set([...inForce, ...draft].map((band) => band.from))].toSorted((a, b) => a - b);
  const pairs = starts.map((from) => {
    const sides = { inForce: inForce.find((band) => band.from === from) ?? null, draft: draft.find((band) => band.from === from) ?? null };
    return { from, to: (sides.draft ?? sides.inForce)?.to ?? null, ...sides };
  });
  const hasPeople = (pair: (typeof pairs)[number]): boolean => (pair.inForce?.people ?? 0) + (pair.draft?.people ?? 0) > 0;
  return pairs.slice(Math.max(0, pairs.findIndex(hasPeople)), pairs.findLastIndex(hasPeople) + 1);
}

export function bandName(from: number, to: number | null, say: (value: number) => string): string {
  return to === null ? `${say(from)} and more` : `${say(from)} to below ${say(to)}`;
}

/** A clause of so many MQLs a quarter, over other spans than a quarter. */
export function volumeOwed(atLeastAQuarter: number, weeks: number): number {
  return Math.round((atLeastAQuarter * weeks) / 13);
}

/** The ISO week of a day, 1 to 53. */
export function isoWeek(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  // The week belongs to the year of its Thursday; day 0 of the era was a Thursday.
  const thursday = at + 3 - ((((at + 3) % 7) + 7) % 7);
  const year = new Date(thursday * 86_400_000).getUTCFullYear();
  return 1 + Math.floor((thursday - Date.UTC(year, 0, 1) / 86_400_000) / 7);
}

/** "W34" for each Monday. The same number a year later is told apart by a sign nobody sees: charts know a point by its name. */
export function weekNames(mondays: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return mondays.map((monday) => {
    const name = `W${isoWeek(monday)}`;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return name + "\u200b".repeat(before);
  });
}
