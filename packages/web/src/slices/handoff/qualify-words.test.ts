import { expect, test } from "vitest";
import { qualifyWords } from "./qualify-words.ts";

test("whoever joins a deal is told before that the person stays an SQL, and nobody else is", () => {
  expect(qualifyWords("Mona Lead", { joins: "Lena Works, pilot" })).toEqual({
    submit: "Qualify and join the deal",
    done: "Qualified: Mona Lead is an SQL and in the buying group of Lena Works, pilot.",
    mind: "Mona Lead stays an SQL: only the main contact moves on with the deal.",
  });
  expect((["new", "none"] as const).map((deal) => qualifyWords("Mona Lead", deal).mind)).toEqual([null, null]);
});
