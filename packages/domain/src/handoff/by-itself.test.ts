import { expect, it } from "vitest";
import { whyByItself } from "./by-itself.ts";

const fit = (name: string, points: number) => ({ kind: "rule" as const, rule: name, name, points });
const engagement = (name: string, points: number) => ({ ...fit(name, points), signal: name, days: [], takenByCap: 0 });

it("names what rose by itself, the most first", () => {
  const before = { fit: [fit("Free mail", -10_000)], engagement: [engagement("Viewed careers", -8_000), engagement("Viewed pricing", 16_000), engagement("Complained", -20_000)] };
  const after = { fit: [fit("Free mail", -10_000)], engagement: [engagement("Viewed pricing", 15_000), engagement("Complained", -18_000)] };
  expect(whyByItself(before, after)).toBe("Nothing new was done: “Viewed careers” counts against them no longer, and “Complained” counts against them less by now.");
});

it("tells a rule of fit from one of engagement, and says nothing where nothing rose", () => {
  const before = { fit: [fit("Renewal", 5_000)], engagement: [engagement("Renewal", 9_000)] };
  expect(whyByItself(before, { fit: [fit("Renewal", 20_000)], engagement: [engagement("Renewal", 8_000)] })).toBe("Nothing new was done: “Renewal” counts for more now.");
  expect(whyByItself(before, { ...before, engagement: [] })).toBe("");
});
