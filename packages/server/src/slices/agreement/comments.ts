import { addComment, changeComment, deleteComment, listComments } from "@tandem/contract/agreement/comments";
import { noSuchDraft, noSuchVersion } from "@tandem/contract/agreement/drafts";
import type { OutputOf } from "@tandem/contract/operation";
import type { Sql } from "../../platform/sql.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";

type Comment = OutputOf<typeof addComment>;

interface Row {
  id: string;
  draft_id: string | null;
  version: number | null;
  section: string;
  key: string | null;
  words: string;
  by_id: string;
  name: string;
  at: Date;
  changed_at: Date | null;
  resolved_at: Date | null;
  resolver: string | null;
}

const rowSql = "select k.*, u.name, r.name as resolver from agreement_comment k join app_user u on u.id = k.by_id left join app_user r on r.id = k.resolved_by";

const shown = (row: Row, userId: string): Comment => ({
  id: row.id,
  draft: row.draft_id,
  version: row.version,
  section: row.section,
  key: row.key,
  words: row.words,
  by: { userId: row.by_id, name: row.name },
  at: row.at.toISOString(),
  changedAt: row.changed_at?.toISOString() ?? null,
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  resolvedBy: row.resolver,
  mine: row.by_id === userId,
});

async function readComment(sql: Sql, id: string, userId: string): Promise<Comment> {
  return shown(await sql.one<Row>(`${rowSql} where k.id = $1`, [id]), userId);
}

export const listCommentsRoute = handle(listComments, async ({ app, principal }, { query }) => {
  if ((query.draft === undefined) === (query.version === undefined)) throw new Refusal(listComments.refusals[0]!);
  const rows = await app.db.query<Row>(
    `${rowSql} where k.draft_id = $1 or k.version = $2 or k.draft_id = (select d.id from agreement_draft d where d.became_version = $2) order by k.at, k.id limit 2000`,
    [query.draft ?? null, query.version ?? null],
  );
  return { comments: rows.map((row) => shown(row, principal.userId)) };
});

export const addCommentRoute = handle(addComment, async ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const { about, section, key, words } = body;
    const [draft, version] = "draft" in about ? [about.draft, null] : [null, about.version];
    if (draft !== null && !(await tx.find("select 1 as one from agreement_draft where id = $1", [draft]))) throw new Refusal(noSuchDraft);
    if (version !== null && !(await tx.find("select 1 as one from agreement_version where version = $1", [version]))) throw new Refusal(noSuchVersion);
    const [id, at] = [app.ids.next(), app.clock.now()];
    await tx.query("insert into agreement_comment (id, draft_id, version, section, key, words, by_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8)", [id, draft, version, section, key, words, principal.userId, at]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "agreement.commented", entityKind: draft === null ? "agreement" : "agreement-draft", entityId: draft, summary: { comment: id, section, key, ...(version !== null && { version }) } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.commented", data: { draft, version } });
    return readComment(tx, id, principal.userId);
  }),
);

const [noSuchComment, notYours] = changeComment.refusals;

async function lockComment(tx: Transaction, id: string): Promise<{ by_id: string; draft_id: string | null; version: number | null; resolved_at: Date | null }> {
  const row = await tx.find<{ by_id: string; draft_id: string | null; version: number | null; resolved_at: Date | null }>("select by_id, draft_id, version, resolved_at from agreement_comment where id = $1 for update", [id]);
  if (!row) throw new Refusal(noSuchComment!);
  return row;
}

export const changeCommentRoute = handle(changeComment, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const row = await lockComment(tx, params.id);
    if (body.words !== undefined) {
      if (row.by_id !== principal.userId) throw new Refusal(notYours!);
      await tx.query("update agreement_comment set words = $2, changed_at = $3 where id = $1", [params.id, body.words, at]);
    }
    if (body.resolved !== undefined && body.resolved !== (row.resolved_at !== null))
      await tx.query("update agreement_comment set resolved_at = $2, resolved_by = $3 where id = $1", [params.id, body.resolved ? at : null, body.resolved ? principal.userId : null]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: body.resolved === undefined ? "agreement.comment-changed" : body.resolved ? "agreement.comment-resolved" : "agreement.comment-reopened", entityKind: row.draft_id === null ? "agreement" : "agreement-draft", entityId: row.draft_id, summary: { comment: params.id } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.commented", data: { draft: row.draft_id, version: row.version } });
    return readComment(tx, params.id, principal.userId);
  }),
);

export const deleteCommentRoute = handle(deleteComment, async ({ app, principal }, { params }) =>
  app.db.transaction(async (tx) => {
    const row = await lockComment(tx, params.id);
    if (row.by_id !== principal.userId) throw new Refusal(notYours!);
    await tx.query("delete from agreement_comment where id = $1", [params.id]);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "agreement.comment-deleted", entityKind: row.draft_id === null ? "agreement" : "agreement-draft", entityId: row.draft_id, summary: { comment: params.id } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.commented", data: { draft: row.draft_id, version: row.version } });
    return null;
  }),
);
