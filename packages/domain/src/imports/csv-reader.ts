/** A record of a file: its cells, and its number as a spreadsheet counts them (the first record is 1). */
export interface CsvRecord {
  readonly number: number;
  readonly cells: readonly string[];
  /** A quote was opened and not closed within reach: the record ends at its line, so that the rest of the file is read. */
  readonly broken: boolean;
}

export interface CsvReader {
  /** Takes the next piece of the text, cut anywhere; answers the records that are complete. */
  push(text: string): CsvRecord[];
  /** The last record, when the file does not end with a line break. */
  end(): CsvRecord[];
}

/** Characters of one record at most: beyond it an opened quote is taken for a mistake. Keeps memory flat. */
export const longestRecord = 262_144;
const mostCells = 2_000;

/**
 * Reads CSV as it is met in the wild: any line ending, mixed within a file too, line breaks and doubled quotes inside
 * quoted cells, cells of different number. Empty lines are counted and left out.
 */
export function csvReader(delimiter: string, longest: number = longestRecord): CsvReader {
  let rest = "";
  let number = 0;

  function read(text: string, last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    for (;;) {
      const found = readRecord(text, start, delimiter, last);
      if (found === null) {
        if (!last && text.length - start <= longest) break;
        if (start >= text.length) break;
        // Too long or at the end, and still inside quotes: this line stands alone, as it is written.
        const stop = nextBreak(text, start);
        push(records, [text.slice(start, stop).slice(0, longest)], true);
        start = afterBreak(text, stop);
        continue;
      }
      push(records, found.cells, false);
      start = found.next;
      if (start >= text.length) break;
    }
    rest = text.slice(start);
    return records;
  }

  function push(records: CsvRecord[], cells: string[], broken: boolean): void {
    number += 1;
    if (cells.some((cell) => cell.trim() !== "")) records.push({ number, cells, broken });
  }

  return {
    push: (text) => (rest.length + text.length === 0 ? [] : read(rest + text, false)),
    end: () => (rest === "" ? [] : read(rest, true)),
  };
}

/** One record from `start` on; null while its end is not there yet. */
function readRecord(text: string, start: number, delimiter: string, last: boolean): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell: string;
    if (text.charCodeAt(at) === 34) {
      const quoted = readQuoted(text, at + 1, delimiter, last);
      if (quoted === null) return null;
      [cell, at] = [quoted.cell, quoted.next];
    } else {
      let stop = at;
      for (; stop < text.length; stop++) {
        const code = text.charCodeAt(stop);
        if (code === 10 || code === 13 || text[stop] === delimiter) break;
      }
      if (stop >= text.length && !last) return null;
      [cell, at] = [text.slice(at, stop), stop];
    }
    if (cells.length < mostCells) cells.push(cell);
    if (at >= text.length) return last ? { cells, next: at } : null;
    if (text[at] === delimiter) {
      at += 1;
      if (at >= text.length && !last) return null;
      continue;
    }
    // A carriage return at the end of a piece may be half of a line break.
    if (text.charCodeAt(at) === 13 && at + 1 >= text.length && !last) return null;
    return { cells, next: afterBreak(text, at) };
  }
}

/** A quoted cell from behind its opening quote; what stands between the closing quote and the delimiter is kept. */
function readQuoted(text: string, from: number, delimiter: string, last: boolean): { cell: string; next: number } | null {
  let cell = "";
  let at = from;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    cell += text.slice(at, quote);
    if (text.charCodeAt(quote + 1) === 34) {
      cell += '"';
      at = quote + 2;
      continue;
    }
    if (quote + 1 >= text.length && !last) return null;
    let stop = quote + 1;
    for (; stop < text.length; stop++) {
      const code = text.charCodeAt(stop);
      if (code === 10 || code === 13 || text[stop] === delimiter) break;
    }
    if (stop >= text.length && !last) return null;
    return { cell: stop === quote + 1 ? cell : cell + text.slice(quote + 1, stop), next: stop };
  }
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) return at;
  return text.length;
}

function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}
