import { inspectImport } from "@tandem/contract/imports/imports";
import { fileGone, largestChunk, notUploaded } from "@tandem/contract/imports/parts";
import { repairText } from "@tandem/domain/capture/text";
import { fieldTypes } from "@tandem/domain/criteria/criteria";
import { csvReader } from "@tandem/domain/imports/csv-reader";
import { detectDelimiter, detectEncoding, looksLikeHeader, nameColumns, type Delimiter, type Encoding, type NamedColumn } from "@tandem/domain/imports/detect";
import { guessColumn, guessDateOrder, guessDecimal } from "@tandem/domain/imports/guess-type";
import { suggestMapping } from "@tandem/domain/imports/suggest";
import { targetsOf } from "@tandem/domain/imports/targets";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { listFieldDefinitions, readChunk, requireImport, type StoredImport } from "./store.ts";

/** Records that are looked at; a guess needs no more. */
const sampleSize = 1_000;
const shownRows = 20;
const shownValues = 6;

export interface Sample {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly headerRow: boolean;
  readonly columns: readonly NamedColumn[];
  /** Records below the header. */
  readonly rows: string[][];
}

/** Reads the beginning of a file, guessing what is not said. */
export async function readSample(sql: Sql, row: StoredImport, said: { encoding?: Encoding | undefined; delimiter?: Delimiter | undefined; headerRow?: boolean | undefined }): Promise<Sample> {
  if (row.state === "uploading" || row.uploaded < row.file_size) throw new Refusal(notUploaded, undefined, { uploaded: row.uploaded });
  const bytes = await readBeginning(sql, row.id);
  if (bytes.length === 0) throw new Refusal(fileGone);
  const encoding = said.encoding ?? detectEncoding(bytes);
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  const delimiter = said.delimiter ?? detectDelimiter(text);
  const reader = csvReader(delimiter);
  const records = reader.push(text);
  // Only where the whole file is in hand is what is left its last record; else it is cut off.
  if (bytes.length >= row.file_size) records.push(...reader.end());
  const cells = records.slice(0, sampleSize + 1).map((record) => record.cells.map(repairText));
  const headerRow = said.headerRow ?? looksLikeHeader(cells[0] ?? []);
  const width = cells.reduce((most, one) => Math.max(most, one.length), 0);
  return { encoding, delimiter, headerRow, columns: nameColumns(headerRow ? (cells[0] ?? []) : null, width), rows: headerRow ? cells.slice(1) : cells.slice(0, sampleSize) };
}

/** Pieces may have come small: they are put together up to what a guess needs. */
async function readBeginning(sql: Sql, importId: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  while (size < largestChunk) {
    const piece = await readChunk(sql, importId, size);
    if (piece === null) break;
    pieces.push(piece);
    size += piece.length;
  }
  return Buffer.concat(pieces);
}

export const inspectImportRoute = handle(inspectImport, async ({ app }, { params, query }) => {
  const row = await requireImport(app.db, params.importId);
  const sample = await readSample(app.db, row, { ...query, headerRow: query.headerRow === undefined ? undefined : query.headerRow === "true" });
  const fields = await listFieldDefinitions(app.db);
  const all = sample.rows.flat();
  const [dateOrder, decimal] = [guessDateOrder(all), guessDecimal(all)];
  const missing = guessMissing(sample.rows);
  const columns = sample.columns.map(({ name, nameless }, index) => {
    const cells = sample.rows.map((cellsOfRow) => cellsOfRow[index] ?? "").filter((cell) => !missing.includes(cell.trim()));
    const values = [...new Set(cells.map((cell) => cell.trim()).filter((cell) => cell !== ""))].slice(0, shownValues);
    return { name, nameless, guess: guessColumn(cells, { dateOrder, decimal }), values };
  });
  const suggestions = suggestMapping(row.kind, columns, fields);
  return {
    encoding: sample.encoding, delimiter: sample.delimiter, headerRow: sample.headerRow, dateOrder, decimal, missing,
    columns: columns.map(({ name, guess, values }, index) => ({ name, ...guess, values: values.map((value) => value.slice(0, 200)), suggestion: suggestions[index]! })),
    rows: sample.rows.slice(0, shownRows).map((cells) => sample.columns.map((_, index) => (cells[index] ?? "").slice(0, 400))),
    sampled: sample.rows.length,
    targets: targetsOf(row.kind, fields).map(({ key, name, group, type }) => ({ key, name, group, type })),
    fieldTypes: [...fieldTypes],
  };
});

/** Words that other systems write where nothing was chosen. "unknown" is none of them: somebody said so. */
const emptyWords = new Set(["select", "n/a", "na", "null", "none", "nan", "#n/a", "-", "--", "k.a.", "(empty)", "(leer)", "undefined"]);

function guessMissing(rows: readonly (readonly string[])[]): string[] {
  const found = new Set<string>();
  for (const row of rows) for (const cell of row) if (cell.length <= 12 && emptyWords.has(cell.trim().toLowerCase())) found.add(cell.trim());
  return [...found].slice(0, 20);
}
