import type { FieldDefinition } from "@tandem/domain/people/fields";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import type { ImportMapping } from "@tandem/domain/imports/mapping";
import type { Transaction } from "../../platform/transaction.ts";
import type { Actor } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import type { Work } from "../../spine/work.ts";
import type { InputRow } from "./outcome.ts";
import { rowReader, type Plan } from "./plan.ts";

/** Makes the fields that a mapping makes on the way, where they are not there yet. */
export async function makeFields(tx: Transaction, mapping: ImportMapping, around: { at: Date; actor: Actor }): Promise<void> {
  const made = mapping.columns.flatMap(({ to, newField }) => {
    const match = newField && /^(contact|company)\.custom\.(.+)$/.exec(to ?? "");
    return match ? [{ entity: match[1]!, key: match[2]!, ...newField }] : [];
  });
  if (made.length === 0) return;
  const rows = await tx.query<{ entity: string; key: string; type: string }>(
    `insert into field (entity, key, name, type, options, filled, created_at)
     select entity, key, name, type, case when type in ('choice', 'multi-choice') then '[]'::jsonb end, filled, $6
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) r(entity, key, name, type, filled) on conflict do nothing returning entity, key, type`,
    [made.map((f) => f.entity), made.map((f) => f.key), made.map((f) => f.name), made.map((f) => f.type), made.map((f) => f.filled), around.at],
  );
  await recordAudit(tx, rows.map((row) => ({ at: around.at, actor: around.actor, act: "field.created", entityKind: "field", entityId: null, summary: row })));
}

const mostOptions = 500;

/** Adds the choices that the rows bring to the choice fields a company made itself, so that they can be chosen afterwards. */
export async function learnOptions(tx: Transaction, plan: Plan, rows: readonly InputRow[], fields: ReadonlyMap<FieldRef, FieldDefinition>): Promise<boolean> {
  let learned = false;
  for (const { to, entity, key } of plan.fields) {
    const field = fields.get(to as FieldRef);
    if (!field?.custom || (field.type !== "choice" && field.type !== "multi-choice")) continue;
    const known = new Set(field.options ?? []);
    const before = known.size;
    for (const row of rows) {
      if (known.size >= mostOptions) break;
      const value = row.broken ? null : rowReader(plan, row, { zone: "UTC", currency: "EUR", now: 0 }).value(to, field);
      for (const option of Array.isArray(value) ? (value as string[]) : typeof value === "string" ? [value] : []) known.add(option);
    }
    if (known.size === before) continue;
    learned = true;
    await tx.query("update field set options = $3 where entity = $1 and key = $2", [entity, key.replace(/^custom\./, ""), JSON.stringify([...known])]);
  }
  return learned;
}

/** Where the name of an owner is kept who is no user here. */
export async function keepImportedOwner(work: Work): Promise<void> {
  await work.tx.query("insert into field (entity, key, name, type, filled, created_at) values ('contact', 'imported_owner', 'Owner in the imported file', 'text', 'unknown', $1) on conflict do nothing", [work.at]);
}
