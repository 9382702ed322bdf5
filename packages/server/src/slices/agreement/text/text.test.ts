import { anyAgreement } from "@tandem/domain/agreement/agreement.arbitrary";
import type { Agreement } from "@tandem/domain/agreement/agreement";
import { canonicalText } from "@tandem/domain/agreement/canonical";
import { foundingAgreement } from "@tandem/domain/agreement/founding-agreement";
import { unstorableText } from "@tandem/domain/agreement/unstorable-text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readText } from "./read.ts";
import { writeText } from "./write.ts";

const founding = writeText(foundingAgreement);
const change = (from: string | RegExp, to: string): string => {
  expect(founding).toMatch(from);
  return founding.replace(from, to);
};

describe("an agreement as text", () => {
  it("is read back as it was", () => {
    expect(readText(founding)).toEqual({ ok: foundingAgreement, problems: [] });
    expect(writeText(readText(founding).ok!)).toBe(founding);
  });

  it("has a sentence above each rule and a heading above each part", () => {
    expect(founding).toContain("    # 8 points for each “Pricing page viewed”, at most 2 a day and 24 points, in the last 30 days.\n    - key: pricing\n");
    expect(founding).toContain("\n\n# Tiers: how urgent a lead is; the first that holds counts.\ntiers:\n");
    expect(writeText(foundingAgreement, { heading: ["Agreement, version 1"] }).split("\n")[0]).toBe("# Agreement, version 1");
  });

  it("is the same text whatever order the keys came in", () => {
    const turned = JSON.parse(JSON.stringify(foundingAgreement), (_, value: unknown) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toReversed()) : value)) as Agreement;
    expect(writeText(turned)).toBe(founding);
  });

  it("is lossless and stable for any agreement", () => {
    fc.assert(
      // What can't be kept is refused (unstorable-text.ts).
      fc.property(anyAgreement.filter((agreement) => unstorableText(agreement).length === 0), (agreement) => {
        const text = writeText(agreement);
        const { ok, problems } = readText(text);
        expect(ok && canonicalText(ok), JSON.stringify(problems[0])).toBe(canonicalText(agreement));
        expect(writeText(ok!)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a text that is not in order", () => {
  const nested = (levels: number) => `{ not: `.repeat(levels) + `{ gradeIsAnyOf: [ A ] }` + " }".repeat(levels);
  const blocks = (levels: number) => Array.from({ length: levels }, (_, i) => `${" ".repeat(i + 6)}not:`).join("\n");

  it.each<[string, () => string, string | null, string, string, RegExp]>([
    ["an unknown part", () => change("      halfLifeDays: 45", "      halflife: 45"), "halflife", "engagement.rules.3.halflife", "unknown-part", /There is no part “halflife” here/],
    ["a misspelt part", () => change("      halfLifeDays: 45", "      halfLifedays: 45"), "halfLifedays", "engagement.rules.3.halfLifedays", "unknown-part", /Did you mean “halfLifeDays”\?/],
    ["a missing part", () => change(/\nmql:\n(  .*\n)+/, "\n"), null, "mql", "missing-part", /“mql” is missing/],
    ["a missing part of a rule", () => change("      signal: pricing-viewed\n", ""), "key: pricing\n", "engagement.rules.6.signal", "missing-part", /“signal” is missing/],
    ["points that are no number", () => change("points: 8\n", "points: eight\n"), "eight", "engagement.rules.6.points", "bad-shape", /“points” is the text “eight”, but a number/],
    ["a signal that does not exist", () => change("signal: pricing-viewed", "signal: prices"), "prices\n", "engagement.rules.6.signal", "unknown-signal", /There is no signal “prices”/],
    ["a part that stands twice", () => change("      points: 8\n", "      points: 8\n      points: 9\n"), "points: 9", "", "duplicate-part", /“points” stands here twice/],
    ["a reference in a circle", () => change("  prose: A company of", "  prose: &loop [ *loop ]\n  words: A company of"), "[ *loop ]", "", "anchor", /“&loop”/],
    ["a reference", () => change("name: Founding agreement", "name: *other"), "*other", "", "alias", /“\*other” refers to another place/],
    ["a kind of its own", () => change("name: Founding agreement", "name: !!js/function x"), "!!js", "", "bad-yaml", /kind of value/],
    ["a tab", () => change("  rules:\n    # 25", "\trules:\n    # 25"), "\trules", "", "bad-yaml", /tab/],
    ["a second document", () => `${founding}---\nname: other\n`, "---\nname: other", "", "bad-yaml", /One file holds one agreement/],
    ["an unclosed bracket", () => change("isAnyOf: [ DE, AT", "isAnyOf: [ DE, AT\n   #"), null, "", "bad-yaml", /./],
    ["a part called __proto__", () => change("name: Founding agreement", "__proto__: { name: a }\nname: Founding agreement"), "__proto__", "", "bad-key", /can't be called/],
    ["conditions nested too deep", () => change(/when: \{ gradeIsAnyOf: \[ B \] \}/, `when: ${nested(21)}`), "when: { not", "tiers.1.when", "too-deep", /20 levels deep/],
    ["ten thousand nested conditions", () => change(/when: \{ gradeIsAnyOf: \[ B \] \}/, `when: ${nested(10_000)}`), null, "", "too-deep", /nested more than 80 levels deep/],
    ["ten thousand nested conditions in blocks", () => change(/when: \{ gradeIsAnyOf: \[ B \] \}/, `when:\n${blocks(900)}`), null, "", "too-deep", /nested more than 80 levels deep/],
    ["a line of two hundred thousand lists", () => change(/personas:\n/, `personas:\n  ${"- ".repeat(200_000)}x\n`), null, "", "too-deep", /nested more than 80 levels deep/],
    ["ten thousand conditions side by side", () => change(/when: \{ gradeIsAnyOf: \[ B \] \}/, `when: { any: [ ${"{ gradeIsAnyOf: [ B ] }, ".repeat(10_000)} ] }`), "when: { any", "tiers.1.when", "too-large", /1000 parts at most/],
    ["a huge text", () => `${founding}${"# no end\n".repeat(120_000)}`, "#", "", "too-long", /at most 500000 are read/],
    ["a text of very many parts", () => `${founding}more: [ ${"1, ".repeat(100_000)} ]`, null, "", "too-large", /more than 120000 parts/],
    ["nothing", () => "# nothing but a comment\n", null, "", "empty", /holds no agreement/],
    ["a list", () => "- a\n- b\n", null, "", "bad-shape", /The agreement is a list/],
    ["a plain text", () => "hello", null, "", "bad-shape", /The agreement is the text “hello”/],
    ["bytes that are no text", () => "\u0000\u0001\u0002: \ud800", null, "name", "missing-part", /“name” is missing/],
  ])("is refused at its place: %s", (_, make, place, path, code, words) => {
    const text = make();
    const began = performance.now();
    const { problems } = readText(text);
    expect(performance.now() - began).toBeLessThan(3_000);
    const found = problems.find(({ severity }) => severity === "problem")!;
    expect(found).toMatchObject({ path, code, words: expect.stringMatching(words) as string });
    expect(found.line).toBeGreaterThan(0);
    if (place !== null) {
      const { line, column } = found;
      const at = text.split("\n").slice(0, line! - 1).join("\n").length + (line! > 1 ? 1 : 0) + column! - 1;
      expect(text.slice(at, at + place.length)).toBe(place);
    }
  });

  it("is judged and never throws, whatever is typed into it", () => {
    const typed = fc.oneof(fc.constantFrom("[", "]", "{", "}", ":", "- ", "? ", "&a ", "*a", "!!set", "|", ">", "\t", "\n", "#", "'", '"', "%", "---\n", "<<: ", "null", "\u0000", "\ud800", "\ufeff", "\r"), fc.string({ maxLength: 5 }));
    const edits = fc.array(fc.tuple(fc.nat(founding.length), fc.nat(30), typed), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(edits, (list) => {
        const text = list.reduce((old, [at, length, words]) => old.slice(0, at) + words + old.slice(at + length), founding);
        const { ok, problems } = readText(text);
        expect(ok !== null || problems.length > 0).toBe(true);
        const lines = text.split("\n");
        for (const { line, column } of problems) expect(column).toBeLessThanOrEqual(lines[line! - 1]!.length + 1);
        if (ok) expect(canonicalText(readText(writeText(ok)).ok!)).toBe(canonicalText(ok));
      }),
      { numRuns: 50 },
    );
  });

  it("is read where only its meaning is in doubt", () => {
    const { ok, problems } = readText(change("points: 8\n", "points: 0\n"));
    expect(ok?.engagement.rules[6]!.points).toBe(0);
    expect(problems).toMatchObject([{ severity: "doubt", code: "no-points", path: "engagement.rules.6.points" }]);
  });
});
