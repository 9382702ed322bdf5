import type { RefusalRow } from "@tandem/contract/imports/imports";

/** The table of refused rows as a sheet: cells by row and column, changed one by one or by a pasted block, and taken back. */

export type Edits = Readonly<Record<number, Readonly<Record<string, string>>>>;
export type SheetRow = Pick<RefusalRow, "rowNumber" | "values">;

export interface Sheet {
  readonly edits: Edits;
  readonly past: readonly Edits[];
  readonly future: readonly Edits[];
  /** The cell that is being typed in: its letters are taken back together. */
  readonly typing: string | null;
}

export const emptySheet: Sheet = { edits: {}, past: [], future: [], typing: null };
const mostSteps = 200;

export const textOf = (edits: Edits, row: SheetRow, column: string): string => edits[row.rowNumber]?.[column] ?? row.values[column] ?? "";

/** A cell set back to what it was is no repair. */
function withCell(edits: Edits, row: SheetRow, column: string, text: string): Edits {
  const { [column]: _, ...others } = edits[row.rowNumber] ?? {};
  const next = text === (row.values[column] ?? "") ? others : { ...others, [column]: text };
  const { [row.rowNumber]: _row, ...rest } = edits;
  return Object.keys(next).length === 0 ? rest : { ...rest, [row.rowNumber]: next };
}

function stepTo(sheet: Sheet, edits: Edits, typing: string | null): Sheet {
  const goesOn = typing !== null && typing === sheet.typing;
  return { edits, past: goesOn ? sheet.past : [...sheet.past, sheet.edits].slice(-mostSteps), future: [], typing };
}

export function typeIn(sheet: Sheet, row: SheetRow, column: string, text: string): Sheet {
  return stepTo(sheet, withCell(sheet.edits, row, column, text), `${row.rowNumber} ${column}`);
}

/** What a spreadsheet puts on the clipboard: rows by line, cells by tab, quoted where they hold either. */
export function blockOf(text: string): string[][] {
  const rows: string[][] = [[""]];
  let quoted = false;
  const clean = text.replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(/\n$/, "");
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at]!;
    const row = rows.at(-1)!;
    const cell = row.at(-1)!;
    if (quoted && sign === '"' && clean[at + 1] === '"') at += 1;
    else if (quoted && sign === '"') {
      quoted = false;
      continue;
    } else if (!quoted && sign === '"' && cell === "") {
      quoted = true;
      continue;
    } else if (!quoted && sign === "\t") {
      row.push("");
      continue;
    } else if (!quoted && sign === "\n") {
      rows.push([""]);
      continue;
    }
    row[row.length - 1] = cell + sign;
  }
  return rows;
}

/** Puts a block down with its upper left corner at a cell; what would lie outside of the table is left out. */
export function paste(sheet: Sheet, rows: readonly SheetRow[], columns: readonly string[], at: { row: number; column: number }, block: readonly (readonly string[])[]): Sheet {
  let edits = sheet.edits;
  block.forEach((cells, down) => {
    const row = rows[at.row + down];
    if (!row) return;
    cells.forEach((text, right) => {
      const column = columns[at.column + right];
      if (column !== undefined) edits = withCell(edits, row, column, text);
    });
  });
  return stepTo(sheet, edits, null);
}

export function undo(sheet: Sheet): Sheet {
  const before = sheet.past.at(-1);
  return before === undefined ? sheet : { edits: before, past: sheet.past.slice(0, -1), future: [...sheet.future, sheet.edits], typing: null };
}

export function redo(sheet: Sheet): Sheet {
  const after = sheet.future.at(-1);
  return after === undefined ? sheet : { edits: after, past: [...sheet.past, sheet.edits], future: sheet.future.slice(0, -1), typing: null };
}

/** Rows that were taken are no longer there to be edited, nor to be brought back. */
export function keepRows(sheet: Sheet, rowNumbers: ReadonlySet<number>): Sheet {
  const keep = (edits: Edits): Edits => Object.fromEntries(Object.entries(edits).filter(([number]) => rowNumbers.has(Number(number))));
  return { edits: keep(sheet.edits), past: sheet.past.map(keep), future: [], typing: null };
}

/** Where a key leads from a cell; null where it stays with the text in it. `edge` says whether the caret is at an end. */
export function moveFrom(at: { row: number; column: number }, key: string, shift: boolean, edge: { start: boolean; end: boolean }, size: { rows: number; columns: number }): { row: number; column: number } | null {
  const to = { ...at };
  if (key === "ArrowDown" || (key === "Enter" && !shift)) to.row += 1;
  else if (key === "ArrowUp" || (key === "Enter" && shift)) to.row -= 1;
  else if (key === "ArrowRight" && edge.end && !shift) to.column += 1;
  else if (key === "ArrowLeft" && edge.start && !shift) to.column -= 1;
  else return null;
  return to.row < 0 || to.column < 0 || to.row >= size.rows || to.column >= size.columns ? null : to;
}
