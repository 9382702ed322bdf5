import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { expect, test } from "vitest";
import { changedKnobs, moveBody, readKnobs, spanOf, textBesideKnobs, withKnobs } from "./knobs.ts";

const knobs = readKnobs(foundingAgreement);

test("writing back what was read changes nothing", () => {
  expect(withKnobs(foundingAgreement, knobs)).toEqual(foundingAgreement);
});

test("a knob writes its own place and nothing else", () => {
  const moved = withKnobs(foundingAgreement, { ...knobs, "grid.B": null, "gradeFrom.A": 75, "points.pricing": 12, "points.gone": 3 });
  expect(moved.mql.grid).toEqual({ ...foundingAgreement.mql.grid, B: null });
  expect(moved.fit.gradeFrom).toEqual({ ...foundingAgreement.fit.gradeFrom, A: 75 });
  expect(moved.engagement.rules.find(({ key }) => key === "pricing")!.points).toBe(12);
  expect(changedKnobs(knobs, readKnobs(moved))).toEqual(["grid.B", "gradeFrom.A", "points.pricing"]);
  expect({ ...moved, mql: 0, fit: 0, engagement: 0 }).toEqual({ ...foundingAgreement, mql: 0, fit: 0, engagement: 0 });
});

test("only what differs from where the engine stands is asked for", () => {
  expect(moveBody(knobs, { ...knobs, "points.demo": 10 })).toEqual({ points: { demo: 10 } });
  expect(moveBody({ ...knobs, "points.demo": 10 }, knobs)).toEqual({ points: { demo: 40 } });
  expect(moveBody(knobs, { ...knobs, "grid.D": 5 })).toEqual({ grid: { A: 40, B: 60, C: 90, D: 5 } });
  expect(moveBody(knobs, { ...knobs, "gradeFrom.C": 5 })).toEqual({ gradeFrom: { A: 70, B: 50, C: 5 } });
  expect(moveBody(knobs, knobs)).toEqual({});
});

test("all is asked for where it is not known where the engine stands", () => {
  const all = moveBody(null, knobs);
  expect(all.grid).toEqual(foundingAgreement.mql.grid);
  expect(Object.keys(all.points!)).toHaveLength(foundingAgreement.fit.rules.length + foundingAgreement.engagement.rules.length);
});

test("a slider spans what it shows and room to try", () => {
  expect(spanOf("points.a", [8, 12])).toEqual({ min: 0, max: 40 });
  expect(spanOf("points.a", [-15])).toEqual({ min: -40, max: 0 });
  expect(spanOf("points.a", [-15, 20])).toEqual({ min: -20, max: 40 });
  expect(spanOf("points.a", [300])).toEqual({ min: 0, max: 600 });
  expect(spanOf("grid.A", [40, null])).toEqual({ min: 0, max: 120 });
});

test("a slider that is held keeps its span as long as it shows the value", () => {
  const held = spanOf("grid.A", [40, 80]);
  expect(held).toEqual({ min: 0, max: 120 });
  expect(spanOf("grid.A", [40, 120], held)).toEqual(held);
  expect(spanOf("grid.A", [40, null], held)).toEqual(held);
  expect(spanOf("grid.A", [40, 120])).toEqual({ min: 0, max: 180 });
  expect(spanOf("grid.A", [40, 200], held)).toEqual({ min: 0, max: 300 });
});

test("turning a knob makes no other text; another window or rule does", () => {
  const text = textBesideKnobs(foundingAgreement);
  expect(textBesideKnobs(withKnobs(foundingAgreement, { ...knobs, "grid.A": 10, "points.demo": 1, "gradeFrom.B": 3 }))).toBe(text);
  const { rules } = foundingAgreement.engagement;
  expect(textBesideKnobs({ ...foundingAgreement, engagement: { ...foundingAgreement.engagement, rules: rules.slice(1) } })).not.toBe(text);
  expect(textBesideKnobs({ ...foundingAgreement, engagement: { ...foundingAgreement.engagement, rules: rules.map((rule) => ({ ...rule, capPerDay: 7 })) } })).not.toBe(text);
});
