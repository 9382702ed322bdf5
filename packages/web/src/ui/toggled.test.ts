import { expect, test } from "vitest";
import { toggled } from "./toggled.ts";

test("a choice is added, taken away, and nothing left is no filter", () => {
  expect(toggled(undefined, "a")).toBe("a");
  expect(toggled("a,b", "a")).toBe("b");
  expect(toggled("a", "a")).toBe(undefined);
});
