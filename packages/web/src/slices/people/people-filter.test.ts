import { describe, expect, test } from "vitest";
import { asText, filterOf, sinceDays, sortOf } from "./people-filter.ts";

const now = Date.parse("2026-03-10T15:30:00Z");

describe("the address of the people list", () => {
  test("becomes the filter the server takes, without what is empty", () => {
    expect(filterOf({ q: "", stage: "lead,mql", engagementAtLeast: "40", created: "7", seen: "x" }, now)).toEqual({ stage: "lead,mql", engagementAtLeast: 40, createdFrom: "2026-03-03T00:00:00.000Z" });
  });
  test("asks the same question all day", () => expect(sinceDays("1", now)).toBe(sinceDays("1", now + 3_600_000)));
  test("falls back to the latest seen for a sort nobody knows", () => expect(sortOf({ sort: "nonsense" })).toBe("seen"));
  test("reads numbers as text", () => expect(asText({ created: 30, q: "" })).toEqual({ created: "30" }));
});
