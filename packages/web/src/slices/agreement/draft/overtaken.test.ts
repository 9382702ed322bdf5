import { expect, test } from "vitest";
import { fateOf, overtakenFrom, overtakesWords } from "./overtaken.ts";

const version = (n: number, effectiveFrom: string, by?: number, hash = `h${n}`) => ({ version: n, hash, effectiveFrom, overtaken: by === undefined ? null : { by, draft: null } });

test("what waits for a later date is overtaken; what has begun, comes first or was overtaken already is not", () => {
  const versions = [version(5, "2026-03-01T00:00:00Z"), version(4, "2026-02-01T00:00:00Z"), version(3, "2026-02-15T00:00:00Z", 4), version(2, "2026-01-01T00:00:00Z")];
  const now = Date.parse("2026-01-20T00:00:00Z");
  const from = (day: string) => overtakenFrom(versions, Date.parse(day), now).map((one) => one.version);
  expect(from("1970-01-01T00:00:00Z")).toEqual([4, 5]);
  expect(from("2026-02-01T00:00:00Z")).toEqual([5]);
  expect(from("2026-03-01T00:00:00Z")).toEqual([]);
});

test("whoever signs is told what becomes a draft again; where the text is the same nothing does, and nobody signs anew", () => {
  const day = (instant: string) => instant.slice(5, 10);
  const waiting = [version(2, "2026-02-01T00:00:00Z"), version(3, "2026-03-01T00:00:00Z")];
  expect(overtakesWords([], "h9", day)).toBeNull();
  expect(overtakesWords(waiting.slice(0, 1), "h9", day)).toEqual({ fallsBack: true, words: "It takes effect before version 2 (signed for 02-01), which was signed without knowing of it: that version becomes a draft again, and both sides sign anew." });
  expect(overtakesWords(waiting.slice(0, 1), "h2", day)).toEqual({ fallsBack: false, words: "It says the same as version 2 (signed for 02-01) and takes effect sooner: nothing of that version is left to sign." });
  expect(overtakesWords(waiting, "h2", day)!.words).toMatch(/^It takes effect before version 3 .*anew\. It says the same as version 2 /);
});

test("a version written on top of another for the same day contains it; a sooner one takes its place", () => {
  const [onTop, sooner, same] = [version(3, "2026-02-01T00:00:00.000Z"), version(4, "2026-01-10T00:00:00Z"), version(5, "2026-01-10T00:00:00Z", undefined, "h2")];
  const fate = (by: number) => fateOf(version(2, "2026-02-01T00:00:00Z", by), [same, sooner, onTop]);
  expect(fateOf(onTop, [onTop])).toBeNull();
  expect(fate(3)).toEqual({ chip: "In version 3", contained: true, words: "Version 3 has the same date, was written on top of it and contains it." });
  expect(fate(4)).toEqual({ chip: "Overtaken", contained: false, words: "Version 4 came before this one’s date, so this one never took effect." });
  expect(fate(5)!.words).toBe("Version 5 says the same and has an earlier date, so this one is done with.");
});
