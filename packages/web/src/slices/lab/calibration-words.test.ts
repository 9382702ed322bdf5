import { expect, test } from "vitest";
import { findingOf, leftOutOf, weakerWords, wholeDaysBack } from "./calibration-words.ts";

const report = { people: 3_058, became: "became opportunities" };
const lift = (low: number, value: number, high: number | null) => ({ lift: value, low, high });

test("a rule that tells people apart is not said to do nothing, only to add nothing", () => {
  const rule = { finding: "does-nothing" as const, suggested: { points: 0, low: 0, high: 0 }, people: 466 };
  expect(findingOf({ ...rule, lift: lift(0.1, 0.1, 0.2) }, report)).toMatchObject({ label: "Adds nothing", why: expect.stringContaining("The other rules say so already") as string });
  expect(findingOf({ ...rule, lift: lift(1.1, 2, null) }, report).label).toBe("Adds nothing");
  expect(findingOf({ ...rule, lift: lift(0.9, 1, 1.1) }, report).label).toBe("Does nothing");
});

test("too few is said of those without it where nearly all have it", () => {
  const rule = { finding: "too-few" as const, suggested: null, lift: lift(1, 1, 1) };
  expect([12, 3_037].map((people) => findingOf({ ...rule, people }, report).label)).toEqual(["Too few people to say", "Holds for nearly all"]);
});

test("points that point the other way than the lift are explained", () => {
  const rule = { finding: "counts" as const, people: 500 };
  expect(findingOf({ ...rule, lift: lift(0.8, 0.9, 0.95), suggested: { points: 15, low: 7, high: 21 } }, report).why).toMatch(/less often.*keeps points/);
  expect(findingOf({ ...rule, lift: lift(1.1, 1.2, 1.3), suggested: { points: 15, low: 7, high: 21 } }, report).why).toBe("People it holds for end differently from the others.");
});

test("rules in force that do better are said to, and how far a handover explains it", () => {
  const auc = (value: number) => ({ auc: { auc: value, low: value - 0.02, high: value + 0.02 } });
  const held = (current: number | null, proposed: number, doubt: string | null = null) => ({ heldOut: { current: current === null ? null : auc(current), proposed: auc(proposed) } as never, doubt });
  const say = (value: number) => value.toFixed(2);
  expect(weakerWords({ ...held(0.89, 0.72), horizonDays: 52 }, say)).toMatchObject({ title: "The rules in force tell people apart better.", text: expect.stringMatching(/^The AUC in force is 0.89 \(0.87 to 0.91\), that of what is proposed 0.72 \(0.70 to 0.74\)\. Part of it is no merit.*by being handed over/) as string });
  expect(weakerWords({ ...held(0.89, 0.72), horizonDays: null }, say)!.text).toMatch(/Keep what is in force/);
  // What a doubt says of handovers is not said twice.
  expect(weakerWords({ ...held(0.97, 0.91, "Better than is believable."), horizonDays: 52 }, say)!.text).not.toMatch(/no merit/);
  // Each in the other's interval: neither is better, whichever figure is the higher.
  for (const [one, other] of [[0.92, 0.905], [0.905, 0.92]] as const) expect(weakerWords({ ...held(one, other), horizonDays: 52 }, say)!.title).toMatch(/can’t be told apart/);
  expect([weakerWords({ ...held(0.72, 0.8), horizonDays: 52 }, String), weakerWords({ ...held(null, 0.8), horizonDays: 52 }, String)]).toEqual([null, null]);
});

test("of a field's outcome nobody is too young, whatever an old report counted as that", () => {
  const left = { tooYoung: 7, cameBefore: 1, noValue: 2 };
  expect(leftOutOf({ ...left, horizonDays: null })).toEqual({ young: null, cameBefore: 1, noValue: 9 });
  expect(leftOutOf({ ...left, horizonDays: 30 })).toEqual({ young: { people: 7, days: 30 }, cameBefore: 1, noValue: 2 });
  expect(leftOutOf({ ...left, tooYoung: 0, horizonDays: 30 }).young).toBeNull();
});

test("the list of those who came since begins with the whole first day", () => {
  const at = (text: string) => Date.parse(`${text}Z`);
  expect(wholeDaysBack(at("2026-03-01T18:00"), at("2026-03-31T09:00"))).toBe(30);
  expect(wholeDaysBack(at("2026-03-31T01:00"), at("2026-03-31T09:00"))).toBe(1);
});
