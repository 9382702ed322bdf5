import { changedMeanwhile } from "@tandem/contract/people/parts";
import { changeView, listViews, removeView, saveView, type KeptList, type SavedView } from "@tandem/contract/people/views";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit, type AuditLine } from "../../spine/audit.ts";

/** Lists kept as somebody wants them again. A view holds the question; its rows are read under the reader's own rights. */

const [nameTaken, notToShare] = saveView.refusals as [never, never];
const [noSuchView] = removeView.refusals as [never];

interface ViewRow {
  id: string; list: KeptList; name: string; shared: boolean; owner_id: string; owner_name: string; query: Record<string, string>; columns: string[] | null; version: number;
}
const select = "select v.id, v.list, v.name, v.shared, v.owner_id, u.name as owner_name, v.query, v.columns, v.version from saved_view v join app_user u on u.id = v.owner_id";

/** Its owner's, and of shared ones RevOps', who keeps the lists of everybody in order. */
const mayChange = (row: Pick<ViewRow, "shared" | "owner_id">, { userId, role }: Principal): boolean => row.owner_id === userId || (row.shared && role === "revops");

function viewOf(row: ViewRow, principal: Principal): SavedView {
  const { id, list, name, shared, query, columns, version } = row;
  return { id, list, name, shared, owner: { id: row.owner_id, name: row.owner_name }, mine: row.owner_id === principal.userId, editable: mayChange(row, principal), query, columns, version };
}

const shares = (principal: Principal): boolean => principal.role !== "executive";

export const listViewsRoute = handle(listViews, async ({ app, principal }, { query }) => {
  const rows = await app.db.query<ViewRow>(`${select} where v.list = $1 and (v.owner_id = $2 or v.shared) order by v.owner_id <> $2, lower(v.name), v.id limit 500`, [query.list, principal.userId]);
  return { rows: rows.map((row) => viewOf(row, principal)) };
});

export const saveViewRoute = handle(saveView, ({ app, principal }, { body }) => {
  if (body.shared && !shares(principal)) throw new Refusal(notToShare);
  const id = app.ids.next();
  const at = app.clock.now();
  return named(() => app.db.transaction(async (tx) => {
    await tx.query("insert into saved_view (id, list, name, shared, owner_id, query, columns, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)", [
      id, body.list, body.name, body.shared, principal.userId, JSON.stringify(body.query), body.columns === null ? null : JSON.stringify(body.columns), at,
    ]);
    if (body.shared) await recordAudit(tx, [lineOf("view.shared", id, body.list, principal, at)]);
    return viewOf(await requireView(tx, id, principal), principal);
  }));
});

export const changeViewRoute = handle(changeView, ({ app, principal }, { params, body }) =>
  named(() => app.db.transaction(async (tx) => {
    const row = await requireView(tx, params.viewId, principal, "for update of v");
    if (!mayChange(row, principal)) throw new Refusal(noSuchView);
    if (row.version !== body.version) throw new Refusal(changedMeanwhile, undefined, viewOf(row, principal));
    if (body.shared && !shares(principal)) throw new Refusal(notToShare);
    const at = app.clock.now();
    const next = { name: body.name ?? row.name, shared: body.shared ?? row.shared, query: body.query ?? row.query, columns: body.columns === undefined ? row.columns : body.columns };
    await tx.query("update saved_view set name = $2, shared = $3, query = $4, columns = $5, changed_at = $6, version = version + 1 where id = $1", [
      row.id, next.name, next.shared, JSON.stringify(next.query), next.columns === null ? null : JSON.stringify(next.columns), at,
    ]);
    if (row.shared || next.shared) await recordAudit(tx, [lineOf(next.shared ? (row.shared ? "view.changed" : "view.shared") : "view.unshared", row.id, row.list, principal, at)]);
    return viewOf(await requireView(tx, row.id, principal), principal);
  })),
);

export const removeViewRoute = handle(removeView, ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const row = await requireView(tx, params.viewId, principal, "for update of v");
    if (!mayChange(row, principal)) throw new Refusal(noSuchView);
    await tx.query("delete from saved_view where id = $1", [row.id]);
    if (row.shared) await recordAudit(tx, [lineOf("view.removed", row.id, row.list, principal, app.clock.now())]);
    return null;
  }),
);

/** What others have for themselves is as if it were not there. */
async function requireView(sql: Sql, id: string, principal: Principal, lock = ""): Promise<ViewRow> {
  const row = await sql.find<ViewRow>(`${select} where v.id = $1 and (v.shared or v.owner_id = $2) ${lock}`, [id, principal.userId]);
  if (!row) throw new Refusal(noSuchView);
  return row;
}

async function named<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if ((error as { constraint?: string }).constraint === "saved_view_name") throw new Refusal(nameTaken);
    throw error;
  }
}

function lineOf(act: string, id: string, list: KeptList, principal: Principal, at: Date): AuditLine {
  return { at, actor: actorOf(principal), act, entityKind: "view", entityId: id, summary: { list } };
}
