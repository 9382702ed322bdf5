import { expect, test } from "vitest";
import { differs, movedColumn, questionOf, shownColumns, withColumn } from "./list-kept.ts";

const all = ["name", "company", "stage", "owner", "seen"].map((key) => ({ key }));
const keys = all.map(({ key }) => key);

test("the name stands first and stays, whatever was chosen; columns that are no more are left out", () => {
  const of = (chosen: string[] | null) => shownColumns(all, ["name", "stage"], chosen).map(({ key }) => key);
  expect(of(null)).toEqual(["name", "stage"]);
  expect(of(["seen", "gone", "name", "owner"])).toEqual(["name", "seen", "owner"]);
});

test("a column taken in finds its place, and moves but not before the name", () => {
  expect(withColumn(keys, ["name", "stage", "seen"], "owner")).toEqual(["name", "stage", "owner", "seen"]);
  expect(withColumn(keys, ["name", "stage", "seen"], "stage")).toEqual(["name", "seen"]);
  expect(movedColumn(["name", "stage", "seen"], "seen", -1)).toEqual(["name", "seen", "stage"]);
  expect(movedColumn(["name", "stage", "seen"], "stage", -1)).toEqual(["name", "stage", "seen"]);
  expect(movedColumn(["name", "stage", "seen"], "seen", 1)).toEqual(["name", "stage", "seen"]);
});

test("a view is the question of a list, not what is opened beside it", () => {
  const question = questionOf({ stage: "mql", q: "", add: "yes", bulk: "1", sort: "fit" }, ["q", "stage", "sort"]);
  expect(question).toEqual({ stage: "mql", sort: "fit" });
  expect(differs({ query: { sort: "fit", stage: "mql" }, columns: null }, question, ["name"])).toBe(false);
  expect(differs({ query: { stage: "mql" }, columns: null }, question, ["name"])).toBe(true);
  expect(differs({ query: question, columns: ["name", "seen"] }, question, ["name"])).toBe(true);
});
