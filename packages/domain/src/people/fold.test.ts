import fc from "fast-check";
import { expect, it } from "vitest";
import { fold } from "./fold.ts";

it("folds once and for all, and composes", () => {
  const once = (text: string) => expect(fold(fold(text))).toBe(fold(text));
  const composed = (text: string) => expect(fold(text.normalize("NFD"))).toBe(fold(text.normalize("NFC")));
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void once(text)), { numRuns: 2_000 });
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void composed(text)));
});

it.each([["ΟΔΟΣ", "οδοσ"], ["Müller", "müller"], ["mu\u0308ller", "müller"], ["ISTANBUL", "istanbul"], ["İ", "i̇"], ["ẞ", "ß"]])("%s is %s", (text, folded) => {
  expect(fold(text)).toBe(folded);
});

it("a beginning stays a beginning, final sigma or not", () => {
  expect(fold("ΟΔΟΣΑ").startsWith(fold("ΟΔΟΣ"))).toBe(true);
});
