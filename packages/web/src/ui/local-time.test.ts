import { expect, test } from "vitest";
import { instantOfLocal, localOfInstant } from "./local-time.ts";

test.each([
  ["2026-01-05T10:42", "Europe/Berlin", "2026-01-05T09:42:00.000Z"],
  ["2026-07-05T10:42", "Europe/Berlin", "2026-07-05T08:42:00.000Z"],
  ["2026-10-25T01:30", "Europe/Berlin", "2026-10-24T23:30:00.000Z"],
  ["2026-01-05T23:10", "America/New_York", "2026-01-06T04:10:00.000Z"],
])("%s in %s is %s, and back", (local, zone, instant) => {
  expect(instantOfLocal(local, zone)).toBe(instant);
  expect(localOfInstant(Date.parse(instant), zone)).toBe(local);
});

test("nonsense is no moment", () => {
  expect(instantOfLocal("", "Europe/Berlin")).toBeNull();
});
