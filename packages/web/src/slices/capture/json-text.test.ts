import { expect, test } from "vitest";
import { jsonProblem, laidOut } from "./json-text.ts";

test("JSON is laid out, anything else is left alone", () => {
  expect(laidOut('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(laidOut('{"a":')).toBe('{"a":');
});

test.each([
  ['{\n  "a": x\n}', "line 2, column 8"],
  ['{"a": 1,}', "line 1, column 9"],
  ['{"a" 1}', "line 1, column 6"],
  ['[1 2]', "line 1, column 4"],
  ['{"a": "tab\there"}', "line 1, column 7"],
  ['{"a": 1} {', "line 1, column 10"],
  ['{"a": 1', "its end is missing"],
  ['{"a": [true, {"b": null}', "its end is missing"],
  ["", "its end is missing"],
])("a mistake in %j is named: %s", (text, place) => {
  expect(jsonProblem(text)).toContain(place);
});

test("whatever is JSON has no problem", () => {
  for (const text of ['{"a": 1}', "[]", '"x"', ' { "é\\u00e9": [1e-5, -0, {}] } ']) expect(jsonProblem(text)).toBeNull();
});
