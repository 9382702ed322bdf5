import { describe, expect, it } from "vitest";
import { countSegment, readReportSearch } from "./report-search.ts";

describe("the filter in an address", () => {
  it("keeps what it understands and leaves out the rest", () => {
    expect(readReportSearch({ period: "last-quarter", country: "DE", grade: "E", owner: "nobody", utm_source: "x" })).toEqual({ period: "last-quarter", country: "DE" });
    expect(readReportSearch({ country: 7 })).toEqual({ country: "7" });
  });

  it("takes a period of one's own whole or not at all", () => {
    expect(readReportSearch({ period: "custom", from: "2026-02-01", to: "2026-03-01" })).toEqual({ period: "custom", from: "2026-02-01", to: "2026-03-01" });
    expect(readReportSearch({ period: "custom", from: "2026-02-01" })).toEqual({});
    expect(readReportSearch({ period: "custom", from: "2026-04-01", to: "2026-03-01", grade: "A" })).toEqual({ grade: "A" });
    expect(readReportSearch({ period: "all-time", from: "2026-04-01" })).toEqual({ period: "all-time" });
  });

  it("counts the segment, not the period", () => {
    expect(countSegment({ period: "all-time", country: "DE", grade: "A" })).toBe(2);
    expect(countSegment(readReportSearch({ agreementVersion: 2 }))).toBe(1);
    expect(readReportSearch({ agreementVersion: "two" })).toEqual({});
  });
});
