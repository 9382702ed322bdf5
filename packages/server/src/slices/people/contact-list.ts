import type { ContactFilter, ContactSort } from "@tandem/contract/people/contact-filter";
import type { ContactRow } from "@tandem/contract/people/contacts";
import type { Grade } from "@tandem/domain/agreement/agreement";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import type { z } from "zod";
import type { Sql } from "../../platform/sql.ts";
import { bound, type Bound } from "../../platform/bound.ts";
import { contactConditions, type Asking, listed, searchConditions, wordsOf } from "./contact-filter.ts";
import { numberPlace, readCursor, textPlace, timePlace, writeCursor } from "../../platform/cursor.ts";

/** The people list: paged by key, each sort on an index of its own, so that the millionth contact costs as much as the first. */

interface Sort {
  readonly key: string;
  readonly type: string;
  readonly descending: boolean;
  readonly place: z.ZodType<[string | number, string]>;
}
const sorts: Record<ContactSort, Sort> = {
  created: { key: "c.created_at", type: "timestamptz", descending: true, place: timePlace },
  seen: { key: "coalesce(c.last_seen_at, timestamptz '-infinity')", type: "timestamptz", descending: true, place: timePlace },
  engagement: { key: "c.engagement", type: "integer", descending: true, place: numberPlace },
  fit: { key: "c.fit", type: "integer", descending: true, place: numberPlace },
  name: { key: "c.sort_name", type: "text", descending: false, place: textPlace },
};

/** A search that finds at most this many rows is answered from the trigram index and sorted; more of them are met soon by walking the sort. */
const fewHits = 3_000;
export const mostCounted = 10_000;

export interface ContactQuery {
  readonly filter: ContactFilter;
  readonly sort: ContactSort;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of contacts and the cursor of the next. */
export async function listContactRows(sql: Sql, asking: Asking, query: ContactQuery): Promise<{ rows: ContactRow[]; next: string | null }> {
  const sort = sorts[query.sort];
  const place = readCursor(sort.place, query.cursor);
  const hits = await findHits(sql, query.filter.q);
  if (hits?.length === 0) return { rows: [], next: null };
  const b = bound();
  const conditions = [listed, ...contactConditions(query.filter, asking, b)];
  if (hits) conditions.push(`c.id = any(${b.bind(hits)}::uuid[])`);
  // Per row, as the order is walked: a join would find all of them first.
  else conditions.push(...searchConditions("(select w.text from contact_search w where w.contact_id = c.id)", query.filter.q, b));
  if (place) conditions.push(`(${sort.key}, c.id) ${sort.descending ? "<" : ">"} (${b.bind(place[0])}::${sort.type}, ${b.bind(place[1])}::uuid)`);
  const order = sort.descending ? `${sort.key} desc, c.id desc` : `${sort.key}, c.id`;
  // Companies and owners are joined to the page, not to the table: a join above the order would be planned before it.
  const rows = await sql.query<ListRow>(
    `with page as materialized (select c.*, (${sort.key})::text as place from contact c where ${conditions.join(" and ")} order by ${order} limit ${b.bind(query.limit + 1)})
     select ${rowColumns}, c.place from page c ${rowJoins} order by ${order}`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(contactRowOf),
    next: rows.length > query.limit && last ? writeCursor([sort.type === "integer" ? Number(last.place) : last.place, last.id]) : null,
  };
}

/** The ids a search finds when they are few; null where there is no search or it finds many. */
async function findHits(sql: Sql, q: string | undefined): Promise<string[] | null> {
  if (wordsOf(q).length === 0) return null;
  const b = bound();
  const found = await sql.query<{ id: string }>(
    `with hit as materialized (select w.contact_id as id from contact_search w where ${searchConditions("w.text", q, b).join(" and ")} limit ${fewHits + 1}) select id from hit`,
    b.params,
  );
  return found.length > fewHits ? null : found.map((row) => row.id);
}

/** How many contacts a filter finds, up to 10,000. */
export async function countContactRows(sql: Sql, asking: Asking, filter: ContactFilter): Promise<{ value: number; capped: boolean }> {
  // A search alone is counted along its index; finding its first hits beforehand would be done twice.
  const b = bound();
  const searched = wordsOf(filter.q).length > 0;
  const found = () => `contact_search w where ${searchConditions("w.text", filter.q, b).join(" and ")}`;
  if (searched && Object.entries(filter).every(([key, value]) => key === "q" || value === undefined)) return countCapped(sql, found(), b);
  const hits = await findHits(sql, filter.q);
  if (hits?.length === 0) return { value: 0, capped: false };
  const conditions = [listed, ...contactConditions(filter, asking, b)];
  if (hits) conditions.push(`c.id = any(${b.bind(hits)}::uuid[])`);
  else if (searched) conditions.push(`c.id in (select w.contact_id from ${found()})`);
  return countCapped(sql, `contact c where ${conditions.join(" and ")}`, b);
}

async function countCapped(sql: Sql, rows: string, b: Bound): Promise<{ value: number; capped: boolean }> {
  const { count } = await sql.one<{ count: number }>(`with found as materialized (select from ${rows} limit ${mostCounted + 1}) select count(*)::int as count from found`, b.params);
  return { value: Math.min(count, mostCounted), capped: count > mostCounted };
}

/** Contacts by id as rows of a list, in no particular order. */
export async function contactRowsById(sql: Sql, ids: readonly string[]): Promise<ContactRow[]> {
  return (await sql.query<ListRow>(`select ${rowColumns} from contact c ${rowJoins} where c.id = any($1)`, [ids])).map(contactRowOf);
}

/** The people of a company, most engaged first. */
export async function contactRowsOfCompany(sql: Sql, companyId: string, limit: number): Promise<ContactRow[]> {
  const b: Bound = bound();
  const rows = await sql.query<ListRow>(
    `select ${rowColumns} from contact c ${rowJoins} where c.company_id = ${b.bind(companyId)} and ${listed} order by c.engagement desc, c.id desc limit ${b.bind(limit)}`,
    b.params,
  );
  return rows.map(contactRowOf);
}

/** Who works on the open handoff of a contact or of anyone merged into them, as JSON; null where it waits in a queue. */
export const holderSql = (survivor: string): string => `(select jsonb_build_object('id', r.id, 'name', r.name) from contact m join handoff h on h.contact_id = m.id join app_user r on r.id = h.assignee_id
    where m.survivor_id = ${survivor} and h.closed_at is null order by h.opened_at desc limit 1)`;

const rowColumns = `c.id, c.first_name, c.last_name, c.email, c.title, c.country, c.company_id, y.name as company_name, y.domain as company_domain, c.owner_id, u.name as owner_name,
  case when c.owner_id is null then ${holderSql("c.id")} end as holder,
  c.stage, c.fit, c.grade, c.engagement, c.first_touch->>'channel' as channel, c.created_at, c.last_seen_at`;
const rowJoins = "left join company y on y.id = c.company_id left join app_user u on u.id = c.owner_id";

interface ListRow {
  id: string; first_name: string | null; last_name: string | null; email: string | null; title: string | null; country: string | null;
  company_id: string | null; company_name: string | null; company_domain: string | null; owner_id: string | null; owner_name: string | null; holder: { id: string; name: string } | null;
  stage: Stage; fit: number; grade: Grade; engagement: number; channel: string | null; created_at: Date; last_seen_at: Date | null; place: string;
}

function contactRowOf(row: ListRow): ContactRow {
  return {
    id: row.id,
    name: nameOf(row),
    email: row.email,
    title: row.title,
    country: row.country,
    company: row.company_id === null || row.company_name === null ? null : { id: row.company_id, name: row.company_name, domain: row.company_domain },
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? "Unknown" },
    holder: row.holder,
    stage: row.stage,
    score: { fit: row.fit, grade: row.grade, engagement: row.engagement },
    channel: row.channel,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  };
}

/** What a contact is called: their name, else their e-mail, else that they are not known yet. */
export function nameOf(row: { first_name: string | null; last_name: string | null; email: string | null }): string {
  return [row.first_name, row.last_name].filter((part) => part !== null && part.trim() !== "").join(" ") || row.email || "Unknown visitor";
}
