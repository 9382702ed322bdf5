import { expect, test } from "vitest";
import { closingWords, handoffWords, stuckWords, wholeTotals, whoseWords, workedBy } from "./words.ts";

test("totals have no cents, and what the columns show adds up to them", () => {
  const columns = [{ sums: { amount: 120_049, weighted: 12_051 } }, { sums: { amount: 50, weighted: 49 } }, { sums: { amount: 50, weighted: 5 } }];
  expect(wholeTotals({ columns, currency: "EUR" })).toEqual({ amount: 120_200, weighted: 12_100 });
  expect(wholeTotals({ columns: [{ sums: { amount: 7, weighted: 3 } }], currency: "JPY" })).toEqual({ amount: 7, weighted: 3 });
});

test("whose deals are summed is said", () => {
  const whose = (...teams: string[]) => whoseWords({ all: false, teams });
  expect([whoseWords({ all: true, teams: [] }), whose(), whose("DACH"), whose("DACH", "Nordics"), whoseWords({ all: false, teams: ["DACH", "Nordics"] }, true)]).toEqual(["of all teams", "of your own", "of DACH", "of DACH + Nordics", "of your 2 teams"]);
});

test("a median of few says of how many it is", () => {
  const day = 86_400_000;
  expect([stuckWords(9 * day, { ms: 7.5 * day, of: 34 }), stuckWords(2 * day, { ms: day, of: 8 }), stuckWords(day, { ms: day / 2, of: 20 })]).toEqual(["9 days here, median is 7 days", "2 days here, median of 8 is 1 day", "1 day here, median is under a day"]);
});

test("a rate is spoken of only where an amount is converted", () => {
  const said = (foreign: boolean) => closingWords("Erik", "won", { foreign, nurture: true });
  expect([said(false), said(true)]).toEqual(["Erik becomes a customer.", "Erik becomes a customer. The amount is converted at today's rate and stays as it is."]);
  expect(closingWords("Erik", "lost", { foreign: true, nurture: false })).toBe("Erik leaves the pipeline.");
});

test("who works a deal is said to those who do not", () => {
  const [owner, team] = [{ name: "Kim Novak" }, { name: "DACH" }];
  expect([workedBy({ owner, team }), workedBy({ owner, team: null }), workedBy({ owner: null, team }), workedBy({ owner: null, team: null })]).toEqual([
    "Only Kim Novak, managers of DACH and RevOps change or close it.", "Only Kim Novak and RevOps change or close it.", "Only reps of DACH, managers there and RevOps change or close it.", "Only RevOps changes or closes it.",
  ]);
});

test("a handoff says the day it was passed and the day it was settled", () => {
  const said = (state: string, closedAt: string | null) => handoffWords({ state, openedAt: "2026-11-19", closedAt }, (at) => `day ${at.slice(8)}`);
  expect([said("qualified", "2026-11-22"), said("accepted", null), said("rejected-nurture", "2026-11-20")]).toEqual(["Passed day 19, qualified day 22", "Passed day 19, accepted", "Passed day 19, rejected to nurture day 20"]);
});
