import { expect, it } from "vitest";
import { crossingWords, reckonAgainWords } from "./crossing-words.ts";

const metered = "handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do).";

it.each([
  [{ in: 0, out: 0, grade: 0, handedOver: 0 }, "Nobody crosses: everybody qualifies or not as they do now, with the same grade."],
  [{ in: 50, out: 0, grade: 0, handedOver: 50 }, `50 people qualify by this text who do not now. All are ${metered}`],
  [{ in: 50, out: 3, grade: 2, handedOver: 40 }, `50 people qualify by this text who do not now. 40 of them are ${metered} 3 people do not qualify any more. All stay in their stage, with Sales where Sales has them; for what comes later they need what this text asks. 2 people get another grade.`],
  [{ in: 1, out: 0, grade: 1, handedOver: 1 }, `1 person qualifies by this text who does not now. They are ${metered} 1 person gets another grade.`],
  [{ in: 0, out: 5, grade: 0, handedOver: 0 }, "5 people do not qualify any more. All stay in their stage, with Sales where Sales has them; for what comes later they need what this text asks. No stage changes by it."],
  [{ in: 2, out: 0, grade: 0, handedOver: 0 }, "2 people qualify by this text who do not now. None of them is handed over: they are MQLs already. No stage changes by it."],
])("what follows from the figures: %o", (counts, words) => expect(crossingWords(counts, String).join(" ")).toBe(words));

it.each([
  [{}, null],
  [{ hash: "other" }, "Since it was reckoned the text has changed."],
  [{ inForceVersion: 2 }, "Since it was reckoned version 3 has taken effect."],
  [{ hash: "other", inForceVersion: 2, state: "running" as const }, "Since it was reckoned the text has changed and version 3 has taken effect."],
  [{ state: "running" as const }, null],
  [{ state: "cancelled" as const }, "It was stopped."],
  [{ state: "failed" as const }, "It failed."],
])("what was reckoned holds for this text and the version in force: %o", (was, words) => {
  const preview = { hash: "this", inForceVersion: 3, state: "done" as const, ...was };
  expect(reckonAgainWords(preview, { hash: "this", inForceVersion: 3, state: "open" })).toBe(words);
  expect(reckonAgainWords(preview, { hash: "this", inForceVersion: 3, state: "withdrawn" })).toBe(null);
});
