import type { AuditRecord } from "@tandem/contract/access/audit";
import type { Role } from "@tandem/contract/operation";
import type { Sql } from "../../platform/sql.ts";

/**
 * What the records of an audit page are called now, asked once for all of them. The trail itself carries ids only, so
 * that what is erased is gone from it too; and nobody learns a name here that their role does not see elsewhere.
 */

const person = (c: string): string => `coalesce(nullif(concat_ws(' ', ${c}.first_name, ${c}.last_name), ''), ${c}.email, 'Somebody without a name')`;

interface Source {
  /** Columns name, about_kind, about_id of the rows with these ids. */
  readonly sql: string;
  /** Administrators see users, configuration, files and the agreement's drafts by name, not people and deals. */
  readonly configuration: boolean;
}

const sources: Readonly<Record<string, Source>> = {
  user: { sql: "select u.id, u.name, null::text, null::uuid from app_user u where u.id = any($1::uuid[])", configuration: true },
  team: { sql: "select t.id, t.name, null::text, null::uuid from team t where t.id = any($1::uuid[])", configuration: true },
  "api-key": { sql: "select k.id, k.name, 'user', k.user_id from api_key k where k.id = any($1::uuid[])", configuration: true },
  form: { sql: "select f.id, f.title, null::text, null::uuid from form f where f.id = any($1::uuid[])", configuration: true },
  contact: { sql: `select c.id, ${person("c")}, null::text, null::uuid from contact c where c.id = any($1::uuid[])`, configuration: false },
  company: { sql: "select y.id, y.name, null::text, null::uuid from company y where y.id = any($1::uuid[])", configuration: false },
  opportunity: { sql: "select o.id, o.name, null::text, null::uuid from opportunity o where o.id = any($1::uuid[])", configuration: false },
  handoff: { sql: `select h.id, ${person("c")}, 'contact', c.id from handoff h join contact hc on hc.id = h.contact_id join contact c on c.id = hc.survivor_id where h.id = any($1::uuid[])`, configuration: false },
  // What was said or written stays with the activity, which may be private; a task's title with its assignee.
  activity: { sql: `select a.id, coalesce(o.name, ${person("c")}), case when o.id is null then 'contact' else 'opportunity' end, coalesce(o.id, c.id) from activity a left join opportunity o on o.id = a.opportunity_id left join contact c on c.id = a.contact_id where a.id = any($1::uuid[])`, configuration: false },
  task: { sql: `select t.id, coalesce(o.name, ${person("c")}), case when o.id is null then 'contact' else 'opportunity' end, coalesce(o.id, c.id) from task t left join opportunity o on o.id = t.opportunity_id left join contact c on c.id = t.contact_id where t.id = any($1::uuid[]) and (o.id is not null or c.id is not null)`, configuration: false },
  campaign: { sql: "select g.id, g.name, null::text, null::uuid from campaign g where g.id = any($1::uuid[])", configuration: false },
  spend: { sql: "select s.id, g.name || ', ' || s.day::text, 'campaign', g.id from spend s join campaign g on g.id = s.campaign_id where s.id = any($1::uuid[])", configuration: false },
  import: { sql: "select i.id, i.file_name, null::text, null::uuid from import i where i.id = any($1::uuid[])", configuration: true },
  "agreement-draft": { sql: "select d.id, 'draft ' || d.number || ' “' || d.title || '”', null::text, null::uuid from agreement_draft d where d.id = any($1::uuid[])", configuration: true },
  view: { sql: "select v.id, v.name, null::text, null::uuid from saved_view v where v.id = any($1::uuid[]) and v.shared", configuration: false },
};

const every = statementOf(Object.entries(sources));
const configuration = statementOf(Object.entries(sources).filter(([, source]) => source.configuration));

function statementOf(of: readonly (readonly [string, Source])[]): string {
  return of.map(([kind, { sql }]) => `select '${kind}' as kind, r.* from (${sql}) r(id, name, about_kind, about_id)`).join(" union all ");
}

/** Records by id; what is gone, or not for this role, is not among them. */
export async function nameRecords(sql: Sql, role: Role, ids: Iterable<string>): Promise<Map<string, AuditRecord>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql.query<{ kind: string; id: string; name: string; about_kind: string | null; about_id: string | null }>(role === "administrator" ? configuration : every, [wanted]);
  return new Map(rows.map((row) => [row.id, { id: row.id, kind: row.kind, name: row.name, about: row.about_kind && row.about_id ? { kind: row.about_kind, id: row.about_id } : null }]));
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every id a line speaks of, beside the record it is about. */
export function idsIn(value: unknown): string[] {
  if (typeof value === "string") return uuid.test(value) ? [value] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(idsIn);
}
