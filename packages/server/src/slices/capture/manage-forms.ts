import { randomBytes } from "node:crypto";
import { changeForm, createForm, listForms } from "@tandem/contract/capture/forms";
import type { OutputOf } from "@tandem/contract/operation";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { captureOf } from "./capture-of.ts";
import { hashKey } from "./sources.ts";

type Form = OutputOf<typeof createForm>;

interface Row {
  id: string;
  key: string;
  title: string;
  fields: Form["fields"];
  submit_label: string;
  thanks: string;
  created_at: Date;
}

const columns = "f.id, f.key, f.title, f.fields, f.submit_label, f.thanks, f.created_at";

async function listRows(sql: Sql, id: string | null): Promise<Form[]> {
  const rows = await sql.query<Row>(`select ${columns} from form f where ($1::uuid is null or f.id = $1) order by f.created_at desc, f.id`, [id]);
  return rows.map((row) => ({
    id: row.id, key: row.key, title: row.title, fields: row.fields, submitLabel: row.submit_label, thanks: row.thanks, createdAt: row.created_at.toISOString(),
    snippet: `<div data-tandem-embed="${row.key}"></div>`,
  }));
}

export const listFormsRoute = handle(listForms, async ({ app }) => ({ forms: await listRows(app.db, null) }));

export const createFormRoute = handle(createForm, async ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const id = app.ids.next();
    if (await tx.find("select 1 as one from form where key = $1", [body.key])) throw new Refusal(createForm.refusals[0]!);
    // A form is a source of its own: nobody can suppress its submissions by guessing message ids.
    const source = await tx.one<{ id: number }>("insert into source (name, kind, write_key_hash, created_at) values ($1, 'form', $2, $3) returning id", [`Form: ${body.title}`, hashKey(randomBytes(24).toString("base64url")), at]);
    await tx.query("insert into form (id, key, title, fields, submit_label, thanks, source_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)", [id, body.key, body.title, JSON.stringify(body.fields), body.submitLabel, body.thanks, source.id, at]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "capture.form-created", entityKind: "form", entityId: id }]);
    tx.afterCommit(() => captureOf(app).forms.forget(body.key));
    return (await listRows(tx, id))[0]!;
  }),
);

export const changeFormRoute = handle(changeForm, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const changed = await tx.find<{ key: string }>("update form set title = $2, fields = $3, submit_label = $4, thanks = $5 where id = $1 returning key", [params.id, body.title, JSON.stringify(body.fields), body.submitLabel, body.thanks]);
    if (!changed) throw new Refusal(changeForm.refusals[0]!);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "capture.form-changed", entityKind: "form", entityId: params.id }]);
    tx.afterCommit(() => captureOf(app).forms.forget(changed.key));
    return (await listRows(tx, params.id))[0]!;
  }),
);
