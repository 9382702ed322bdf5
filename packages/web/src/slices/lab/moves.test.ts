import { expect, test } from "vitest";
import { letGo, redo, resumeMoves, setAll, startMoves, turn, undo } from "./moves.ts";

const start = startMoves({ "points.a": 1, "points.b": 2 });

test("a drag is one step back", () => {
  const dragged = [2, 3, 4].reduce((moves, value, i) => turn(moves, "points.a", value, i * 16), start);
  expect(dragged.now["points.a"]).toBe(4);
  expect(undo(dragged).now).toEqual(start.now);
  expect(redo(undo(dragged)).now["points.a"]).toBe(4);
});

test("another knob, a pause or a lifted hand begins a new step", () => {
  expect(undo(turn(turn(start, "points.a", 5, 0), "points.b", 6, 10)).now).toEqual({ "points.a": 5, "points.b": 2 });
  expect(undo(turn(turn(start, "points.a", 5, 0), "points.a", 6, 2_000)).now["points.a"]).toBe(5);
  expect(undo(turn(letGo(turn(start, "points.a", 5, 0)), "points.a", 6, 10)).now["points.a"]).toBe(5);
});

test("going back to the text can itself be undone, and a new turn forgets what was undone", () => {
  const moved = turn(start, "points.a", 9, 0);
  const reset = setAll(moved, start.now);
  expect(undo(reset).now["points.a"]).toBe(9);
  expect(redo(turn(undo(reset), "points.b", 7, 0)).now).toEqual({ "points.a": 9, "points.b": 7 });
});

test("nothing to undo, nothing happens; a value that stands there is no step", () => {
  expect(undo(start)).toBe(start);
  expect(redo(start)).toBe(start);
  expect(turn(start, "points.a", 1, 0)).toBe(start);
});

test("a page that is loaded again stands where it was left, and one step back is the text", () => {
  const resumed = resumeMoves(start.now, { "points.a": 7, "points.gone": 3 });
  expect([resumed.now, undo(resumed).now]).toEqual([{ "points.a": 7, "points.b": 2 }, start.now]);
  expect(resumeMoves(start.now, { "points.a": 1 })).toEqual(start);
});
