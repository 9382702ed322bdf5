import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths, epochDayFromIso, isoFromEpochDay, monthOf, monthStartOf, weekdayOf, weekStartOf } from "./epoch-day.ts";
import { instantFromIso, isoFromInstant } from "./instant.ts";

const day = (iso: string): number => epochDayFromIso(iso) as number;

describe("epoch days", () => {
  it("knows weekdays", () => {
    expect(weekdayOf(0)).toBe(4);
    expect(weekdayOf(day("2026-11-16"))).toBe(1);
    expect(weekdayOf(day("1969-12-28"))).toBe(7);
    expect(isoFromEpochDay(weekStartOf(day("2026-11-22")))).toBe("2026-11-16");
  });

  it.each(["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01T00:00"])("refuses %s", (text) => {
    expect(epochDayFromIso(text)).toBeNull();
  });

  it("reads what it writes", () => {
    fc.assert(fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (at) => {
      expect(epochDayFromIso(isoFromEpochDay(at))).toBe(at);
    }));
  });

  it("steps by months and holds the last day", () => {
    expect(isoFromEpochDay(addMonths(day("2026-01-31"), 1))).toBe("2026-02-28");
    expect(isoFromEpochDay(addMonths(day("2028-03-31"), -1))).toBe("2028-02-29");
    expect(isoFromEpochDay(addMonths(day("2026-11-15"), 14))).toBe("2028-01-15");
    expect(isoFromEpochDay(monthStartOf(day("2028-02-29")))).toBe("2028-02-01");
    expect(monthOf(day("2028-02-29"))).toBe("2028-02");
  });
});

describe("instants", () => {
  it("needs an offset", () => {
    expect(instantFromIso("2026-11-18T10:42:00")).toBeNull();
    expect(instantFromIso("2026-11-18")).toBeNull();
    expect(instantFromIso("2026-11-18T10:42:00+01:00")).toBe(Date.UTC(2026, 10, 18, 9, 42));
    expect(instantFromIso("2026-11-18 10:42:00.5z")).toBe(Date.UTC(2026, 10, 18, 10, 42, 0, 500));
    expect(isoFromInstant(0)).toBe("1970-01-01T00:00:00.000Z");
  });
});
