import { badCursor } from "@tandem/contract/operation";
import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** A place in a list: the sorted value and the id of the last row shown. Opaque on the wire, never trusted coming back. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Reads a cursor of the given shape, or refuses it; null at the top of the list. */
export function readCursor<Shape extends z.ZodType>(shape: Shape, text: string | undefined): z.output<Shape> | null {
  if (text === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch {
    throw new Refusal(badCursor);
  }
}

/** An instant as the database wrote it: with its microseconds, which a JavaScript date would lose. */
const writtenInstant = z.string().regex(/^(-?infinity|\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00)$/);
const writtenDay = z.string().regex(/^(-?infinity|\d{4,6}-\d{2}-\d{2})$/);
export const timePlace = z.tuple([writtenInstant, z.guid()]);
export const dayPlace = z.tuple([writtenDay, z.guid()]);
export const numberPlace = z.tuple([z.number().int(), z.guid()]);
export const textPlace = z.tuple([z.string().max(800), z.guid()]);
