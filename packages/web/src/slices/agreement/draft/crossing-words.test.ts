import { expect, it } from "vitest";
import { crossingWords } from "./crossing-words.ts";

const metered = "handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do).";

it.each([
  [{ in: 0, out: 0, grade: 0, handedOver: 0 }, "Nobody crosses: everybody qualifies or not as they do now, with the same grade."],
  [{ in: 50, out: 0, grade: 0, handedOver: 50 }, `50 people qualify by this text who do not now. All are ${metered}`],
  [{ in: 50, out: 3, grade: 2, handedOver: 40 }, `50 people qualify by this text who do not now. 40 of them are ${metered} 3 people do not qualify any more. All stay in their stage, with Sales where Sales has them; for what comes later they need what this text asks. 2 people get another grade.`],
  [{ in: 1, out: 0, grade: 1, handedOver: 1 }, `1 person qualifies by this text who does not now. They are ${metered} 1 person gets another grade.`],
  [{ in: 0, out: 5, grade: 0, handedOver: 0 }, "5 people do not qualify any more. All stay in their stage, with Sales where Sales has them; for what comes later they need what this text asks. No stage changes by it."],
  [{ in: 2, out: 0, grade: 0, handedOver: 0 }, "2 people qualify by this text who do not now. None of them is handed over: they are MQLs already. No stage changes by it."],
])("what follows from the figures: %o", (counts, words) => expect(crossingWords(counts, String).join(" ")).toBe(words));
