import { grades } from "@tandem/domain/agreement/agreement";
import { z } from "zod";
import type { RefusalKind, Role } from "../operation.ts";

/**
 * Shapes that the lab's operations share. Points are whole or decimal points as the agreement writes them, except where
 * a name says milli; days are company days `YYYY-MM-DD`, weeks their Monday; money is minor units of the company's currency.
 */

/** Whoever may propose a change may try it first; administrators see no people. */
export const labUsers: readonly Role[] = ["marketing", "sales-rep", "sales-manager", "revops", "executive"];

export const day = z.iso.date();

/** Which version of the agreement: the one in force, another version, a draft, or a document as it stands in an editor. */
export const documentRef = z.union([
  z.strictObject({ version: z.number().int().min(1) }),
  z.strictObject({ draft: z.guid() }),
  z.strictObject({ document: z.unknown() }),
]);
export type DocumentRef = z.infer<typeof documentRef>;

export const threshold = z.number().min(0).max(10_000).nullable();
/** Engagement from which each grade qualifies; null is never. */
export const grid = z.strictObject({ A: threshold, B: threshold, C: threshold, D: threshold });

/** What long work of the lab is doing, in words and as a share. */
export const progress = z.object({
  step: z.enum(["waiting", "reading", "recognising", "indexing", "replaying"]),
  /** "Reading signals: 4,200,000 of 10,000,000". */
  words: z.string(),
  /** 0 to 1; null where it is not known. */
  share: z.number().nullable(),
});
export type Progress = z.infer<typeof progress>;

/** Why a replay says little or nothing, with the figure: empty and tiny histories are told apart. */
export const tooLittle = z.object({ code: z.enum(["no-contacts", "no-signals", "too-short", "few-mqls", "few-outcomes"]), words: z.string() });
export type TooLittle = z.infer<typeof tooLittle>;

export const money = z.object({ amount: z.number().int(), currency: z.string() });
export const grade = z.enum(grades);

export const refusals = {
  noHistory: { code: "history-not-loaded", status: 409, title: "The history is not loaded yet. Start it, and replay when it is ready." },
  noReplay: { code: "no-such-replay", status: 404, title: "This replay is gone. Start it again; the history is still there." },
  notReady: { code: "replay-not-ready", status: 409, title: "The replay is still running. Wait for it, or cancel it." },
  badDocument: { code: "bad-document", status: 422, title: "The document can't be replayed as it stands. Mend what is named." },
  noSuchDocument: { code: "no-such-document", status: 404, title: "There is no such version or draft." },
  noSuchRule: { code: "no-such-rule", status: 404, title: "The draft has no engagement or fit rule with that key." },
  noSuchContact: { code: "no-such-contact", status: 404, title: "There is no such contact, or it is not yours to see." },
  superseded: { code: "superseded", status: 409, title: "A later move of the same replay came first. Its picture counts." },
} as const satisfies Record<string, RefusalKind>;
