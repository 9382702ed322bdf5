import { startOfDay } from "@tandem/domain/kit/zone";
import { expect, test } from "vitest";
import { startOfDayIn } from "./start-of-day.ts";

test.each(["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Cairo", "America/Santiago", "Pacific/Auckland", "UTC"])("agrees with the engine on every day of two years in %s", (zone) => {
  for (let day = 20_454; day < 20_454 + 731; day += 1) {
    const iso = new Date(day * 86_400_000).toISOString().slice(0, 10);
    expect([iso, startOfDayIn(zone, iso, 0)]).toEqual([iso, new Date(startOfDay(zone, day)).toISOString()]);
    expect(startOfDayIn(zone, iso, 1)).toBe(new Date(startOfDay(zone, day + 1)).toISOString());
  }
});
