import { getBulkEdit, listBulkEdits, previewBulkEdit, startBulkEdit, undoBulkEdit, type BulkChange, type BulkEdit } from "@tandem/contract/people/bulk-edits";
import type { KeptList } from "@tandem/contract/people/views";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { countChanges, planBulkEdit } from "./bulk-plan.ts";
import { wakeBulkRunner } from "./bulk-runner.ts";

const [noSuchEdit, stillRunning, undoneAlready] = undoBulkEdit.refusals as [never, never, never];

export const previewBulkEditRoute = handle(previewBulkEdit, async ({ app, principal }, { body }) => {
  const plan = await planBulkEdit(app, principal, body);
  const changes = await countChanges(app.db, plan);
  return { total: plan.ids.length, changes, unchanged: plan.ids.length - changes, missing: plan.missing };
});

/** Which records it is about is settled here and now: one that comes to fit the filter later is not meant. */
export const startBulkEditRoute = handle(startBulkEdit, async ({ app, principal }, { body }) => {
  const { list, change, ids } = await planBulkEdit(app, principal, body);
  const id = app.ids.next();
  await app.db.transaction(async (tx) => {
    await tx.query("insert into bulk_edit (id, list, state, change, by_id, total, created_at) values ($1, $2, 'running', $3, $4, $5, $6)", [id, list, JSON.stringify({ change, actor: actorOf(principal) }), principal.userId, ids.length, app.clock.now()]);
    await tx.query("insert into bulk_edit_row (bulk_edit_id, position, entity_id) select $1, place, id from unnest($2::uuid[]) with ordinality r(id, place)", [id, ids]);
  });
  wakeBulkRunner(app);
  return requireEdit(app.db, id, principal);
});

export const getBulkEditRoute = handle(getBulkEdit, ({ app, principal }, { params }) => requireEdit(app.db, params.bulkEditId, principal));

export const listBulkEditsRoute = handle(listBulkEdits, async ({ app, principal }, { query }) => {
  const rows = await app.db.query<EditRow>(`${select} where e.by_id = $1 and e.list = $2 order by e.created_at desc, e.id desc limit 20`, [principal.userId, query.list]);
  return { rows: rows.map(editOf) };
});

export const undoBulkEditRoute = handle(undoBulkEdit, async ({ app, principal }, { params }) => {
  await app.db.transaction(async (tx) => {
    const edit = await requireEdit(tx, params.bulkEditId, principal, "for update of e");
    if (edit.state === "running") throw new Refusal(stillRunning);
    if (edit.state !== "finished") throw new Refusal(undoneAlready);
    await tx.query("update bulk_edit set state = 'undoing', done = 0, change = jsonb_set(change, '{actor}', $2) where id = $1", [edit.id, JSON.stringify(actorOf(principal))]);
  });
  wakeBulkRunner(app);
  return requireEdit(app.db, params.bulkEditId, principal);
});

interface EditRow {
  id: string; list: KeptList; state: BulkEdit["state"]; change: { change: BulkChange }; total: number; done: number; changed: number; kept: number; failed: number; created_at: Date;
}
const select = `select e.id, e.list, e.state, e.change, e.total, e.done, e.changed, e.kept, e.created_at,
  (select count(*)::int from bulk_edit_row r where r.bulk_edit_id = e.id and not r.changed and r.before is not null) as failed from bulk_edit e`;

async function requireEdit(sql: Sql, id: string, { userId, role }: Principal, lock = ""): Promise<BulkEdit> {
  const row = await sql.find<EditRow>(`${select} where e.id = $1 and ($3 or e.by_id = $2) ${lock}`, [id, userId, role === "revops"]);
  if (!row) throw new Refusal(noSuchEdit);
  return editOf(row);
}

function editOf({ created_at, change, ...row }: EditRow): BulkEdit {
  return { ...row, change: change.change, createdAt: created_at.toISOString() };
}
