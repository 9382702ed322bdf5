import { expect, test } from "vitest";
import { begin, edited, redone, undone } from "./document-history.ts";

test("steps go back and forth, and a new edit forgets what was undone", () => {
  let history = edited(edited(begin("a"), "b"), "c");
  history = undone(history);
  expect([history.now, redone(history).now]).toEqual(["b", "c"]);
  expect(undone(undone(undone(history))).now).toBe("a");
  history = edited(history, "d");
  expect(redone(history)).toBe(history);
  expect(undone(history).now).toBe("b");
});

test("letters typed into one box are one step; another box or an undo begins a new one", () => {
  let history = edited(edited(edited(begin("a"), "ab", "name"), "abc", "name"), "abcX", "points");
  expect([undone(history).now, undone(undone(history)).now]).toEqual(["abc", "a"]);
  history = edited(undone(history), "abcd", "name");
  expect(undone(history).now).toBe("abc");
  expect(edited(begin(1), 1).past).toEqual([]);
});
