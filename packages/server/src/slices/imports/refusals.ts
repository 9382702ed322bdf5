import { exportImportRefusals, listImportRefusals, repairImportRows, type RefusalRow } from "@tandem/contract/imports/imports";
import { importBusy } from "@tandem/contract/imports/parts";
import { csvLine } from "@tandem/domain/imports/write-csv";
import { z } from "zod";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { alsoOf, applyRows, columnOf, planOfImport } from "./run-batches.ts";
import { forgetTouched, saveTouched } from "./touched.ts";
import { importDetailOf, lockImport, requireImport } from "./store.ts";
import { addNotes, countOutcomes, type InputRow } from "./outcome.ts";

const rowPlace = z.tuple([z.number().int().min(0)]);

const [, , onlyTried] = repairImportRows.refusals as [never, never, never];
const exportedAtOnce = 5_000;
const mostCounted = 10_000;

interface StoredRefusal {
  readonly row_number: number;
  readonly values: string[];
  readonly field: string | null;
  readonly code: string;
  readonly words: string;
  readonly also: RefusalRow["also"];
  readonly repaired_at: Date | null;
}

const select = "select row_number, values, field, code, words, also, repaired_at from import_refusal where import_id = $1";

function rowOf(columns: readonly string[], row: StoredRefusal): RefusalRow {
  return {
    rowNumber: row.row_number,
    values: Object.fromEntries(columns.map((column, index) => [column, row.values[index] ?? ""])),
    column: row.field,
    code: row.code,
    words: row.words,
    also: row.also,
    repairedAt: row.repaired_at?.toISOString() ?? null,
  };
}

export const listImportRefusalsRoute = handle(listImportRefusals, async ({ app }, { params, query }) => {
  const stored = await requireImport(app.db, params.importId);
  const columns = stored.columns ?? [];
  const place = readCursor(rowPlace, query.cursor);
  const open = query.show === "open" ? " and repaired_at is null" : "";
  const [rows, count, reasons] = await Promise.all([
    app.db.query<StoredRefusal>(`${select}${open} and row_number > $2 order by row_number limit $3`, [stored.id, place?.[0] ?? 0, query.limit + 1]),
    app.db.one<{ value: number }>(`select count(*) as value from (select from import_refusal where import_id = $1${open} limit $2) counted`, [stored.id, mostCounted + 1]),
    app.db.query<{ code: string; words: string; count: number }>(`select code, min(words) as words, count(*) as count from import_refusal where import_id = $1${open} group by code order by count(*) desc, code limit 50`, [stored.id]),
  ]);
  const page = rows.slice(0, query.limit);
  return {
    rows: page.map((row) => rowOf(columns, row)),
    next: rows.length > query.limit ? writeCursor([page.at(-1)!.row_number]) : null,
    count: { value: Math.min(count.value, mostCounted), capped: count.value > mostCounted },
    columns,
    reasons,
  };
});

/** Corrected rows go the way of every row, at once, as later ones of the same file; what is refused again stays with its new reason. */
export const repairImportRowsRoute = handle(repairImportRows, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const stored = await lockImport(tx, params.importId);
    if (stored.state === "queued" || stored.state === "running") throw new Refusal(importBusy);
    if (stored.dry_run) throw new Refusal(onlyTried);
    const plan = planOfImport(stored);
    const known = await tx.query<StoredRefusal>(`${select} and row_number = any($2) and repaired_at is null`, [stored.id, body.rows.map((row) => row.rowNumber)]);
    const rows = known.map((row): InputRow => {
      const said = body.rows.find((one) => one.rowNumber === row.row_number)!.values;
      return { number: row.row_number, broken: false, cells: plan.columns.map((column, index) => said[column] ?? row.values[index] ?? "") };
    });
    const at = app.clock.now();
    const { result, touched } = await applyRows(app, tx, plan, rows, { actor: actorOf(principal), dryRun: false });
    const counts = countOutcomes(result.outcomes.values());
    const refused = rows.flatMap((row) => {
      const outcome = result.outcomes.get(row.number);
      return outcome?.kind === "refused" ? [{ row, outcome }] : [];
    });
    const repaired = rows.filter((row) => result.outcomes.get(row.number)?.kind !== "refused");
    if (repaired.length === stored.refused) await forgetTouched(tx, stored.id);
    else await saveTouched(tx, stored.id, touched);
    await saveAgain(tx, stored.id, refused.map(({ row, outcome }) => ({ number: row.number, cells: row.cells, field: columnOf(plan, outcome.to), code: outcome.code, words: outcome.words, also: alsoOf(plan, outcome.also) })));
    await tx.query("update import_refusal set repaired_at = $3 where import_id = $1 and row_number = any($2)", [stored.id, repaired.map((row) => row.number), at]);
    await tx.query("update import set created = created + $2, updated = updated + $3, unchanged = unchanged + $4, refused = refused - $5, repaired = repaired + $5, notes = $6 where id = $1", [stored.id, counts.created, counts.updated, counts.unchanged, repaired.length, JSON.stringify(addNotes(stored.notes, result))]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "import.rows-repaired", entityKind: "import", entityId: stored.id, summary: { repaired: repaired.length, refused: refused.length } }]);
    return {
      repaired: repaired.length,
      refused: refused.map(({ row, outcome }) => rowOf(plan.columns, { row_number: row.number, values: [...row.cells], field: columnOf(plan, outcome.to), code: outcome.code, words: outcome.words, also: alsoOf(plan, outcome.also), repaired_at: null })),
      import: importDetailOf(await requireImport(tx, stored.id)),
    };
  }),
);

async function saveAgain(sql: Sql, importId: string, rows: readonly { number: number; cells: readonly string[]; field: string | null; code: string; words: string; also: RefusalRow["also"] }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `update import_refusal r set values = n.values, field = n.field, code = n.code, words = n.words, also = n.also
     from unnest($2::bigint[], $3::jsonb[], $4::text[], $5::text[], $6::text[], $7::jsonb[]) n(row_number, values, field, code, words, also) where r.import_id = $1 and r.row_number = n.row_number`,
    [importId, rows.map((r) => r.number), rows.map((r) => JSON.stringify(r.cells)), rows.map((r) => r.field), rows.map((r) => r.code), rows.map((r) => r.words), rows.map((r) => JSON.stringify(r.also))],
  );
}

/** The file of refused rows leaves the house, so each piece stands in the audit. */
export const exportImportRefusalsRoute = handle(exportImportRefusals, async ({ app, principal }, { params, query }) => {
  const stored = await requireImport(app.db, params.importId);
  const columns = stored.columns ?? [];
  const place = readCursor(rowPlace, query.cursor);
  const rows = await app.db.query<StoredRefusal>(`${select} and repaired_at is null and row_number > $2 order by row_number limit $3`, [stored.id, place?.[0] ?? 0, exportedAtOnce + 1]);
  const page = rows.slice(0, exportedAtOnce);
  const header = place === null ? `\ufeff${csvLine([...columns, "Row in file", "Refused because"])}` : "";
  await recordAudit(app.db, [{ at: app.clock.now(), actor: actorOf(principal), act: "import.refusals-exported", entityKind: "import", entityId: stored.id, summary: { rows: page.length } }]);
  return {
    fileName: `${stored.file_name.replace(/\.[^.]*$/, "").replaceAll(/[^\p{L}\p{N} ._-]/gu, "_")}-refused.csv`,
    csv: header + page.map((row) => csvLine([...columns.map((_, index) => row.values[index] ?? ""), String(row.row_number), [row.words, ...row.also.map((one) => one.words)].join(" ")])).join(""),
    next: rows.length > exportedAtOnce ? writeCursor([page.at(-1)!.row_number]) : null,
  };
});
