import { expect, test } from "vitest";
import { isEmpty, noRepair, repairBetween, repairWords } from "./repair.ts";

const came = '{"type":"trak","event":"Clicked","properties":{"a":1}}';

test("what was set and taken out at the top can be done to others", () => {
  expect(repairBetween(came, '{"type":"track","properties":{"a":1},"userId":"u1"}')).toEqual({ set: { type: "track", userId: "u1" }, unset: ["event"] });
  expect(repairBetween(came, `  ${came} `)).toEqual(noRepair);
  expect(isEmpty(noRepair)).toBe(true);
});

test("what was changed inside, or is no event, is this one's own", () => {
  expect(repairBetween(came, '{"type":"trak","event":"Clicked","properties":{"a":2}}')).toBeNull();
  expect(repairBetween('"text"', came)).toBeNull();
  expect(repairBetween(came, "{oops")).toBeNull();
});

test("a repair is said before it is done", () => {
  expect(repairWords({ set: { type: "track", groupId: null }, unset: ["x"] })).toBe("type is set to track, groupId is set to nothing, x is taken out");
  expect(repairWords(noRepair)).toBe("as they came");
});
