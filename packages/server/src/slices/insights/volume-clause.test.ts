import { epochDayFromIso } from "@tandem/domain/kit/epoch-day";
import { expect, test } from "vitest";
import { volumeOwed, volumesIn } from "./volume-clause.ts";

const day = (iso: string) => epochDayFromIso(iso)!;
const clause = (atLeast: number) => ({ kind: "mql-volume" as const, key: "volume", name: `${atLeast} MQLs`, atLeast });
const fourth = { fromDay: day("2026-10-01"), toDay: day("2027-01-01") };
const stretches = [
  { version: 1, fromDay: -Infinity, toDay: day("2026-10-01"), clause: null },
  { version: 2, fromDay: day("2026-10-01"), toDay: day("2026-11-08"), clause: clause(300) },
  { version: 3, fromDay: day("2026-11-08"), toDay: day("2026-11-08"), clause: clause(9_999) },
  { version: 4, fromDay: day("2026-11-08"), toDay: Infinity, clause: clause(600) },
];

test("each day is owed what the version in force on it says", () => {
  expect(volumeOwed(stretches, { fromDay: day("2026-10-05"), toDay: day("2026-10-12") })).toBeCloseTo((300 * 7) / 92, 5);
  expect(volumeOwed(stretches, { fromDay: day("2026-11-06"), toDay: day("2026-11-13") })).toBeCloseTo((300 * 2 + 600 * 5) / 92, 5);
  expect(volumeOwed(stretches, fourth)).toBeCloseTo((300 * 38 + 600 * 54) / 92, 5);
  expect(volumeOwed(stretches, { fromDay: day("2026-07-01"), toDay: day("2026-10-01") })).toBeNull();
  expect(volumeOwed(stretches, fourth, () => false)).toBeNull();
});

test("a version that leaves the number as it was changes nothing, to the last digit", () => {
  for (let split = fourth.fromDay + 1; split < fourth.toDay; split++) expect(volumeOwed([{ version: 1, fromDay: -Infinity, toDay: split, clause: clause(300) }, { version: 2, fromDay: split, toDay: Infinity, clause: clause(300) }], fourth)).toBe(300);
});

test("those that ran in a span are its own", () => {
  const of = (from: string, to: string) => volumesIn(stretches, { fromDay: day(from), toDay: day(to) }).map(({ version }) => version);
  expect([of("2026-07-01", "2026-10-01"), of("2026-09-01", "2026-11-08"), of("2026-11-07", "2026-11-09"), of("2026-11-08", "2026-11-09")]).toEqual([[], [2], [2, 4], [4]]);
});
