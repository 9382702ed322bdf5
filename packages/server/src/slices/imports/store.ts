import type { ImportDetail, ImportRow, ImportState } from "@tandem/contract/imports/parts";
import { noSuchImport } from "@tandem/contract/imports/parts";
import type { FieldType } from "@tandem/domain/criteria/criteria";
import { importMapping, type ImportKind } from "@tandem/domain/imports/mapping";
import { standardFields, type FieldDefinition } from "@tandem/domain/people/fields";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { Refusal } from "../../platform/refusal.ts";
import { wordsOfNote, type NoteCode } from "./outcome.ts";

/** An import as it is stored. */
export interface StoredImport {
  readonly id: string;
  readonly kind: ImportKind;
  readonly file_name: string;
  readonly file_size: number;
  readonly uploaded: number;
  readonly state: ImportState;
  readonly mapping: unknown;
  readonly columns: string[] | null;
  readonly dry_run: boolean;
  readonly rows_done: number;
  readonly bytes_done: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly repaired: number;
  readonly notes: Record<string, number>;
  readonly failure: string | null;
  readonly created_by: string | null;
  readonly created_by_name: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly file_gone_at: Date | null;
}

const columns = `i.id, i.kind, i.file_name, i.file_size, i.uploaded, i.state, i.mapping, i.columns, i.dry_run, i.rows_done, i.bytes_done, i.created, i.updated, i.unchanged, i.refused,
  i.repaired, i.notes, i.failure, i.created_by, u.name as created_by_name, i.created_at, i.started_at, i.finished_at, i.file_gone_at`;

/** An import, or the refusal that there is none. */
export async function requireImport(sql: Sql, id: string): Promise<StoredImport> {
  const row = await sql.find<StoredImport>(`select ${columns} from import i left join app_user u on u.id = i.created_by where i.id = $1`, [id]);
  if (!row) throw new Refusal(noSuchImport);
  return row;
}

/** The same under a lock, so that state and batches cannot move meanwhile. */
export async function lockImport(tx: Transaction, id: string): Promise<StoredImport> {
  await tx.query("select from import where id = $1 for update", [id]);
  return requireImport(tx, id);
}

/** A page of imports, newest first, each with its place for the cursor. */
export async function listStored(sql: Sql, after: readonly [string, string] | null, limit: number): Promise<(StoredImport & { place: string })[]> {
  return sql.query(
    `select ${columns}, i.created_at::text as place from import i left join app_user u on u.id = i.created_by
     ${after ? "where (i.created_at, i.id) < ($2::timestamptz, $3::uuid)" : ""} order by i.created_at desc, i.id desc limit $1`,
    [limit, ...(after ?? [])],
  );
}

export function importRowOf(row: StoredImport): ImportRow {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.file_name,
    fileSize: row.file_size,
    uploaded: row.uploaded,
    state: row.state,
    dryRun: row.dry_run,
    progress: row.state === "finished" ? 1 : row.state === "uploading" ? row.uploaded / row.file_size : Math.min(1, row.bytes_done / row.file_size),
    rows: row.created + row.updated + row.unchanged + row.refused,
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    refused: row.refused,
    repaired: row.repaired,
    notes: Object.entries(row.notes).map(([code, count]) => ({ code, words: wordsOfNote(code as NoteCode, row.dry_run), count })),
    failure: row.failure,
    hasFile: row.file_gone_at === null,
    createdBy: row.created_by === null ? null : { id: row.created_by, name: row.created_by_name ?? "" },
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

export function importDetailOf(row: StoredImport): ImportDetail {
  const mapping = importMapping.safeParse(row.mapping);
  return { ...importRowOf(row), mapping: mapping.success ? mapping.data : null };
}

/** Every field of contacts and companies, those that ship with the product first. */
export async function listFieldDefinitions(sql: Sql): Promise<FieldDefinition[]> {
  const own = await sql.query<{ entity: "contact" | "company"; key: string; name: string; type: FieldType; options: string[] | null }>("select entity, key, name, type, options from field order by name, key");
  return [...standardFields, ...own.map(({ options, ...field }): FieldDefinition => ({ ...field, custom: true, ...(options && { options }) }))];
}

/** Bytes of the file from `from` on, at most one stored piece; null at the end. */
export async function readChunk(sql: Sql, importId: string, from: number): Promise<Buffer | null> {
  return (await sql.find<{ bytes: Buffer }>("select bytes from import_chunk where import_id = $1 and position = $2", [importId, from]))?.bytes ?? null;
}
