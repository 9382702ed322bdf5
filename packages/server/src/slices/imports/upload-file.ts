import { createImport, uploadChunk } from "@tandem/contract/imports/imports";
import { DAY } from "@tandem/domain/kit/instant";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { importDetailOf, lockImport, requireImport } from "./store.ts";

const [, wrongOffset, uploadComplete] = uploadChunk.refusals as [never, never, never];

/** How long a file is kept after the last thing that happened to it. */
export const keepFileMs = 7 * DAY;
const forgetKind = "import-file";

export const createImportRoute = handle(createImport, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const id = app.ids.next();
    const at = app.clock.now();
    await tx.query("insert into import (id, kind, file_name, file_size, state, created_by, created_at) values ($1, $2, $3, $4, 'uploading', $5, $6)", [id, body.kind, body.fileName, body.fileSize, principal.userId, at]);
    await setTimers(tx, [{ kind: forgetKind, key: id, dueAt: new Date(at.getTime() + keepFileMs) }]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "import.created", entityKind: "import", entityId: id, summary: { kind: body.kind, fileSize: body.fileSize } }]);
    return importDetailOf(await requireImport(tx, id));
  }),
);

export const uploadChunkRoute = handle(uploadChunk, ({ app }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const row = await lockImport(tx, params.importId);
    const bytes = Buffer.from(body.base64, "base64");
    // A piece whose answer got lost is sent again: it has arrived.
    if (body.offset + bytes.length <= row.uploaded) return { uploaded: row.uploaded };
    if (row.state !== "uploading") throw new Refusal(uploadComplete);
    if (body.offset !== row.uploaded || row.uploaded + bytes.length > row.file_size || bytes.length === 0) throw new Refusal(wrongOffset, undefined, { uploaded: row.uploaded, fileSize: row.file_size });
    await tx.query("insert into import_chunk (import_id, position, bytes) values ($1, $2, $3)", [row.id, body.offset, bytes]);
    const uploaded = row.uploaded + bytes.length;
    await tx.query("update import set uploaded = $2, state = case when $2 = file_size then 'mapping' else state end where id = $1", [row.id, uploaded]);
    return { uploaded };
  }),
);

/** Files hold people's data: they go a week after they were last used, refused rows stay with their import. */
export const forgetFiles: TimerHandler = {
  kind: forgetKind,
  handle: async (app, tx, timers) => {
    const at = app.clock.now();
    const busy = await tx.query<{ id: string }>("select id from import where id = any($1) and state in ('queued', 'running')", [timers.map((timer) => timer.key)]);
    const kept = new Set(busy.map((row) => row.id));
    await setTimers(tx, timers.filter((timer) => kept.has(timer.key)).map((timer) => ({ kind: forgetKind, key: timer.key, dueAt: new Date(at.getTime() + keepFileMs) })));
    const gone = timers.map((timer) => timer.key).filter((id) => !kept.has(id));
    await tx.query("delete from import_chunk where import_id = any($1)", [gone]);
    await tx.query("update import set file_gone_at = $2, state = case when state in ('uploading', 'mapping') then 'cancelled' else state end where id = any($1)", [gone, at]);
  },
};

export function keepFileUntil(id: string, at: Date): Parameters<typeof setTimers>[1][number] {
  return { kind: forgetKind, key: id, dueAt: new Date(at.getTime() + keepFileMs) };
}
