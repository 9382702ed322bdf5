/**
 * A CSV cell that no spreadsheet runs: text that begins like a formula, after blanks and with full-width signs folded,
 * gets an apostrophe before it. `readGuarded` takes it off again, so that a corrected report can be imported.
 */
export function guardedCell(text: string): string {
  const value = isFormula(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(value) || value !== text ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A cell without the apostrophe that a guarded export put before it. */
export function readGuarded(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

function isFormula(text: string): boolean {
  if (/^[\t\r\n]/.test(text)) return true;
  return /^[=+\-@]/.test(text.normalize("NFKC").replace(/^[\s\u0000-\u001f\u200b-\u200f\u2060\ufeff]+/u, ""));
}

/** A line of CSV (RFC 4180). */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(guardedCell).join(",")}\r\n`;
}
