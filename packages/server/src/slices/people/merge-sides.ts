import type { MergePreview } from "@tandem/contract/people/merges";
import type { Sql } from "../../platform/sql.ts";
import { contactRowsById } from "./contact-list.ts";
import { mostEventsCounted } from "./contact-page.ts";

export type MergeSide = MergePreview["survivor"];

/** Contacts as they are set side by side before a merge. */
export async function mergeSidesById(sql: Sql, ids: readonly string[]): Promise<Map<string, MergeSide>> {
  const distinct = [...new Set(ids)];
  const [rows, around] = await Promise.all([
    contactRowsById(sql, distinct),
    sql.query<{ id: string; phone: string | null; events: number }>(
      `select c.id, c.phone, n.events from contact c cross join lateral (select count(*)::int as events from (
         select from contact m join assignment a on a.contact_id = m.id and a.retracted is null
         join event e on e.subject_id = a.subject_id and e.occurred_at >= a.from_at and e.occurred_at < a.to_at
         where m.id = c.id or m.survivor_id = c.id limit ${mostEventsCounted + 1}) counted) n
       where c.id = any($1)`,
      [distinct],
    ),
  ]);
  const extra = new Map(around.map((row) => [row.id, row]));
  return new Map(
    rows.map(({ id, name, email, title, company, stage, score, createdAt, lastSeenAt }) => {
      const { phone, events } = extra.get(id)!;
      return [id, { id, name, email, title, company, phone, stage, score, createdAt, lastSeenAt, events: { value: Math.min(events, mostEventsCounted), capped: events > mostEventsCounted } }];
    }),
  );
}
