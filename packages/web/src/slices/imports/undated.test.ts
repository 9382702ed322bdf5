import { expect, test } from "vitest";
import { consequenceOf, hasDateColumn, settled, undatedOf, withUndated } from "./undated.ts";

const base = { columns: [{ column: "mail", to: "contact.email" }], options: { constants: [{ to: "contact.source", value: "fair" }] } };

test("a chosen day is a constant, and other constants stay", () => {
  expect(hasDateColumn(base)).toBe(false);
    const day = { ...base, options: { ...base.options, ...withUndated(base.options, "day", "2019-05-01") } };
  expect(day.options).toEqual({ undated: "today", constants: [{ to: "contact.source", value: "fair" }, { to: "createdAt", value: "2019-05-01" }] });
  expect(undatedOf(day)).toEqual({ choice: "day", day: "2019-05-01" });
  const unknown = { ...base, options: withUndated(day.options, "unknown", "") };
  expect(unknown.options).toEqual({ undated: "unknown", constants: base.options.constants });
  expect(undatedOf(unknown).choice).toBe("unknown");
});

test("history makes nobody a new lead unless that is chosen, what is live does", () => {
  const live = { ...base, options: { ...base.options, treatAsLive: true } };
  expect([undatedOf(base).choice, settled(base).options.undated]).toEqual(["unknown", "unknown"]);
  expect([undatedOf(live).choice, settled(live).options.undated]).toEqual(["today", "today"]);
  const chosen = { ...base, options: { ...base.options, ...withUndated(base.options, "today", "") } };
  expect(settled(chosen).options.undated).toBe("today");
});

test("what follows is said for each way", () => {
  expect(consequenceOf("today", false, false)).toMatch(/^All new people of this file count as leads of today.*as history/);
  expect(consequenceOf("unknown", false, true)).toMatch(/^New people whose cell is empty are marked/);
});
