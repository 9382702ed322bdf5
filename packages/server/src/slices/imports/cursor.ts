import { badCursor } from "@tandem/contract/imports/parts";
import { z } from "zod";
import { Refusal } from "../../platform/refusal.ts";

/** A place in a list: what the last row shown was sorted by. Opaque on the wire, never trusted coming back. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

export function readCursor<Shape extends z.ZodType>(shape: Shape, text: string | undefined): z.output<Shape> | null {
  if (text === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
  } catch {
    throw new Refusal(badCursor);
  }
}

export const newestPlace = z.tuple([z.string().regex(/^\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?\+00$/), z.guid()]);
export const rowPlace = z.tuple([z.number().int().min(0)]);
