import { fieldTypes } from "@tandem/domain/criteria/criteria";
import { delimiters, encodings } from "@tandem/domain/imports/detect";
import { columnMapping, importKinds, importMapping } from "@tandem/domain/imports/mapping";
import { dateOrders } from "@tandem/domain/imports/read-cell";
import { z } from "zod";
import { badCursor, operation, pageOf } from "../operation.ts";
import { badMapping, fileGone, id, importBusy, importDetail, importers, importParams, importRow, largestChunk, largestFile, noSuchImport, notUploaded, targetShape } from "./parts.ts";

/** A file comes in by steps: create → upload → inspect → map → run (tried first, if wished) → look at what was refused. */

export const listImports = operation({
  name: "imports.list",
  method: "GET",
  path: "/imports",
  summary: "Lists imports, the newest first, with how far each one is.",
  who: importers,
  query: z.strictObject({ cursor: z.string().max(1_000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: pageOf(importRow),
  refusals: [badCursor],
});

export const createImport = operation({
  name: "imports.create",
  method: "POST",
  path: "/imports",
  summary: "Begins an import of a CSV file. The bytes follow in pieces.",
  who: importers,
  body: z.strictObject({ kind: z.enum(importKinds), fileName: z.string().trim().min(1).max(255), fileSize: z.number().int().min(1).max(largestFile) }),
  response: importDetail,
});

export const uploadChunk = operation({
  name: "imports.upload-chunk",
  method: "POST",
  path: "/imports/:importId/chunks",
  summary: "Takes the next bytes of the file (at most 512 kB, base64) and answers how many have arrived. Sending a piece again is harmless.",
  who: importers,
  params: importParams,
  body: z.strictObject({ offset: z.number().int().min(0), base64: z.string().min(1).max(Math.ceil(largestChunk / 3) * 4).regex(/^[A-Za-z0-9+/]+={0,2}$/, "base64") }),
  response: z.object({ uploaded: z.number().int() }),
  refusals: [
    noSuchImport,
    { code: "wrong-offset", status: 409, title: "This piece does not follow what has arrived. Go on from the number of bytes named here." },
    { code: "upload-complete", status: 409, title: "The file has arrived completely. Start a new import for another file." },
  ],
});

export const inspectImport = operation({
  name: "imports.inspect",
  method: "GET",
  path: "/imports/:importId/inspection",
  summary: "Says what the file is (encoding, delimiter, columns, sample rows) and where its columns probably go. Encoding, delimiter and header row can be set instead of guessed.",
  who: importers,
  params: importParams,
  query: z.strictObject({ encoding: z.enum(encodings).optional(), delimiter: z.enum(delimiters).optional(), headerRow: z.enum(["true", "false"]).optional() }),
  response: z.object({
    encoding: z.enum(encodings),
    delimiter: z.enum(delimiters),
    headerRow: z.boolean(),
    dateOrder: z.enum(dateOrders),
    decimal: z.enum([".", ","]),
    /** Words in the sample that probably mean "nothing was recorded". */
    missing: z.array(z.string()),
    columns: z.array(z.object({ name: z.string(), type: z.enum(["text", "number", "date", "boolean", "choice", "multi-choice", "email"]), filled: z.number().int(), distinct: z.number().int(), values: z.array(z.string()), suggestion: columnMapping })),
    /** The first records below the header. */
    rows: z.array(z.array(z.string())),
    sampled: z.number().int(),
    targets: z.array(targetShape),
    fieldTypes: z.array(z.enum(fieldTypes)),
  }),
  refusals: [noSuchImport, notUploaded, fileGone],
});

export const saveImportMapping = operation({
  name: "imports.save-mapping",
  method: "PUT",
  path: "/imports/:importId/mapping",
  summary: "Says where the columns go and how the file is to be read.",
  who: importers,
  params: importParams,
  body: importMapping,
  response: importDetail,
  refusals: [noSuchImport, importBusy, notUploaded, badMapping],
});

export const runImport = operation({
  name: "imports.run",
  method: "POST",
  path: "/imports/:importId/run",
  summary: "Runs the import in the background, or only tries it: then nothing is written but the report. Running it again changes nothing that is already so.",
  who: importers,
  params: importParams,
  body: z.strictObject({ dryRun: z.boolean().default(false) }),
  response: importDetail,
  refusals: [noSuchImport, importBusy, notUploaded, badMapping, fileGone],
});

export const getImport = operation({
  name: "imports.get",
  method: "GET",
  path: "/imports/:importId",
  summary: "One import with its mapping, progress and counts.",
  who: importers,
  params: importParams,
  response: importDetail,
  refusals: [noSuchImport],
});

export const cancelImport = operation({
  name: "imports.cancel",
  method: "POST",
  path: "/imports/:importId/cancel",
  summary: "Stops an import after the rows it is at. What was imported stays.",
  who: importers,
  params: importParams,
  response: importDetail,
  refusals: [noSuchImport],
});

export const refusalRow = z.object({
  rowNumber: z.number().int(),
  /** The cells of the row by column. */
  values: z.record(z.string(), z.string()),
  /** The column to be corrected, where it is one. */
  column: z.string().nullable(),
  code: z.string(),
  words: z.string(),
  /** Every other cell of the row that can't be read, so that all are corrected at once. */
  also: z.array(z.object({ column: z.string().nullable(), code: z.string(), words: z.string() })),
  repairedAt: z.string().nullable(),
});
export type RefusalRow = z.infer<typeof refusalRow>;

export const listImportRefusals = operation({
  name: "imports.list-refusals",
  method: "GET",
  path: "/imports/:importId/refusals",
  summary: "Rows that were refused, in the order of the file, each with its reason.",
  who: importers,
  params: importParams,
  query: z.strictObject({ show: z.enum(["open", "all"]).default("open"), cursor: z.string().max(1_000).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: pageOf(refusalRow).extend({ columns: z.array(z.string()), reasons: z.array(z.object({ code: z.string(), words: z.string(), count: z.number().int() })) }),
  refusals: [noSuchImport, badCursor],
});

export const repairImportRows = operation({
  name: "imports.repair-rows",
  method: "POST",
  path: "/imports/:importId/refusals/repair",
  summary: "Imports refused rows with corrected cells. A row that is refused again stays in the list with its new reason.",
  who: importers,
  params: importParams,
  body: z.strictObject({ rows: z.array(z.strictObject({ rowNumber: z.number().int().min(1), values: z.record(z.string().max(220), z.string().max(20_000)) })).min(1).max(200) }),
  response: z.object({ repaired: z.number().int(), refused: z.array(refusalRow), import: importDetail }),
  refusals: [noSuchImport, importBusy, { code: "only-tried", status: 409, title: "This run only tried. Run the import first, then repair what it refuses." }],
});

export const exportImportRefusals = operation({
  name: "imports.export-refusals",
  method: "GET",
  path: "/imports/:importId/refusals/export",
  summary: "Refused rows as CSV with row number and reason, in pieces of 5,000 rows: go on with `next`. Corrected, the file can be imported like any other. Cells that a spreadsheet would run are made plain text.",
  who: importers,
  params: importParams,
  query: z.strictObject({ cursor: z.string().max(1_000).optional() }),
  response: z.object({ fileName: z.string(), csv: z.string(), next: z.string().nullable() }),
  refusals: [noSuchImport, badCursor],
});

export const removeImport = operation({
  name: "imports.remove",
  method: "DELETE",
  path: "/imports/:importId",
  summary: "Forgets an import with its file and its report. What it brought in stays.",
  who: importers,
  params: importParams,
  response: z.object({ id }),
  refusals: [noSuchImport, importBusy],
});
