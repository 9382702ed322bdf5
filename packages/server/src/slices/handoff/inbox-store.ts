import { inboxGroups, type InboxGroup, type InboxScope } from "@tandem/contract/handoff/inbox";
import type { Grade } from "@tandem/domain/agreement/agreement";
import { z } from "zod";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import type { HandoffKind } from "../../spine/handoff-states.ts";
import type { TouchSummary } from "../../spine/states.ts";
import { clockJson, type ClockRow } from "./clock-reading.ts";
import { readCursor, writeCursor } from "../../platform/cursor.ts";
import { teamsOf } from "../../spine/row-scope.ts";
import { countsSql, linkSql, nameSql } from "./words.ts";

export interface InboxStoreRow {
  readonly id: string;
  readonly rank: number;
  readonly contact_id: string;
  readonly contact_name: string;
  readonly company: { id: string; name: string } | null;
  readonly source: string | null;
  readonly last_touch: TouchSummary | null;
  readonly first_touch: TouchSummary | null;
  readonly fit: number;
  readonly grade: Grade;
  readonly engagement: number;
  readonly agreement_version: number;
  readonly tier: string;
  readonly lane: string | null;
  readonly state: HandoffKind;
  readonly assignee: { id: string; name: string } | null;
  readonly team: { id: string; name: string };
  readonly opened_at: Date;
  readonly accepted_at: Date | null;
  readonly closed_at: Date | null;
  readonly seen_at: Date | null;
  readonly reason: string | null;
  readonly clock: ClockRow | null;
  readonly attempts: number;
  readonly channels: number;
}

/** $1 the reader, $2 the reader's teams; every statement names both, or Postgres would not know their types. */
/** Group, weight within the group, id. */
const inboxPlace = z.tuple([z.number().int().min(0).max(3), z.number(), z.guid()]);

const scopes: Record<InboxScope, string> = {
  mine: "$2::uuid[] is not null and h.assignee_id = $1::uuid",
  team: "$1::uuid is not null and h.assignee_id is not null and h.team_id = any($2::uuid[])",
  queue: "$1::uuid is not null and h.assignee_id is null and h.team_id = any($2::uuid[])",
};

/**
 * Every handoff of a scope with the clock of what is owed next: the first attempt, then the disposition, then the attempts
 * before giving up. Of a lead settled since `$3` it is the clock of the first attempt, which tells how it went.
 */
function scoped(scope: InboxScope): string {
  return `select h.*, k.id as clock_id, k.state as clock_state,
      case when h.closed_at is not null then 3 when k.kind = 'first-attempt' then 0 when h.state = 'open' then 1 else 2 end as rank,
      case when h.closed_at is not null then -extract(epoch from h.closed_at) else extract(epoch from coalesce(k.due_at, h.accepted_at, h.opened_at)) end::float8 as weight
    from handoff h
    left join lateral (
      select k.id, k.kind, k.state, k.due_at from clock k
      where k.handoff_id = h.id and case when h.closed_at is null then k.stopped_at is null and k.state in ('running', 'warning', 'breached', 'paused') else k.kind = 'first-attempt' and k.state <> 'void' end
      order by case k.kind when 'first-attempt' then 0 when 'disposition' then 1 else 2 end, k.due_at nulls last, k.id limit 1) k on true
    where ${scopes[scope]} and (h.closed_at is null or (h.closed_at >= $3 and h.state not in ('merged', 'withdrawn') and h.assignee_id is not null))`;
}

/** One page of an inbox, what is owed first at the top. */
export async function listInboxRows(sql: Sql, principal: Principal, query: { scope: InboxScope; settledSince: Date; cursor?: string | undefined; limit: number }): Promise<{ rows: InboxStoreRow[]; next: string | null }> {
  const place = readCursor(inboxPlace, query.cursor);
  const rows = await sql.query<InboxStoreRow & { weight: number }>(
    `with scoped as materialized (${scoped(query.scope)}),
     page as materialized (select * from scoped where $4::int is null or (rank, weight, id) > ($4::int, $5::float8, $6::uuid) order by rank, weight, id limit $7)
     select p.id, p.rank, p.weight, c.id as contact_id, ${nameSql("c")} as contact_name, ${linkSql("y")} as company, c.source, c.last_touch, c.first_touch,
       c.fit, c.grade, c.engagement, p.agreement_version, p.tier, p.lane, p.state, ${linkSql("u")} as assignee, ${linkSql("t")} as team,
       p.opened_at, p.accepted_at, p.closed_at, p.seen_at, p.reason, a.attempts, a.channels, case when k.id is not null then ${clockJson("k", "x")} end as clock
     from page p
     join contact held on held.id = p.contact_id join contact c on c.id = held.survivor_id
     join team t on t.id = p.team_id
     left join company y on y.id = c.company_id left join app_user u on u.id = p.assignee_id
     left join clock k on k.id = p.clock_id left join app_user x on x.id = k.excused_by
     cross join lateral (select count(*)::int as attempts, count(distinct a.kind)::int as channels from activity a where a.handoff_id = p.id and ${countsSql("a")}) a
     order by p.rank, p.weight, p.id`,
    [principal.userId, teamsOf(principal), query.settledSince, place?.[0] ?? null, place?.[1] ?? null, place?.[2] ?? null, query.limit + 1],
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > query.limit && last ? writeCursor([last.rank, last.weight, last.id]) : null };
}

/** How many there are under each group, and how many of them ask for action. */
export async function countInboxGroups(sql: Sql, principal: Principal, scope: InboxScope, settledSince: Date): Promise<{ key: InboxGroup; count: number; breached: number; warning: number }[]> {
  const rows = await sql.query<{ rank: number; count: number; breached: number; warning: number }>(
    `select rank, count(*)::int as count, count(*) filter (where clock_state = 'breached')::int as breached, count(*) filter (where clock_state = 'warning')::int as warning
     from (${scoped(scope)}) scoped group by rank order by rank`,
    [principal.userId, teamsOf(principal), settledSince],
  );
  return rows.map(({ rank, ...counts }) => ({ key: inboxGroups[rank]!, ...counts, ...(rank === 3 && { breached: 0, warning: 0 }) }));
}

export interface InboxAround {
  readonly mine: number;
  readonly team: number;
  readonly queue: number;
  readonly capacity: number | null;
  readonly queues: { team: { id: string; name: string }; unclaimed: number; oldest: string }[];
}

/** What stands around the list: how much each scope holds, which queues wait, how much room there is. */
export async function loadInboxAround(sql: Sql, principal: Principal): Promise<InboxAround> {
  return sql.one<InboxAround>(
    `select
      (select count(*)::int from handoff h where ${scopes.mine} and h.closed_at is null) as mine,
      (select count(*)::int from handoff h where ${scopes.team} and h.closed_at is null) as team,
      (select count(*)::int from handoff h where ${scopes.queue} and h.closed_at is null) as queue,
      (select min(capacity) from team_member where user_id = $1::uuid) as capacity,
      (select coalesce(jsonb_agg(jsonb_build_object('team', ${linkSql("t")}, 'unclaimed', q.unclaimed, 'oldest', q.oldest) order by q.oldest), '[]')
       from (select h.team_id, count(*)::int as unclaimed, min(h.opened_at) as oldest from handoff h where ${scopes.queue} and h.closed_at is null group by h.team_id) q
       join team t on t.id = q.team_id) as queues`,
    [principal.userId, teamsOf(principal)],
  );
}

/** First attempts the reader owes. */
export function countOwed(sql: Sql, userId: string): Promise<{ owed: number; breached: number }> {
  return sql.one(
    `select count(*)::int as owed, count(*) filter (where k.state = 'breached')::int as breached from handoff h
     join clock k on k.handoff_id = h.id and k.kind = 'first-attempt' and k.stopped_at is null and k.state in ('running', 'warning', 'breached', 'paused')
     where h.assignee_id = $1 and h.closed_at is null`,
    [userId],
  );
}
