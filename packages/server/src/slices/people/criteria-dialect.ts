import type { FieldRef, FieldType } from "@tandem/domain/criteria/criteria";
import { isoFromEpochDay } from "@tandem/domain/kit/epoch-day";
import type { SqlDialect, SqlField } from "@tandem/domain/criteria/to-sql";
import type { InForce } from "../../spine/agreement-in-force.ts";
import { companyColumns, contactColumns } from "../../spine/states.ts";

/** Where criteria find things in the tables, for a query over `contact c`. Names come from fixed lists, never from a request. */
export function contactDialect(inForce: InForce): SqlDialect {
  return {
    field: (ref) => fieldIn(inForce, ref),
    signalCount: (key, from, to, param) => {
      const revision = inForce.revisionOf.get(key);
      if (revision === undefined) return "0";
      const since = from === null ? "" : `and s.day >= ${param(isoFromEpochDay(from))}::date`;
      return `(select count(*) from contact m join assignment a on a.contact_id = m.id and a.retracted is null
        join signal s on s.subject_id = a.subject_id and s.occurred_at >= a.from_at and s.occurred_at < a.to_at and s.quarantined is null
        where m.survivor_id = c.id and s.revision_id = ${param(revision)}::smallint ${since} and s.day <= ${param(isoFromEpochDay(to))}::date)`;
    },
    member: (kind, key, param) =>
      kind === "campaign" ? `exists (select from campaign_member cm join campaign g on g.id = cm.campaign_id where cm.contact_id = c.id and g.name_folded = ${param(key)})` : "false",
    stage: "c.stage",
    fit: "c.fit",
    engagement: "c.engagement",
    grade: "c.grade",
  };
}

const columns = { contact: new Set<string>(contactColumns), company: new Set<string>(companyColumns) };

function fieldIn(inForce: InForce, ref: FieldRef): SqlField | null {
  const definition = inForce.fields.get(ref);
  if (!definition) return null;
  const { entity, key, custom, type } = definition;
  if (custom) return typed(type, ofEntity(entity, `x.custom->>'${key}'`), ofEntity(entity, `x.custom->'${key}'`));
  if (!columns[entity].has(key)) return null;
  const column = ofEntity(entity, `x.${key}`);
  return { type, value: column, folded: key === "email" ? "c.email_folded" : `folded(${column})` };
}

/** The company's value is looked up by its key; a join would have to stand in every query that uses criteria. */
function ofEntity(entity: "contact" | "company", expression: string): string {
  return entity === "contact" ? `(${expression.replace(/^x\./, "c.")})` : `(select ${expression} from company x where x.id = c.company_id)`;
}

function typed(type: FieldType, text: string, json: string): SqlField {
  switch (type) {
    case "number":
      return { type, value: `(${text})::numeric`, folded: text };
    case "money":
      return { type, value: `(${text})::numeric::bigint`, folded: text };
    case "boolean":
      return { type, value: `(${text})::boolean`, folded: text };
    case "date":
      return { type, value: `(${text})::date`, folded: text };
    case "multi-choice": {
      const choices = (of: string) => `(select array_agg(${of}) from jsonb_array_elements_text(case when jsonb_typeof(${json}) = 'array' then ${json} else '[]' end) choice(text))`;
      return { type, value: choices("choice.text"), folded: choices("folded(choice.text)") };
    }
    default:
      return { type, value: text, folded: `folded(${text})` };
  }
}
