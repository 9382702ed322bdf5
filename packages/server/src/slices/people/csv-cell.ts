/**
 * A CSV cell that no spreadsheet runs: text that begins like a formula, after blanks and with full-width signs folded,
 * gets an apostrophe before it. Numbers are written by us and stay numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = isFormula(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}

function isFormula(text: string): boolean {
  if (/^[\t\r\n]/.test(text)) return true;
  return /^[=+\-@]/.test(text.normalize("NFKC").replace(/^[\s\u0000-\u001f\u200b-\u200f\u2060\ufeff]+/u, ""));
}

/** Rows as CSV (RFC 4180), with a byte order mark so that spreadsheets read it as UTF-8. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
