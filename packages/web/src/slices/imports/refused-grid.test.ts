import { expect, test } from "vitest";
import { blockOf, emptySheet, keepRows, moveFrom, paste, redo, textOf, typeIn, undo } from "./refused-grid.ts";

const rows = [{ rowNumber: 4, values: { mail: "not one", name: "Cleo" } }, { rowNumber: 9, values: { mail: "", name: "Dan" } }];
const columns = ["mail", "name"];

test("typing in one cell is one step, and a cell set back is no repair", () => {
  const typed = [..."abc"].reduce((sheet, _, at) => typeIn(sheet, rows[1]!, "mail", "abc".slice(0, at + 1)), emptySheet);
  expect(typed.edits).toEqual({ 9: { mail: "abc" } });
  expect(undo(typed).edits).toEqual({});
  expect(redo(undo(typed)).edits).toEqual(typed.edits);
  expect(typeIn(typed, rows[1]!, "mail", "").edits).toEqual({});
  const two = typeIn(typed, rows[0]!, "name", "Cleo C.");
  expect(undo(two).edits).toEqual(typed.edits);
});

test("a block from a spreadsheet goes down and to the right, is cut at the edge and taken back at once", () => {
  expect(blockOf('a@b.example\tAda\r\n"two\nlines"\t"say ""hi"""\r\n')).toEqual([["a@b.example", "Ada"], ["two\nlines", 'say "hi"']]);
  const pasted = paste(emptySheet, rows, columns, { row: 0, column: 0 }, [["c@x.example", "Cleo", "beyond"], ["d@x.example", "Dana"], ["below", ""]]);
  expect(pasted.edits).toEqual({ 4: { mail: "c@x.example" }, 9: { mail: "d@x.example", name: "Dana" } });
  expect(textOf(pasted.edits, rows[0]!, "name")).toBe("Cleo");
  expect(undo(pasted).edits).toEqual({});
});

test("rows that were taken do not come back by undoing", () => {
  const both = typeIn(typeIn(emptySheet, rows[0]!, "mail", "x"), rows[1]!, "mail", "y");
  const left = keepRows(both, new Set([9]));
  expect(left.edits).toEqual({ 9: { mail: "y" } });
  expect(undo(left).edits).toEqual({});
});

test("keys lead over the table and stay in the text where it has more to come", () => {
  const size = { rows: 2, columns: 2 };
  const inside = { start: false, end: false };
  expect(moveFrom({ row: 0, column: 0 }, "Enter", false, inside, size)).toEqual({ row: 1, column: 0 });
  expect(moveFrom({ row: 1, column: 0 }, "ArrowDown", false, inside, size)).toBeNull();
  expect(moveFrom({ row: 0, column: 0 }, "ArrowRight", false, inside, size)).toBeNull();
  expect(moveFrom({ row: 0, column: 0 }, "ArrowRight", false, { start: false, end: true }, size)).toEqual({ row: 0, column: 1 });
  expect(moveFrom({ row: 0, column: 1 }, "ArrowLeft", true, { start: true, end: true }, size)).toBeNull();
});
