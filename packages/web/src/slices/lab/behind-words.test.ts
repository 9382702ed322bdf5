import { expect, it } from "vitest";
import { behindWords, missingIn } from "./behind-words.ts";

const draft = { number: 12, baseVersion: 3, newestVersion: 5 };
const change = (words: string) => ({ words });

it("names what came into force since, but not what the draft says itself", () => {
  const missing = missingIn({ changesFromBase: [change("Grade A: 40 → 50")] }, [change("Grade A: 40 → 50"), change("Pricing: +5 → +8")]);
  expect(behindWords(draft, 5, missing)).toEqual({
    title: "Draft 12 does not have what came with version 5",
    text: "It was written on version 3 and is compared with version 5, in force. Not in the draft: Pricing: +5 to +8. Tried as it is, the draft takes it back.",
  });
});

it("tells a version that waits for its date from the one in force", () => {
  expect(behindWords(draft, 3, ["a", "b", "c", "d", "e"].map(change)).text).toBe("It was written on version 3 and is compared with version 3, in force. Not in the draft: a; b; c; and 2 more. Neither of the two texts has them yet.");
});

it("claims nothing that it does not know", () => {
  expect(behindWords(draft, 5, undefined).text).not.toMatch(/Not in the draft/);
  expect(behindWords(draft, 5, []).title).toBe("Draft 12 was written on version 3");
});
