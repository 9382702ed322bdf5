import { listAudit, type AuditLine } from "@tandem/contract/access/audit";
import { platformRefusals, Refusal } from "../../platform/refusal.ts";
import { handle } from "../../platform/http/route.ts";
import { idsIn, nameRecords } from "./audit-records.ts";

interface AuditRow {
  id: number;
  at: Date;
  actor_kind: AuditLine["actor"]["kind"];
  actor_id: string | null;
  actor_name: string | null;
  act: string;
  entity_kind: string;
  entity_id: string | null;
  summary: Record<string, unknown>;
}

const countCap = 10_000;

const filter = `($1::text is null or a.entity_kind = $1) and ($2::uuid is null or a.entity_id = $2) and ($3::uuid is null or a.actor_id = $3)
  and ($4::text is null or a.act = $4 or starts_with(a.act, $4 || '.')) and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)`;

export const listAuditRoute = handle(listAudit, async ({ app, principal }, { query }) => {
  const by = [query.entityKind ?? null, query.entityId ?? null, query.actorId ?? null, query.act ?? null, query.from ?? null, query.to ?? null];
  const after = query.cursor ? readCursor(query.cursor) : null;
  const [rows, count] = await Promise.all([
    app.db.query<AuditRow>(
      `select a.id, a.at, a.actor_kind, a.actor_id, u.name as actor_name, a.act, a.entity_kind, a.entity_id, a.summary
       from audit a left join app_user u on u.id = a.actor_id
       where ${filter} and ($7::timestamptz is null or (a.at, a.id) < ($7, $8::bigint)) order by a.at desc, a.id desc limit $9`,
      [...by, after?.at ?? null, after?.id ?? null, query.limit + 1],
    ),
    after ? null : app.db.one<{ n: number }>(`select count(*)::int as n from (select 1 from audit a where ${filter} limit ${countCap + 1}) capped`, by),
  ]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const idsOf = (row: AuditRow) => [...new Set([...(row.entity_id === null ? [] : [row.entity_id]), ...idsIn(row.summary)])];
  const records = await nameRecords(app.db, principal.role, page.flatMap(idsOf));
  return {
    rows: page.map((row) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
      act: row.act,
      entity: { kind: row.entity_kind, id: row.entity_id },
      summary: row.summary,
      records: idsOf(row).flatMap((id) => records.get(id) ?? []),
    })),
    next: rows.length > query.limit && last ? Buffer.from(`${last.at.toISOString()} ${last.id}`).toString("base64url") : null,
    count: count && { value: Math.min(count.n, countCap), capped: count.n > countCap },
  };
});

function readCursor(cursor: string): { at: string; id: string } {
  const [, at, id] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,18})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!at || !id || Number.isNaN(Date.parse(at))) throw new Refusal(platformRefusals.invalidInput, "The cursor is not one of this list. Start again without it.");
  return { at, id };
}
