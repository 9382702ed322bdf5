import type { Json, JsonObject } from "../capture/text.ts";
import type { Agreement } from "./agreement.ts";

/**
 * The text that is hashed and signed: the same agreement always gives the same text, in whatever order its keys came.
 * Order in lists stays, since the order of rules and tiers means something.
 */
export function canonicalText(agreement: Agreement): string {
  return stableText(agreement as unknown as Json);
}

/** JSON with sorted keys and without absent values: equal content gives equal text. */
export function stableText(value: Json | undefined): string {
  if (value === undefined) return "null";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(stableText).join(",")}]`;
  const entries = Object.entries(value as JsonObject).filter(([, part]) => part !== undefined);
  // Sorted by code unit: a locale would order the same keys differently on another machine.
  return `{${entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => `${JSON.stringify(key)}:${stableText(part)}`).join(",")}}`;
}
