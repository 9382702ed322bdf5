import { stableText } from "../capture/recognise.ts";
import type { Json } from "../capture/text.ts";
import type { Agreement } from "./agreement.ts";

/**
 * The text that is hashed and signed: the same agreement always gives the same text, in whatever order its keys came.
 * Order in lists stays, since the order of rules and tiers means something.
 */
export function canonicalText(agreement: Agreement): string {
  return stableText(agreement as unknown as Json);
}
