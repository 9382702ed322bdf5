import { expect, test } from "vitest";
import { cutAtWords, findLines, type Section } from "./find-lines.ts";

const line = (key: string, name: string, words: string) => ({ key, name, words, figure: null, unit: null });
const sections: Section[] = [
  { key: "fit", title: "Fit", intro: "", side: null, lines: [line("a", "Manager", "12 points if seniority is manager"), line("b", "Free-mail address", "−15 points")] },
  { key: "sla-sales", title: "Sales owes", intro: "", side: "sales", lines: [line("c", "First attempt", "Within 4 business hours, for T1")] },
];
const keysOf = (search: string) => findLines(sections, search).map((section) => [section.key, section.lines.map(({ key }) => key).join()]);

test("nothing asked for shows everything", () => {
  expect(keysOf("  ")).toEqual([["fit", "a,b"], ["sla-sales", "c"]]);
});

test("every word must stand in the line, in any case and order, accents or not", () => {
  expect(keysOf("HOURS first")).toEqual([["sla-sales", "c"]]);
  expect(keysOf("mánager")).toEqual([["fit", "a"]]);
  expect(keysOf("manager hours")).toEqual([]);
});

test("a section found by its title keeps all its lines", () => {
  expect(keysOf("owes")).toEqual([["sla-sales", "c"]]);
  expect(keysOf("fit")).toEqual([["fit", "a,b"]]);
});

test("found words are cut out, the text stays the same", () => {
  expect(cutAtWords("First attempt, first", "FIRST temp")).toEqual([
    { text: "First", found: true }, { text: " at", found: false }, { text: "temp", found: true }, { text: "t, ", found: false }, { text: "first", found: true },
  ]);
  expect(cutAtWords("İstanbul office", "office").map(({ text }) => text).join("")).toBe("İstanbul office");
  expect(cutAtWords("nothing", "")).toEqual([{ text: "nothing", found: false }]);
});
