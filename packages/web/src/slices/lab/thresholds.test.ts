import { expect, test } from "vitest";
import { atPoints, liftScale, nearestVolume, placeOfLift, reachingPrecision } from "./thresholds.ts";

const list = [
  { points: 0, people: 1_000, precision: 0.2, recall: 1, aMonth: 100 },
  { points: 10, people: 400, precision: 0.4, recall: 0.8, aMonth: 40 },
  { points: 20, people: 100, precision: 0.7, recall: 0.4, aMonth: 10 },
];

test("a wanted volume finds its threshold, a month or in all", () => {
  expect([nearestVolume(list, 45), nearestVolume(list, 0), nearestVolume(list, 1_000)]).toEqual([1, 2, 0]);
  expect(nearestVolume(list.map((one) => ({ ...one, aMonth: null })), 380)).toBe(1);
});

test("a wanted precision takes the most people that reach it; out of reach, the most precise", () => {
  expect([reachingPrecision(list, 0.3), reachingPrecision(list, 0.1), reachingPrecision(list, 0.95)]).toEqual([1, 0, 2]);
});

test("points find their place", () => expect(atPoints(list, 12)).toBe(1));

test("no lift stands in the middle, and a factor stands as far right as its inverse stands left", () => {
  expect(placeOfLift(1, 4)).toBe(0.5);
  expect(placeOfLift(2, 4) - 0.5).toBeCloseTo(0.5 - placeOfLift(0.5, 4));
  expect([placeOfLift(0, 4), placeOfLift(100, 4)]).toEqual([0, 1]);
  expect([liftScale([{ low: 0.9, high: 1.2 }]), liftScale([{ low: 0.1, high: null }]), liftScale([{ low: 0, high: 400 }])]).toEqual([2, 10, 10]);
});
