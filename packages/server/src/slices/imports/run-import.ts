import { cancelImport, removeImport, runImport, saveImportMapping } from "@tandem/contract/imports/imports";
import { badMapping, fileGone, importBusy, notUploaded } from "@tandem/contract/imports/parts";
import { importMapping, missingColumns, type ImportMapping } from "@tandem/domain/imports/mapping";
import { checkMapping } from "@tandem/domain/imports/targets";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { cancelTimers, setTimers } from "../../platform/timers.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { readSample } from "./inspect-file.ts";
import { tellProgress } from "./run-batches.ts";
import { importDetailOf, listFieldDefinitions, lockImport, requireImport, type StoredImport } from "./store.ts";
import { forgetTouched } from "./touched.ts";
import { keepFileUntil } from "./upload-file.ts";
import { wakeRunner } from "./wake.ts";

const isBusy = (row: StoredImport): boolean => row.state === "queued" || row.state === "running";

export const saveImportMappingRoute = handle(saveImportMapping, ({ app }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await lockImport(tx, params.importId);
    if (isBusy(row)) throw new Refusal(importBusy);
    const columns = (await readSample(tx, row, body.options)).columns.map(({ name }) => name);
    await refuseWrong(tx, row, body, columns);
    await tx.query("update import set mapping = $2, columns = $3 where id = $1", [row.id, JSON.stringify(body), JSON.stringify(columns)]);
    await setTimers(tx, [keepFileUntil(row.id, app.clock.now())]);
    return importDetailOf(await requireImport(tx, row.id));
  }),
);

async function refuseWrong(tx: Transaction, row: StoredImport, mapping: ImportMapping, columns: readonly string[]): Promise<void> {
  const absent = missingColumns(mapping, columns);
  const wrong = [...absent.map((column) => `The file has no column “${column}”.`), ...checkMapping(row.kind, mapping, await listFieldDefinitions(tx))];
  if (wrong.length > 0) throw new Refusal(badMapping, wrong.slice(0, 5).join(" "), { problems: wrong });
}

/** Puts the import in line; a worker takes it from there. What a run before it counted and refused begins anew. */
export const runImportRoute = handle(runImport, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await lockImport(tx, params.importId);
    if (isBusy(row)) throw new Refusal(importBusy);
    if (row.state === "uploading") throw new Refusal(notUploaded, undefined, { uploaded: row.uploaded });
    if (row.file_gone_at !== null) throw new Refusal(fileGone);
    const mapping = importMapping.safeParse(row.mapping);
    if (!mapping.success || row.columns === null) throw new Refusal(badMapping, "Say first where the columns go.");
    await refuseWrong(tx, row, mapping.data, row.columns);
    const at = app.clock.now();
    await tx.query("delete from import_refusal where import_id = $1", [row.id]);
    await forgetTouched(tx, row.id);
    await tx.query(
      `update import set state = 'queued', dry_run = $2, rows_done = 0, bytes_done = 0, rows_total = null, created = 0, updated = 0, unchanged = 0, refused = 0, repaired = 0, notes = '{}',
         failure = null, started_at = $3, finished_at = null, leased_until = null where id = $1`,
      [row.id, body.dryRun, at],
    );
    await setTimers(tx, [keepFileUntil(row.id, at)]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: body.dryRun ? "import.trial-started" : "import.started", entityKind: "import", entityId: row.id, summary: { kind: row.kind, treatAsLive: mapping.data.options.treatAsLive } }]);
    tellProgress(app, tx, row.id);
    tx.afterCommit(() => wakeRunner(app));
    return importDetailOf(await requireImport(tx, row.id));
  }),
);

export const cancelImportRoute = handle(cancelImport, ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const row = await lockImport(tx, params.importId);
    if (row.state === "finished" || row.state === "failed" || row.state === "cancelled") return importDetailOf(row);
    const at = app.clock.now();
    await tx.query("update import set state = 'cancelled', finished_at = $2, leased_until = null where id = $1", [row.id, at]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "import.cancelled", entityKind: "import", entityId: row.id, summary: { rows: row.rows_done } }]);
    tellProgress(app, tx, row.id);
    return importDetailOf(await requireImport(tx, row.id));
  }),
);

export const removeImportRoute = handle(removeImport, ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const row = await lockImport(tx, params.importId);
    if (isBusy(row)) throw new Refusal(importBusy);
    await tx.query("delete from import where id = $1", [row.id]);
    await cancelTimers(tx, [keepFileUntil(row.id, app.clock.now())]);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "import.removed", entityKind: "import", entityId: row.id, summary: { kind: row.kind } }]);
    return { id: row.id };
  }),
);
