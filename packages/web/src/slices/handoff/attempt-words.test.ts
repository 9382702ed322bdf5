import { expect, test } from "vitest";
import { attemptLabel, loggedWords, outcomeWords } from "./attempt-words.ts";

test("a conversation is called what it is on each channel", () => {
  expect([outcomeWords("call", "conversation"), outcomeWords("email", "conversation")]).toEqual(["Talked", "They wrote back"]);
});

test("what was logged is one sentence about the person that names each clock it stops", () => {
  const said = (stopped: string[], done: number, needed: number | null) => loggedWords("Aiko Oduya", { stopped, done, needed });
  expect([said(["first-attempt", "attempts"], 1, 5), said([], 2, 5), said(["first-attempt"], 1, null), said([], 6, 5)]).toEqual([
    "Aiko Oduya: attempt 1 of 5 logged, the first-attempt and attempts clocks stop.", "Aiko Oduya: attempt 2 of 5 logged.", "Aiko Oduya: attempt logged, the first-attempt clock stops.", "Aiko Oduya: attempt 6, agreed 5, logged.",
  ]);
});

test("a call to choose from says what was said in it, a long note cut", () => {
  const label = (note: string) => attemptLabel({ channel: "call", note }, "14:03");
  expect([label(""), label("Wants pilot\nin Q1"), label("a".repeat(60))]).toEqual(["Call 14:03", "Call 14:03, “Wants pilot in Q1”", `Call 14:03, “${"a".repeat(48)}…”`]);
});
