import type { Sql } from "../../platform/sql.ts";

/** A contact with everyone merged into it: who answers, and whose events, activities and handoffs are shown together. */
export interface ContactGroup {
  readonly survivorId: string;
  /** The survivor first. */
  readonly memberIds: readonly string[];
}

/** The group of a contact by any of its members' ids; null where there is no such contact. */
export async function findContactGroup(sql: Sql, contactId: string): Promise<ContactGroup | null> {
  const row = await sql.find<{ survivor_id: string; merged: string[] | null }>(
    `select c.survivor_id, (select array_agg(m.id order by m.id) from contact m where m.survivor_id = c.survivor_id and m.survivor_id <> m.id) as merged from contact c where c.id = $1`,
    [contactId],
  );
  return row && { survivorId: row.survivor_id, memberIds: [row.survivor_id, ...(row.merged ?? [])] };
}
