import { describe, expect, it } from "vitest";
import { judgeChange, kpiOf, kpis } from "./kpi.ts";

describe("the KPI catalogue", () => {
  it("defines every key and every name once", () => {
    expect(new Set(kpis.map((kpi) => kpi.key)).size).toBe(kpis.length);
    expect(new Set(kpis.map((kpi) => kpi.name)).size).toBe(kpis.length);
    for (const kpi of kpis) expect(kpi.formula).toMatch(/\.$/);
  });

  it("judges a change by the direction that is good", () => {
    expect(judgeChange(kpiOf("win-rate"), 1.9)).toBe("good");
    expect(judgeChange(kpiOf("sales-cycle"), 4)).toBe("bad");
    expect(judgeChange(kpiOf("sales-cycle"), -4)).toBe("good");
    expect(judgeChange(kpiOf("cost"), 5)).toBe("neutral");
    expect(judgeChange(kpiOf("leads"), 0)).toBe("neutral");
  });
});
