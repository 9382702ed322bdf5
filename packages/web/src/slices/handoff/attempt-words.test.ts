import { expect, test } from "vitest";
import { outcomeWords } from "./attempt-words.ts";

test("a conversation is called what it is on each channel", () => {
  expect([outcomeWords("call", "conversation"), outcomeWords("email", "conversation")]).toEqual(["Talked", "They wrote back"]);
});
