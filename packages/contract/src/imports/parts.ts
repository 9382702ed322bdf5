import { fieldTypes } from "@tandem/domain/criteria/criteria";
import { importKinds, importMapping } from "@tandem/domain/imports/mapping";
import { z } from "zod";
import type { Policy, RefusalKind } from "../operation.ts";

/** Who may bring files in (TRUST): Marketing and RevOps. */
export const importers = ["marketing", "revops"] as const satisfies Policy;

export const importStates = ["uploading", "mapping", "queued", "running", "finished", "failed", "cancelled"] as const;
export type ImportState = (typeof importStates)[number];

/** Bytes of a file in one upload call at most; a megabyte of JSON once they are base64. */
export const largestChunk = 512 * 1024;
export const largestFile = 2 * 1024 * 1024 * 1024;

export const id = z.guid();
export const importParams = z.strictObject({ importId: id });

export const importRow = z.object({
  id,
  kind: z.enum(importKinds),
  fileName: z.string(),
  fileSize: z.number().int(),
  /** Bytes that have arrived; an upload goes on from here. */
  uploaded: z.number().int(),
  state: z.enum(importStates),
  /** The run it speaks of only tried: nothing was written. */
  dryRun: z.boolean(),
  /** Share of the file that is settled, 0 to 1. */
  progress: z.number(),
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
  /** Refused rows that were repaired since. */
  repaired: z.number().int(),
  /** What is worth knowing about the rows that were taken: amounts without a rate, owners that are no users. */
  notes: z.array(z.object({ code: z.string(), words: z.string(), count: z.number().int() })),
  failure: z.string().nullable(),
  /** The file itself is still here, so the import can run again. */
  hasFile: z.boolean(),
  createdBy: z.object({ id, name: z.string() }).nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRow>;

export const importDetail = importRow.extend({ mapping: importMapping.nullable() });
export type ImportDetail = z.infer<typeof importDetail>;

export const targetShape = z.object({ key: z.string(), name: z.string(), group: z.string(), type: z.enum([...fieldTypes, "moment", "key"]) });

export const noSuchImport: RefusalKind = { code: "no-such-import", status: 404, title: "There is no such import. Look for it in the list of imports." };
export const importBusy: RefusalKind = { code: "import-busy", status: 409, title: "The import is running. Wait until it has finished, or cancel it first." };
export const fileGone: RefusalKind = { code: "file-gone", status: 410, title: "The file is no longer kept. Start a new import with it; rows that were imported before stay as they are." };
export const notUploaded: RefusalKind = { code: "not-uploaded", status: 409, title: "The file has not arrived completely. Go on with the upload." };
export const badMapping: RefusalKind = { code: "bad-mapping", status: 422, title: "The columns cannot be imported like this. Correct what is named and save again." };
