import { badCursor } from "@tandem/contract/campaigns/parts";
import { z } from "zod";
import { Refusal } from "../../platform/refusal.ts";

/** A place in a list newest first: the instant as the database wrote it, or a day, and the id of the last row shown. */
export function writePlace(at: string, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

const place = z.tuple([z.string().regex(/^\d{4,6}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00)?$/), z.uuid()]);

/** Reads a place, or refuses it; null at the top of the list. */
export function readPlace(cursor: string | undefined): readonly [string, string] | null {
  if (cursor === undefined) return null;
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw new Refusal(badCursor);
  }
}

/** Cuts what was read with one row too many into a page. */
export function pageOfRows<Row extends { readonly place: string; readonly id: string }>(found: readonly Row[], limit: number): { rows: readonly Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last ? writePlace(last.place, last.id) : null };
}
