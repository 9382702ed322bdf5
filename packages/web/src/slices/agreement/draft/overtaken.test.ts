import { expect, test } from "vitest";
import { overtakenFrom } from "./overtaken.ts";

const version = (n: number, effectiveFrom: string, by?: number) => ({ version: n, effectiveFrom, overtaken: by === undefined ? null : { by, draft: null } });

test("what waits for a later date is overtaken; what has begun, comes first or was overtaken already is not", () => {
  const versions = [version(5, "2026-03-01T00:00:00Z"), version(4, "2026-02-01T00:00:00Z"), version(3, "2026-02-15T00:00:00Z", 4), version(2, "2026-01-01T00:00:00Z")];
  const now = Date.parse("2026-01-20T00:00:00Z");
  const from = (day: string) => overtakenFrom(versions, Date.parse(day), now).map((one) => one.version);
  expect(from("1970-01-01T00:00:00Z")).toEqual([4, 5]);
  expect(from("2026-02-01T00:00:00Z")).toEqual([5]);
  expect(from("2026-03-01T00:00:00Z")).toEqual([]);
});
