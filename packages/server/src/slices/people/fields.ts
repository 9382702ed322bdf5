import { changeField, createField, listFields, type FieldDefinitionRow } from "@tandem/contract/people/fields";
import { standardFields } from "@tandem/domain/people/fields";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { isEditable } from "./read-values.ts";

/** Fields a company made itself. Key and type stay, because rules, segments and imports name them. */

const [fieldExists, optionsMissing] = createField.refusals as [never, never];
const [noSuchField, optionInUse] = changeField.refusals as [never, never];

type FieldRow = Omit<FieldDefinitionRow, "custom" | "editable">;
const columns = "entity, key, name, type, options, filled";

const customField = (row: FieldRow): FieldDefinitionRow => ({ ...row, custom: true, editable: true });

export const listFieldsRoute = handle(listFields, async ({ app }) => {
  const rows = await app.db.query<FieldRow>(`select ${columns} from field order by entity desc, name, key`);
  const shipped = standardFields.map(
    (field): FieldDefinitionRow => ({ entity: field.entity, key: field.key, name: field.name, type: field.type, options: field.options ? [...field.options] : null, custom: false, editable: isEditable(field), filled: "unknown" }),
  );
  return { fields: [...shipped, ...rows.map(customField)] };
});

export const createFieldRoute = handle(createField, ({ app, principal }, { body }) => {
  const chosen = body.type === "choice" || body.type === "multi-choice";
  if (chosen && !body.options?.length) throw new Refusal(optionsMissing);
  return app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const row = await tx.find<FieldRow>(
      `insert into field (entity, key, name, type, options, filled, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning ${columns}`,
      [body.entity, body.key, body.name, body.type, chosen ? JSON.stringify([...new Set(body.options)]) : null, body.filled, at],
    );
    if (!row) throw new Refusal(fieldExists);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "field.created", entityKind: "field", entityId: null, summary: { entity: body.entity, key: body.key, type: body.type } }]);
    return customField(row);
  });
});

export const changeFieldRoute = handle(changeField, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const old = await tx.find<FieldRow>(`select ${columns} from field where entity = $1 and key = $2 for update`, [params.entity, params.key]);
    if (!old) throw new Refusal(noSuchField);
    const options = old.options === null ? null : (body.options ?? old.options);
    const gone = (old.options ?? []).filter((option) => !options?.includes(option));
    if (gone.length > 0 && (await isInUse(tx, params, gone))) throw new Refusal(optionInUse, undefined, { options: gone });
    const row = await tx.one<FieldRow>(
      `update field set name = $3, options = $4, filled = $5 where entity = $1 and key = $2 returning ${columns}`,
      [params.entity, params.key, body.name ?? old.name, options === null ? null : JSON.stringify([...new Set(options)]), body.filled ?? old.filled],
    );
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "field.changed", entityKind: "field", entityId: null, summary: { entity: params.entity, key: params.key } }]);
    return customField(row);
  }),
);

const usedIn = {
  contact: "select from contact where custom->>$1 = any($2) or custom->$1 ?| $2 limit 1",
  company: "select from company where custom->>$1 = any($2) or custom->$1 ?| $2 limit 1",
} as const;

async function isInUse(sql: Sql, { entity, key }: { entity: "contact" | "company"; key: string }, options: readonly string[]): Promise<boolean> {
  return (await sql.query(usedIn[entity], [key, options])).length > 0;
}
