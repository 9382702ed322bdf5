import type { BulkChange } from "@tandem/contract/people/bulk-edits";
import type { KeptList } from "@tandem/contract/people/views";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { isTransient } from "../../platform/transient.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { beginWork } from "../../spine/work.ts";
import { applyBatch, undoBatch, type Before } from "./bulk-apply.ts";

/** How long the runner sleeps when nothing wakes it: a change begun in another process is found then. */
const lookMs = 1_000;
/** Records in one transaction. A company brings its people along, so fewer of them. */
const batchSize: Readonly<Record<KeptList, number>> = { contacts: 200, companies: 25 };

const runners = new WeakMap<App, () => void>();
export const wakeBulkRunner = (app: App): void => runners.get(app)?.();

interface Claimed {
  readonly id: string;
  readonly list: KeptList;
  readonly state: "running" | "undoing";
  readonly change: { readonly change: BulkChange; readonly actor: Actor };
  readonly total: number;
  readonly done: number;
  readonly changed: number;
}

interface Row {
  readonly position: number;
  readonly entity_id: string;
  readonly before: Before | null;
  readonly changed: boolean;
}

/** Works one batch of the oldest change under way; false when there is none. The place moves on in the same transaction, so a killed server goes on behind it. */
export async function workBulkBatch(app: App, most = Infinity): Promise<boolean> {
  let size = most;
  try {
    return await app.db.transaction(async (tx) => {
      const edit = await tx.find<Claimed>("select id, list, state, change, total, done, changed from bulk_edit where state in ('running', 'undoing') order by created_at, id limit 1 for update skip locked");
      if (!edit) return false;
      size = Math.min(most, batchSize[edit.list]);
      const rows = await tx.query<Row>("select position, entity_id, before, changed from bulk_edit_row where bulk_edit_id = $1 and position > $2 order by position limit $3", [edit.id, edit.done, size]);
      await workRows(app, tx, edit, rows);
      return true;
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    // One record that cannot be changed does not keep the others from it.
    if (size > 1) return workOneByOne(app, size);
    app.log.error({ error: (error as Error).stack ?? String(error) }, "a record of a bulk edit could not be changed");
    await skipRow(app);
    return true;
  }
}

async function workOneByOne(app: App, count: number): Promise<boolean> {
  for (let at = 0; at < count; at += 1) if (!(await workBulkBatch(app, 1))) return at > 0;
  return true;
}

async function workRows(app: App, tx: Transaction, edit: Claimed, rows: readonly Row[]): Promise<void> {
  const work = await beginWork(app, tx, { at: app.clock.now(), actor: edit.change.actor });
  const entity = edit.list === "contacts" ? "contact" : "company";
  const batch = { bulkEditId: edit.id, entity, change: edit.change.change } as const;
  let changed = edit.changed;
  let kept = 0;
  if (edit.state === "running") {
    const before = await applyBatch(work, { ...batch, ids: rows.map((row) => row.entity_id) });
    changed += before.size;
    const moved = rows.filter((row) => before.has(row.entity_id));
    await tx.query("update bulk_edit_row r set before = n.before, changed = true from unnest($2::int[], $3::jsonb[]) n(position, before) where r.bulk_edit_id = $1 and r.position = n.position", [
      edit.id, moved.map((row) => row.position), moved.map((row) => JSON.stringify(before.get(row.entity_id))),
    ]);
  } else {
    const asked = rows.filter((row) => row.changed);
    const undone = await undoBatch(work, { ...batch, ids: asked.map((row) => row.entity_id) }, new Map(asked.map((row) => [row.entity_id, row.before!])));
    kept = asked.length - undone.size;
  }
  await moveOn(app, tx, edit, rows.at(-1)?.position ?? edit.total, changed, kept);
}

/** The place behind what is done; behind the last one the change has ended, and stands in the trail as one. */
async function moveOn(app: App, tx: Transaction, edit: Claimed, done: number, changed: number, kept: number): Promise<void> {
  const at = app.clock.now();
  const ended = done >= edit.total;
  const undoing = edit.state === "undoing";
  const state = !ended ? edit.state : undoing ? "undone" : "finished";
  const { kept: keptInAll } = await tx.one<{ kept: number }>(
    `update bulk_edit set state = $2, done = $3, changed = $4, kept = kept + $5, ${undoing ? "undone_at" : "finished_at"} = case when $6 then $7::timestamptz end where id = $1 returning kept`,
    [edit.id, state, done, changed, kept, ended, at],
  );
  if (!ended) return;
  const { change } = edit.change;
  const what = change.kind === "field" ? change.field : change.kind;
  await recordAudit(tx, [{ at, actor: edit.change.actor, act: undoing ? "people.bulk-undone" : "people.bulk-edited", entityKind: edit.list === "contacts" ? "contact" : "company", entityId: null, summary: { bulkEditId: edit.id, change: what, changed: undoing ? changed - keptInAll : changed, of: edit.total } }]);
}

/** Leaves out the record at the place, and says so. */
async function skipRow(app: App): Promise<void> {
  await app.db.transaction(async (tx) => {
    const edit = await tx.find<Claimed>("select id, list, state, change, total, done, changed from bulk_edit where state in ('running', 'undoing') order by created_at, id limit 1 for update skip locked");
    if (!edit) return;
    const row = await tx.find<{ position: number }>("select position from bulk_edit_row where bulk_edit_id = $1 and position > $2 order by position limit 1", [edit.id, edit.done]);
    if (row && edit.state === "running") await tx.query(`update bulk_edit_row set before = '{"failed": true}' where bulk_edit_id = $1 and position = $2`, [edit.id, row.position]);
    await moveOn(app, tx, edit, row?.position ?? edit.total, edit.changed, edit.state === "undoing" ? 1 : 0);
  });
}

/** Works changes of many records one batch after another until stopped. Trouble with the database is waited out. */
export async function runBulkEdits(app: App): Promise<{ stop(): Promise<void> }> {
  let running = true;
  let woken = false;
  let wake: () => void = () => {};
  runners.set(app, () => {
    woken = true;
    wake();
  });
  const loop = (async () => {
    while (running) {
      woken = false;
      const worked = await workBulkBatch(app).catch((error: unknown) => {
        app.log.warn({ error: String(error) }, "a bulk edit will be tried again");
        return false;
      });
      if (!worked && running && !woken)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, lookMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    }
  })();
  return {
    async stop() {
      running = false;
      wake();
      await loop;
    },
  };
}
