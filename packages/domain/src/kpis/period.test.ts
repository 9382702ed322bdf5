import { describe, expect, it } from "vitest";
import { epochDayFromIso, isoFromEpochDay } from "../kit/epoch-day.ts";
import { elapsedPart, nameOfPeriod, periodChoices, periodOf, previousPeriod, quarterOf, stepsOf } from "./period.ts";

const day = (text: string) => epochDayFromIso(text)!;
const zone = "Europe/Berlin";
const today = day("2026-11-18");

describe("period", () => {
  it.each([
    ["this-quarter", "2026-10-01", "2027-01-01", "Q4 2026"],
    ["last-quarter", "2026-07-01", "2026-10-01", "Q3 2026"],
    ["this-month", "2026-11-01", "2026-12-01", "November 2026"],
    ["last-month", "2026-10-01", "2026-11-01", "October 2026"],
    ["last-12-months", "2025-12-01", "2026-12-01", "12 months"],
    ["all-time", "1990-01-01", "2026-11-19", "All time"],
  ] as const)("%s", (choice, from, to, name) => {
    const period = periodOf(choice, today, zone);
    expect([isoFromEpochDay(period.fromDay), isoFromEpochDay(period.toDay), nameOfPeriod(period)]).toEqual([from, to, name]);
  });

  it("turns over at the company's midnight, summer and winter", () => {
    const summer = periodOf("custom", today, zone, { fromDay: day("2026-07-01"), lastDay: day("2026-12-31") });
    expect(new Date(summer.fromMs).toISOString()).toBe("2026-06-30T22:00:00.000Z");
    expect(new Date(summer.toMs).toISOString()).toBe("2026-12-31T23:00:00.000Z");
  });

  it("compares with the period just before, without a gap", () => {
    for (const choice of periodChoices) {
      const period = periodOf(choice, today, zone, { fromDay: day("2026-11-02"), lastDay: day("2026-11-08") });
      const before = previousPeriod(period, zone);
      if (choice === "all-time") expect(before).toBeNull();
      else expect(before!.toDay).toBe(period.fromDay);
    }
  });

  it("cuts a running period at today and leaves a past one whole", () => {
    expect(isoFromEpochDay(elapsedPart(periodOf("this-quarter", today, zone), today, zone).toDay)).toBe("2026-11-19");
    const past = periodOf("last-quarter", today, zone);
    expect(elapsedPart(past, today, zone)).toEqual(past);
  });

  it("names quarters and lists months and weeks", () => {
    expect(quarterOf(day("2026-12-31"))).toBe("2026-Q4");
    expect(stepsOf(periodOf("this-quarter", today, zone), "month").map(isoFromEpochDay)).toEqual(["2026-10-01", "2026-11-01", "2026-12-01"]);
    expect(stepsOf({ fromDay: day("2026-10-01"), toDay: day("2026-10-13") }, "week").map(isoFromEpochDay)).toEqual(["2026-09-28", "2026-10-05", "2026-10-12"]);
  });
});
