import { readers } from "@tandem/contract/people/parts";
import { listValues } from "@tandem/contract/agreement/terms";
import type { FieldType } from "@tandem/domain/criteria/criteria";
import type { FieldDefinition } from "@tandem/domain/people/fields";
import { fold } from "@tandem/domain/people/fold";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { companyColumns, contactColumns } from "../../spine/states.ts";

/**
 * Pages of a table that are looked through for its values. A company of some fifteen thousand contacts is counted whole; of
 * a larger one so many pages are taken by chance, always the same ones, and counts are scaled up.
 */
const mostPages = 2_000;

/** Fields that say who somebody is, or what company. */
const naming = new Set<string>(["contact.email", "contact.first_name", "contact.last_name", "contact.phone", "company.name", "company.domain"]);
const columns = { contact: new Set<string>(contactColumns), company: new Set<string>(companyColumns) };

export const listValuesRoute = handle(listValues, async ({ app, principal }, { query }) => {
  const { fields } = await agreementInForce(app.db, app.clock.now());
  const field = fields.get(query.field);
  const from = field && sourceOf(field);
  if (!field || !from) throw new Refusal(listValues.refusals[0]!);
  // Who may not look at people is not told who they are by way of a list of values.
  if (naming.has(query.field) && !readers.some((role) => role === principal.role)) return { values: [], sampled: false, looked: 0 };
  const { share } = await app.db.one<{ share: number }>("select least(100, 100.0 * $2 / greatest(1, pg_relation_size($1::regclass) / 8192))::float8 as share", [field.entity, mostPages]);
  const { looked, found } = await app.db.one<{ looked: number; found: { value: string; count: number }[] | null }>(
    `with x as materialized (select ${from} as value from ${field.entity} x tablesample system ($1) repeatable (1) ${field.entity === "contact" ? "where x.identified_at is not null and x.survivor_id = x.id" : ""}),
     v as (select ${field.type === "multi-choice" ? "jsonb_array_elements_text(case when jsonb_typeof(value) = 'array' then value else '[]' end)" : "value::text"} as value from x where value is not null)
     select (select count(*)::int from x) as looked,
       (select jsonb_agg(f order by f.count desc, f.value) from (select value, count(*)::int as count from v where value <> '' and ($2 = '' or position($2 in folded(value)) > 0) group by 1 order by 2 desc, 1 limit $3) f) as found`,
    [share, fold(query.text.trim()), query.limit],
  );
  const sampled = share < 100;
  const values = (found ?? []).map(({ value, count }) => ({ value: typed(field.type, value), count: sampled ? scaled(count, share) : count }));
  return { values: [...values, ...unused(field, query.text, new Set(values.map(({ value }) => value)))].slice(0, query.limit), sampled, looked };
});

/** Where a field's values stand; names come from fixed lists and from keys that are letters and digits. */
function sourceOf({ entity, key, custom, type }: FieldDefinition): string | null {
  if (custom) return /^[a-z][a-z0-9_]{0,62}$/.test(key) ? `x.custom->${type === "multi-choice" ? "" : ">"}'${key}'` : null;
  return columns[entity].has(key) ? `x.${key}` : null;
}

function typed(type: FieldType, value: string): string | number | boolean {
  if (type === "number" || type === "money") return Number(value);
  return type === "boolean" ? value === "true" : value;
}

/** Two figures are as much as a sample can say. */
function scaled(count: number, share: number): number {
  return Number(((count * 100) / share).toPrecision(2));
}

/** Choices that nobody has yet may be asked for all the same. */
function unused(field: FieldDefinition, text: string, known: ReadonlySet<unknown>): { value: string; count: number }[] {
  return (field.options ?? []).filter((option) => !known.has(option) && fold(option).includes(fold(text.trim()))).map((value) => ({ value, count: 0 }));
}
