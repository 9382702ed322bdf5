import { describe, expect, it } from "vitest";
import { changeParts, wordParts } from "./words-of-change.ts";

const marked = (words: string, name: string, kind = "changed") => changeParts({ words, name, kind }).map(({ kind: one, text }) => ({ same: text, was: `[-${text}-]`, becomes: `[+${text}+]`, arrow: ">" })[one]).join("");

describe("a change in words is cut where it changes", () => {
  it.each([
    ["Pricing: +5 → +12", "Pricing", "Pricing: [-+5-]>[++12+]"],
    ["Pricing: +5 → +12, half-life 30 → 14 days, group none → “Reading, and more”", "Pricing", "Pricing: [-+5-]>[++12+], half-life [-30-]>[+14 days+], group [-none-]>[+“Reading, and more”+]"],
    ["First: within 4 business hours → 2 business hours, for T1, T2 and T3 → T1 and T2", "First", "First: within [-4 business hours-]>[+2 business hours+], for [-T1, T2 and T3-]>[+T1 and T2+]"],
    ["First: for T1 → T1, T2 and T3, target 90 → 80 %", "First", "First: for [-T1-]>[+T1, T2 and T3+], target [-90-]>[+80 %+]"],
    ["Ideal customer, as a rule: “Country is DE.” → “Seniority is head.”", "Ideal customer, as a rule", "Ideal customer, as a rule: [-“Country is DE.”-]>[+“Seniority is head.”+]"],
  ])("%s", (words, name, expected) => expect(marked(words, name)).toBe(expected));

  it("marks the one condition that was added to a long sentence, and nothing else", () => {
    const before = "“Country is Germany or Austria, and company has 200 to 4,999 employees, and “Asked for a demo” happened in the last 30 days.”";
    const after = "“Country is Germany or Austria, and company has 200 to 4,999 employees, and seniority is head, and “Asked for a demo” happened in the last 30 days.”";
    expect(marked(`Ideal customer, as a rule: ${before} → ${after}`, "Ideal customer, as a rule")).toBe(
      "Ideal customer, as a rule: “Country is Germany or Austria, and company has 200 to 4,999 employees, and [+seniority is head, and +]“Asked for a demo” happened in the last 30 days.”",
    );
  });

  it("leaves what is new, left out or moved as it is", () => {
    expect(marked("Signal “A → B”: new: page viewed.", "A → B", "added")).toBe("Signal “A → B”: new: page viewed.");
    expect(marked("Tier: “T2” now comes last", "T2", "moved")).toBe("Tier: “T2” now comes last");
  });

  it("keeps both readings", () => {
    const [before, after] = ["“one two three four.”", "“one two 3 four, and five.”"];
    const parts = wordParts(before, after)!;
    const reading = (without: string) => parts.filter(({ kind }) => kind !== without).map(({ text }) => text).join("");
    expect([reading("becomes"), reading("was")]).toEqual([before, after]);
  });
});
