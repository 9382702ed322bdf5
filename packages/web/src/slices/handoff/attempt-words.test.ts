import { expect, test } from "vitest";
import { loggedWords, outcomeWords } from "./attempt-words.ts";

test("a conversation is called what it is on each channel", () => {
  expect([outcomeWords("call", "conversation"), outcomeWords("email", "conversation")]).toEqual(["Talked", "They wrote back"]);
});

test("what was logged is one sentence about the person, however many clocks it stops", () => {
  const said = (stopped: string[], done: number, needed: number | null) => loggedWords("Aiko Oduya", { stopped, done, needed });
  expect([said(["first-attempt", "attempts"], 1, 5), said([], 2, 5), said(["first-attempt"], 1, null), said([], 6, 5)]).toEqual([
    "Aiko Oduya: attempt 1 of 5 logged, the clock stops.", "Aiko Oduya: attempt 2 of 5 logged.", "Aiko Oduya: attempt logged, the clock stops.", "Aiko Oduya: attempt 6, agreed 5, logged.",
  ]);
});
