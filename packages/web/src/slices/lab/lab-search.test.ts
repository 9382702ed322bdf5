import { expect, test } from "vitest";
import { companyDay, periodOf, readLabSearch, segmentText, shiftDay } from "./lab-search.ts";

test("what is not understood is left out", () => {
  expect(readLabSearch({ draft: "x'); drop", span: "99", people: "everyone", week: "2026-13-45", ended: "happy", segment: "shoe:12", contact: "1", on: "tomorrow", view: "moon" }))
    .toEqual({ draft: null, view: "replay", span: "52", people: null, week: null, ended: null, segment: null, contact: null, on: null });
});

test("a draft is named by its number, its id, or a version", () => {
  expect([12, "v7", "0b6f7b52-8a3e-4a52-9a3a-1c2d3e4f5a6b"].map((draft) => readLabSearch({ draft }).draft)).toEqual(["12", "v7", "0b6f7b52-8a3e-4a52-9a3a-1c2d3e4f5a6b"]);
});

test("a segment keeps its value whole, and those without a value are one of their own", () => {
  for (const segment of [{ kind: "industry", value: "Food: retail" }, { kind: "country", value: null }, { kind: "channel", value: "" }] as const) expect(readLabSearch({ segment: segmentText(segment.kind, segment.value) }).segment).toEqual(segment);
});

test("thirteen weeks are ninety-one days with today", () => {
  expect(periodOf("13", "2026-11-15")).toEqual({ from: "2026-08-17", to: "2026-11-15" });
  expect(shiftDay("2026-03-01", -1)).toBe("2026-02-28");
});

test("the company day turns over at its own midnight", () => {
  expect(companyDay(Date.parse("2026-11-18T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-19");
  expect(companyDay(Date.parse("2026-11-18T23:30:00Z"), "America/New_York")).toBe("2026-11-18");
});
