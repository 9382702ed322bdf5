import { z } from "zod";
import { readCursor, writeCursor } from "../../platform/cursor.ts";

const place = z.tuple([z.string().regex(/^\d{4,6}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00)?$/), z.uuid()]);

/** Reads a place in a list newest first: the instant as the database wrote it, or a day, and the id of the last row shown. */
export function readPlace(cursor: string | undefined): readonly [string, string] | null {
  return readCursor(place, cursor);
}

/** Cuts what was read with one row too many into a page. */
export function pageOfRows<Row extends { readonly place: string; readonly id: string }>(found: readonly Row[], limit: number): { rows: readonly Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last ? writeCursor([last.place, last.id]) : null };
}
