import { csvReader, type CsvRecord } from "@tandem/domain/imports/csv-reader";
import type { Encoding } from "@tandem/domain/imports/detect";
import type { Sql } from "../../platform/sql.ts";
import { readChunk } from "./store.ts";

/** Records as they become complete, with the bytes of the file that were read up to them. */
export interface ReadRecords {
  readonly records: readonly CsvRecord[];
  readonly bytes: number;
}

/**
 * Reads the stored file piece by piece, decoded and cut into records. Only a piece and an unfinished record are held,
 * whatever the size of the file.
 */
export async function* readFile(sql: Sql, importId: string, how: { encoding: Encoding; delimiter: string }): AsyncGenerator<ReadRecords> {
  const decoder = new TextDecoder(how.encoding);
  const reader = csvReader(how.delimiter);
  let bytes = 0;
  for (;;) {
    const chunk = await readChunk(sql, importId, bytes);
    if (chunk === null) break;
    bytes += chunk.length;
    const records = reader.push(decoder.decode(chunk, { stream: true }));
    if (records.length > 0) yield { records, bytes };
  }
  const records = [...reader.push(decoder.decode()), ...reader.end()];
  if (records.length > 0) yield { records, bytes };
}
