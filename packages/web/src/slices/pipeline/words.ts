import type { DealSums, OpportunityPage, StageMedian } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { digitsOf } from "@tandem/domain/kit/money";
import { DAY } from "@tandem/domain/kit/instant";
import { isFew } from "../../ui/format.ts";

/** How deals are put into words. */

/** "9 days", "Today": a stay in whole days. */
export function daysIn(ms: number): string {
  const days = Math.floor(ms / DAY);
  return days < 1 ? "today" : days === 1 ? "1 day" : `${days} days`;
}

/** How long the deal has stood in its stage, milliseconds. */
export function stageAge(deal: Pick<OpportunityRow, "stageSince" | "closedAt">, now: number): number {
  return Math.max(0, (deal.closedAt === null ? now : Date.parse(deal.closedAt)) - Date.parse(deal.stageSince));
}

/** "9 days here, median is 7": how a stay stands out. */
export function stuckWords(ageMs: number, median: StageMedian): string {
  return `${daysIn(ageMs)} here, ${medianWords(median)}`;
}

/** "median is 7 days", "median of 8 is under a day": of how many is said where they are few. */
export function medianWords({ ms, of }: StageMedian): string {
  return `median${isFew(of) ? ` of ${of}` : ""} is ${ms < DAY ? "under a day" : daysIn(ms)}`;
}

/** Where the median comes from, in full. */
export function medianBasis({ of }: StageMedian): string {
  return `Median of the last ${of} stays in this stage, of any team`;
}

/** A weighted sum is an estimate: whole units of the currency, so that columns still add up to their total. */
export function wholeUnits(minor: number, currency: string): number {
  const unit = 10 ** digitsOf(currency);
  return Math.round(minor / unit) * unit;
}

/** The sums of a board in whole units: what its columns show adds up to what stands above them. */
export function wholeTotals({ columns, currency }: { readonly columns: readonly { readonly sums: Pick<DealSums, "amount" | "weighted"> }[]; readonly currency: string }): { amount: number; weighted: number } {
  const sum = (of: (sums: Pick<DealSums, "amount" | "weighted">) => number) => columns.reduce((total, { sums }) => total + wholeUnits(of(sums), currency), 0);
  return { amount: sum((sums) => sums.amount), weighted: sum((sums) => sums.weighted) };
}

/** "of all teams", "of DACH + UK and Nordics" (names of teams have an "and" of their own): whose deals one sees at all. */
export function whoseWords({ all, teams }: { readonly all: boolean; readonly teams: readonly string[] }, short = false): string {
  if (all) return "of all teams";
  if (teams.length === 0) return "of your own";
  if (short || teams.length > 3) return teams.length === 1 ? "of your team" : `of your ${teams.length} teams`;
  return `of ${teams.join(" + ")}`;
}

const handoffEnds: Record<string, string> = { open: "open", accepted: "accepted", "rejected-nurture": "rejected to nurture", "rejected-unqualified": "rejected" };

/** "Passed 19 Nov, qualified 22 Nov": the day of the handoff the deal came from, and the day it was settled once it is. */
export function handoffWords({ state, openedAt, closedAt }: Pick<NonNullable<OpportunityPage["handoff"]>, "state" | "openedAt" | "closedAt">, date: (at: string) => string): string {
  const end = handoffEnds[state] ?? state;
  return `Passed ${date(openedAt)}, ${closedAt === null ? end : `${end} ${date(closedAt)}`}`;
}

/** "Only Kim Novak, managers of DACH and RevOps change or close it.": said to whoever works deals, but not this one. */
export function workedBy({ owner, team }: { readonly owner: { readonly name: string } | null; readonly team: { readonly name: string } | null }): string {
  const who = [owner?.name ?? (team && `reps of ${team.name}`), team && `managers ${owner ? `of ${team.name}` : "there"}`].filter(Boolean).join(", ");
  return who === "" ? "Only RevOps changes or closes it." : `Only ${who} and RevOps change or close it.`;
}

/** Days compared as text: both are 'YYYY-MM-DD'. */
export function isPast(day: string, today: string): boolean {
  return day < today;
}

/** Today's day where the person is, as 'YYYY-MM-DD'. */
export function todayIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

/** A day some days on. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export const outcomeNames: Record<string, string> = {
  conversation: "Talked", "no-answer": "No answer", "left-message": "Left a message", bounced: "Bounced", sent: "Sent", held: "Held", "no-show": "Did not come",
};
export const kindNames = { call: "Call", email: "E-mail", meeting: "Meeting", message: "Message", note: "Note" } as const;

/**
 * What follows when a deal is closed, said before it is.
 * @param person whose deal it is  @param foreign its amount is in another currency than the company's
 */
export function closingWords(person: string, as: "won" | "lost", { foreign, nurture }: { foreign: boolean; nurture: boolean }): string {
  if (as === "won") return `${person} becomes a customer.${foreign ? " The amount is converted at today's rate and stays as it is." : ""}`;
  return `${person} leaves the pipeline${nurture ? " and goes on to nurture, from where new engagement brings them back" : ""}.`;
}
