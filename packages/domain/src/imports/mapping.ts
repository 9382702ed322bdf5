import { z } from "zod";
import { fieldTypes } from "../criteria/criteria.ts";
import { dateOrders } from "./read-cell.ts";
import { delimiters, encodings } from "./detect.ts";

/** How the columns of a file become values: made in the wizard, kept with the import, readable as a file of its own. */

export const importKinds = ["contacts", "companies", "opportunities", "spend", "events"] as const;
export type ImportKind = (typeof importKinds)[number];

/** When a field's value becomes known; a column Sales fills in after talking must not teach a score. */
export const filledWhen = ["unknown", "before-contact", "after-contact"] as const;

export const undatedAs = ["today", "unknown"] as const;
/** The flag of a contact of whom nobody knows since when, and the day it stands under: before any period that is looked at. */
export const creationUnknown = { flag: "creation-unknown", at: Date.UTC(2000, 0, 1) } as const;

const columnName = z.string().min(1).max(220);
const target = z.string().max(120).regex(/^[a-z][A-Za-z]*(\.[A-Za-z0-9_$ -]+){0,2}$/, "a target such as contact.email");

export const columnMapping = z.strictObject({
  column: columnName,
  /** Where its cells go (`contact.title`, `contact.custom.segment`, `id`); null to leave the column out. */
  to: target.nullable(),
  /** Made with the import where there is no field of this key yet. */
  newField: z.strictObject({ name: z.string().trim().min(1).max(100), type: z.enum(fieldTypes), filled: z.enum(filledWhen).default("unknown") }).optional(),
});
export type ColumnMapping = z.output<typeof columnMapping>;

export const importOptions = z.strictObject({
  encoding: z.enum(encodings).default("utf-8"),
  delimiter: z.enum(delimiters).default(","),
  /** The first record names the columns. */
  headerRow: z.boolean().default(true),
  /** For days written with points or slashes; ISO days are understood anyway. */
  dateOrder: z.enum(dateOrders).default("ymd"),
  decimal: z.enum([".", ","]).default("."),
  /** Words that mean "nothing was recorded", for instance "Select"; compared without case. */
  missing: z.array(z.string().trim().min(1).max(60)).max(50).default([]),
  /** Where the ids of the file come from: the same id of the same system is the same person, whatever the file. */
  system: z.string().trim().toLowerCase().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, "lower-case letters, digits, points and dashes").default("csv"),
  /** Lets scores qualify, hand over, start clocks and tell people, as if all of it happened now. */
  treatAsLive: z.boolean().default(false),
  /** Values a person typed in are overwritten too. */
  overwriteEdits: z.boolean().default(false),
  /**
   * Contacts whose row says no date of first contact: `today` makes them new on the day of the import, `unknown` older
   * than any period and marked. A fixed day is a constant for `createdAt`.
   */
  undated: z.enum(undatedAs).default("today"),
  /** Spend: campaigns that do not exist are made. */
  makeCampaigns: z.boolean().default(false),
  /** Values for every row of the file, where its columns are empty. */
  constants: z.array(z.strictObject({ to: target, value: z.string().max(400) })).max(50).default([]),
});

export const importMapping = z.strictObject({ columns: z.array(columnMapping).min(1).max(2_000), options: importOptions });
export type ImportMapping = z.output<typeof importMapping>;
export type ImportMappingInput = z.input<typeof importMapping>;

/** Which columns of a mapping a file does not have. */
export function missingColumns(mapping: ImportMapping, columns: readonly string[]): string[] {
  const there = new Set(columns);
  return mapping.columns.filter((column) => column.to !== null && !there.has(column.column)).map((column) => column.column);
}
