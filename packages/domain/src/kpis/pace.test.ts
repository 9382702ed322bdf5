import { describe, expect, it } from "vitest";
import { epochDayFromIso } from "../kit/epoch-day.ts";
import { forecastPace, proRataByQuarter } from "./pace.ts";

describe("proRataByQuarter", () => {
  const span = (from: string, to: string) => ({ fromDay: epochDayFromIso(from)!, toDay: epochDayFromIso(to)! });

  it("counts the days of each quarter at that quarter's number", () => {
    expect(proRataByQuarter(span("2026-10-01", "2027-01-01"), () => 300)).toBe(300);
    expect(proRataByQuarter(span("2026-10-01", "2026-11-16"), () => 300)).toBe(150);
    expect(proRataByQuarter(span("2026-09-16", "2026-11-16"), (quarter) => (quarter === epochDayFromIso("2026-10-01") ? 92 : 184))).toBe(30 + 46);
    expect(proRataByQuarter(span("2026-10-01", "2027-01-01"), () => undefined)).toBeNull();
  });
});

describe("forecastPace", () => {
  it("goes on at the rate so far and says what the commitment asks by today", () => {
    const daily = Array.from({ length: 48 }, (_, i) => (i % 12 === 0 ? 4 : 3)); // 148 in 48 days
    const pace = forecastPace({ daily, fromDay: 0, toDay: 92, target: 300 });
    expect(pace).toMatchObject({ soFar: 148, daysPassed: 48, days: 92, dueByNow: 157, forecast: 284 });
    expect(pace.low).toBeLessThan(284);
    expect(pace.high).toBeGreaterThan(284);
  });

  it("is certain of a period that has passed", () => {
    expect(forecastPace({ daily: [1, 2, 3], fromDay: 0, toDay: 3, target: null })).toMatchObject({ soFar: 6, forecast: 6, low: 6, high: 6, dueByNow: null });
  });

  it("never forecasts less than there is, and claims nothing before the first day", () => {
    expect(forecastPace({ daily: [50, 0, 0, 0], fromDay: 0, toDay: 90, target: 10 }).low).toBeGreaterThanOrEqual(50);
    expect(forecastPace({ daily: [], fromDay: 0, toDay: 90, target: 10 })).toMatchObject({ soFar: 0, forecast: 0, low: 0, high: 0, dueByNow: 0 });
  });

  it("does not take steady days for certainty", () => {
    const pace = forecastPace({ daily: [5, 5, 5, 5], fromDay: 0, toDay: 30, target: null });
    expect(pace.high - pace.low).toBeGreaterThan(20);
  });
});
