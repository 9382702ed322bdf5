import { expect, test } from "vitest";
import { distinctTouches, touchName, type Touch } from "./touch-words.ts";

const touch = (of: Partial<Touch>): Touch => ({ at: "2026-03-01T09:00:00Z", channel: "paid-social", source: null, campaign: null, campaignName: null, ...of });
const words = (...touches: Partial<Touch>[]) => distinctTouches(touches.map(touch)).map((one) => one.words);

test("a mark that no campaign takes stands beside the channel", () => {
  expect(touchName(touch({ campaign: "summer-24" }))).toBe("Paid social (summer-24)");
  expect(touchName(touch({ campaign: "summer-24", campaignName: "Summer" }))).toBe("Summer");
  expect(touchName(touch({}))).toBe("Paid social");
});

test("touches are the same by channel, source and campaign, and those that are not never read the same", () => {
  expect(words({ campaign: "a" }, { campaign: "b" }, { campaign: "a", at: "2026-03-02T09:00:00Z" })).toEqual(["Paid social (a)", "Paid social (b)"]);
  expect(words({ source: "meta", campaign: "a" }, { source: "x", campaign: "a" })).toEqual(["Paid social (meta, a)", "Paid social (x, a)"]);
  expect(words({ campaign: "a", campaignName: "Summer" }, { campaign: "b", campaignName: "Summer" })).toEqual(["Summer (a)", "Summer (b)"]);
  expect(words({ source: "meta" })).toEqual(["Paid social"]);
});
