import { describe, expect, it } from "vitest";
import { forecastPace } from "./pace.ts";

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
