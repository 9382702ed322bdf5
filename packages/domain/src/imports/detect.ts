/**
 * What a file is, from its first bytes and characters alone. A wrong guess costs a person one click in the preview, so
 * guesses are simple; what cannot be known is not pretended.
 */
export const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252"] as const;
export type Encoding = (typeof encodings)[number];
export const delimiters = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof delimiters)[number];

/** The encoding of a text file by its first bytes: byte order mark, zero bytes of UTF-16, valid UTF-8, else Windows-1252. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 4_096);
  for (let i = 0; i < looked; i++) if (bytes[i] === 0) zeros[i % 2]! += 1;
  // Western text has a zero in every second place: behind the letter (little end first) or before it.
  if (zeros[1]! > looked / 5 && zeros[1]! > 4 * zeros[0]!) return "utf-16le";
  if (zeros[0]! > looked / 5 && zeros[0]! > 4 * zeros[1]!) return "utf-16be";
  return isUtf8(bytes) ? "utf-8" : "windows-1252";
}

/** Whether bytes are valid UTF-8; a character cut off at the very end is no mistake. */
export function isUtf8(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
    if (more < 0) return false;
    for (let k = 1; k <= more; k++) {
      if (i + k >= bytes.length) return true;
      const next = bytes[i + k]!;
      if (next < 0x80 || next > 0xbf) return false;
      if (k === 1 && ((first === 0xe0 && next < 0xa0) || (first === 0xed && next > 0x9f) || (first === 0xf0 && next < 0x90) || (first === 0xf4 && next > 0x8f))) return false;
    }
    i += more + 1;
  }
  return true;
}

/** The delimiter that cuts the first lines into the most cells, the same number in each; a comma where none does. */
export function detectDelimiter(text: string): Delimiter {
  const lines = firstLines(text, 20);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.get(delimiter) ?? 0);
    const cells = counts[0] ?? 0;
    if (cells === 0) continue;
    const alike = counts.filter((count) => count === cells).length / counts.length;
    const score = alike * alike * (1 + Math.log2(1 + cells));
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Delimiters by line, those inside quotes not counted. */
function firstLines(text: string, most: number): Map<string, number>[] {
  const lines: Map<string, number>[] = [];
  let counts = new Map<string, number>();
  let [quoted, empty] = [false, true];
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (!quoted && (sign === "\n" || sign === "\r")) {
      if (!empty && lines.push(counts) === most) return lines;
      [counts, empty] = [new Map(), true];
      continue;
    }
    empty = false;
    if (!quoted && (delimiters as readonly string[]).includes(sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  // The last line may be cut off where the sample ends.
  if (!empty && lines.length === 0) lines.push(counts);
  return lines;
}

/** Whether the first row names the columns: no cell of it is a number, a date or an address, and none is twice there. */
export function looksLikeHeader(first: readonly string[]): boolean {
  const cells = first.map((cell) => cell.trim()).filter((cell) => cell !== "");
  return cells.length > 0 && cells.every((cell) => !/^[\d\s.,:/+-]+$/.test(cell) && !cell.includes("@") && cell.length <= 100) && new Set(cells).size === cells.length;
}

export interface NamedColumn {
  readonly name: string;
  /** The file has a header, and it says nothing of this column. */
  readonly nameless: boolean;
}

/** Names for columns: as the header says, numbered where it says nothing or says the same twice. */
export function nameColumns(header: readonly string[] | null, width: number): NamedColumn[] {
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const said = header?.[index]?.trim().slice(0, 200) ?? "";
    const base = said || `Column ${index + 1}`;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return { name: times === 1 ? base : `${base} (${times})`, nameless: header !== null && said === "" };
  });
}
