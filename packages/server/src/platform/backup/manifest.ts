import { z } from "zod";

/** What a backup's folder says of itself. Written last: a folder without it is no backup. */
export const manifest = z.strictObject({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.strictObject({ number: z.number().int(), name: z.string(), digest: z.string() })),
  tables: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-z][a-z0-9_]*$/),
      columns: z.array(z.string().regex(/^[a-z][a-z0-9_]*$/)),
      rows: z.number().int(),
      /** Of the uncompressed file. */
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9_]*$/), last: z.string().regex(/^\d+$/), called: z.boolean() })),
});
export type Manifest = z.infer<typeof manifest>;

export const manifestFile = "manifest.json";
export const tableFile = (table: string): string => `${table}.copy.gz`;
