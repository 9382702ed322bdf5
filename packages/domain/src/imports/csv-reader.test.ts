import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvReader } from "./csv-reader.ts";
import { csvLine, guardedCell, readGuarded } from "./write-csv.ts";

const readAll = (text: string, delimiter = ",", cuts: number[] = [], longest?: number) => {
  const reader = csvReader(delimiter, longest);
  const records = [];
  let from = 0;
  for (const cut of [...cuts.filter((c) => c < text.length).toSorted((a, b) => a - b), text.length]) {
    records.push(...reader.push(text.slice(from, cut)));
    from = cut;
  }
  return [...records, ...reader.end()];
};
const cells = (text: string, delimiter = ",") => readAll(text, delimiter).map((record) => record.cells);

describe("reading CSV", () => {
  test.each([
    ["a,b\r\nc,d\ne,f\rg,h", [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]],
    ['"a,1","say ""hi""","two\r\nlines"\nx', [["a,1", 'say "hi"', "two\r\nlines"], ["x"]]],
    ['a,"b"c,d\n', [["a", "bc", "d"]]],
    ["a,,\n,,\n\nb", [["a", "", ""], ["b"]]],
    ['""\n"",x', [["", "x"]]],
    ["a,", [["a", ""]]],
  ])("%j", (text, expected) => expect(cells(text)).toEqual(expected));

  test("counts empty records as a spreadsheet does", () => expect(readAll("a\n\n\nb\n").map((record) => record.number)).toEqual([1, 4]));

  test("an opened quote that is never closed costs one line, not the rest of the file", () => {
    const records = readAll('a,"open\nb,c\nd,e\n');
    expect(records.map((record) => [record.broken, record.cells])).toEqual([[true, ['a,"open']], [false, ["b", "c"]], [false, ["d", "e"]]]);
    const long = readAll(`x,"open\n${"row,of,cells\n".repeat(200)}`, ",", [50, 100, 900], 300);
    expect([long.length, long.filter((record) => record.broken).length]).toEqual([201, 1]);
  });

  test("what is written is read again, wherever the text is cut and whatever ends its lines", () => {
    const cell = fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^[",;\n\r\t =+@a-c]{0,6}$/));
    const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }).filter((row) => row.some((one) => one.trim() !== "")), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(200), { maxLength: 5 }), (written, cuts) => {
        const text = written.map(csvLine).join("");
        expect(readAll(text, ",", cuts).map((record) => record.cells.map(readGuarded))).toEqual(written.map((row) => row.map((one) => readGuarded(one))));
      }),
      { numRuns: 500 },
    );
  });

  test.each(["=1+1", "+49 1", "-5", "@SUM(A1)", " =1", "\t=1", "＝1", "\r=1"])("%j is no formula once it is written", (text) => {
    const written = guardedCell(text);
    expect(written.startsWith("\"'")).toBe(true);
    expect(readGuarded(written.slice(1, -1))).toBe(text);
  });
});
