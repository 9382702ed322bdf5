import { beforeEach, expect, test } from "vitest";
import { forgetUnsent, keepUnsent, readUnsent, type Keeper } from "./unsent.ts";

const none = { text: "", private: false };
let kept: Map<string, string>;
let keeper: Keeper;
beforeEach(() => {
  kept = new Map([["theme", "dark"]]);
  keeper = { get length() { return kept.size; }, key: (at) => [...kept.keys()][at] ?? null, getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text), removeItem: (key) => void kept.delete(key) };
});

test("what was written is there again, for the same person and record only", () => {
  keepUnsent(keeper, "ada", "note of 1", { text: "half a", private: true }, none);
  expect(readUnsent(keeper, "ada", "note of 1", none)).toEqual({ text: "half a", private: true });
  expect([readUnsent(keeper, "ben", "note of 1", none), readUnsent(keeper, "ada", "note of 2", none)]).toEqual([none, none]);
});

test("what is empty again is forgotten, and all of it on signing out", () => {
  for (const place of ["a", "b", "c"]) keepUnsent(keeper, "ada", place, "words", "");
  keepUnsent(keeper, "ada", "a", "", "");
  expect(kept.size).toBe(3);
  forgetUnsent(keeper);
  expect([...kept.keys()]).toEqual(["theme"]);
});

test("a storage that is full, or holds what nobody can read, takes nothing from who is writing", () => {
  const full: Keeper = { ...keeper, setItem: () => { throw new Error("quota"); }, getItem: () => "{half" };
  expect(() => keepUnsent(full, "ada", "a", "words", "")).not.toThrow();
  expect(readUnsent(full, "ada", "a", "")).toBe("");
});
