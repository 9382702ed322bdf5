import { describe, expect, test } from "vitest";
import { csvCell, csvOf } from "./csv-cell.ts";

describe("a CSV cell", () => {
  test.each([
    ["=1+1", `"'=1+1"`],
    ["+49 30 1234", `"'+49 30 1234"`],
    ["-2", `"'-2"`],
    ["@SUM(A1)", `"'@SUM(A1)"`],
    ["\t=1", `"'\t=1"`],
    ["\r=1", `"'\r=1"`],
    ["  =1", `"'  =1"`],
    ["＝1+1", `"'＝1+1"`],
    ["\u200b=1", `"'\u200b=1"`],
  ])("%j is made text that no spreadsheet runs", (value, cell) => expect(csvCell(value)).toBe(cell));

  test.each([
    ["Anna Meyer", "Anna Meyer"],
    ["Meyer, Anna", `"Meyer, Anna"`],
    [`say "hi"`, `"say ""hi"""`],
    ["a-b", "a-b"],
    [null, ""],
    [-12.5, "-12.5"],
  ])("%j stays as it is", (value, cell) => expect(csvCell(value)).toBe(cell));

  test("rows end in CRLF behind a byte order mark", () => expect(csvOf([["a", 1], ["b", null]])).toBe("\ufeffa,1\r\nb,\r\n"));
});
