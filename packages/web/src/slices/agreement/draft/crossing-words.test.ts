import { expect, it } from "vitest";
import { crossingWords } from "./crossing-words.ts";

it.each([
  [{ in: 0, out: 0, handedOver: 0 }, "Nobody qualifies by this text who does not now. Nobody is handed over by it."],
  [{ in: 50, out: 0, handedOver: 50 }, "50 people qualify by this text who do not now. All are handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do)."],
  [{ in: 50, out: 3, handedOver: 40 }, "50 people qualify by this text who do not now. 40 of them are handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do). 3 people do not qualify any more; whom Sales has already stays there."],
  [{ in: 1, out: 1, handedOver: 1 }, "1 person qualifies by this text who does not now. They are handed over, the most engaged first, and no more a day than become MQLs now (10 where fewer do). 1 person does not qualify any more; whom Sales has already stays there."],
])("what follows from signing: %o", (counts, words) => expect(crossingWords(counts, String)).toBe(words));
