import { handoffChoices, listHandoffs, type HandoffFilter, type HandoffRow } from "@tandem/contract/handoff/list-handoffs";
import type { Grade } from "@tandem/domain/agreement/agreement";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { clauseName, readPromises } from "../../spine/promises.ts";
import type { HandoffKind } from "../../spine/handoff-states.ts";
import type { TouchSummary } from "../../spine/states.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { scopeParams, scopeSql } from "./row-scope.ts";
import { linkSql, nameSql, reasonName, sourceOf, tierOf } from "./words.ts";

const mostCounted = 10_000;

/** $1 to $3 the row scope, $4 to $9 the filter. */
const conditions = `${scopeSql(1)}
  and ($4::text is null or case $4
    when 'rejected' then h.state in ('rejected-nurture', 'rejected-unqualified')
    when 'settled' then h.closed_at is not null
    when 'disputed' then exists (select from handoff_dispute d where d.handoff_id = h.id and d.answered_at is null)
    when 'breached' then exists (select from clock k where k.handoff_id = h.id and k.breached_at is not null and k.state not in ('excused', 'void'))
    else h.state = $4 end)
  and ($5::text is null or h.reason = $5) and ($6::text is null or h.tier = $6)
  and ($7::uuid is null or h.team_id = $7::uuid) and ($8::uuid is null or h.assignee_id = $8::uuid)
  and ($9::timestamptz is null or h.opened_at >= $9) and ($10::timestamptz is null or h.opened_at < $10)`;

function paramsOf(principal: Principal, filter: HandoffFilter): unknown[] {
  return [...scopeParams(principal), filter.state ?? null, filter.reason ?? null, filter.tier ?? null, filter.teamId ?? null, filter.assigneeId ?? null, filter.from ?? null, filter.to ?? null];
}

interface Row {
  id: string; place: string; contact: { id: string; name: string }; company: { id: string; name: string } | null; tier: string; lane: string | null; grade: Grade; engagement: number;
  source: string | null; touch: TouchSummary | null; state: HandoffKind; reason: string | null; words: string | null; assignee: { id: string; name: string } | null; team: { id: string; name: string };
  opened_at: Date; seen_at: Date | null; first_attempt_at: Date | null; accepted_at: Date | null; closed_at: Date | null; breached: { clause: string; version: number }[]; dispute: "open" | "answered" | null;
}

/** What became of each lead, newest first. */
export const listHandoffsRoute = handle(listHandoffs, async ({ app, principal }, { query: { cursor, limit, ...filter } }) => {
  const place = readCursor(timePlace, cursor);
  const [inForce, rows, count] = await Promise.all([
    agreementInForce(app.db, app.clock.now()),
    app.db.query<Row>(
      `with page as materialized (
         select h.*, h.opened_at::text as place from handoff h where ${conditions} and ($11::timestamptz is null or (h.opened_at, h.id) < ($11::timestamptz, $12::uuid)) order by h.opened_at desc, h.id desc limit $13)
       select p.id, p.place, jsonb_build_object('id', c.id, 'name', ${nameSql("c")}) as contact, ${linkSql("y")} as company, p.tier, p.lane, p.grade, p.engagement, c.source,
         coalesce(c.last_touch, c.first_touch) as touch, p.state, p.reason, p.words, ${linkSql("u")} as assignee, ${linkSql("t")} as team, p.opened_at, p.seen_at, p.first_attempt_at, p.accepted_at, p.closed_at,
         (select coalesce(jsonb_agg(jsonb_build_object('clause', k.clause, 'version', k.agreement_version) order by k.breached_at), '[]') from clock k where k.handoff_id = p.id and k.breached_at is not null and k.state not in ('excused', 'void')) as breached,
         case when d.handoff_id is null then null when d.answered_at is null then 'open' else 'answered' end as dispute
       from page p join contact held on held.id = p.contact_id join contact c on c.id = held.survivor_id join team t on t.id = p.team_id
       left join company y on y.id = c.company_id left join app_user u on u.id = p.assignee_id left join handoff_dispute d on d.handoff_id = p.id
       order by p.opened_at desc, p.id desc`,
      [...paramsOf(principal, filter), place?.[0] ?? null, place?.[1] ?? null, limit + 1],
    ),
    place ? null : countRows(app.db, principal, filter),
  ]);
  const { agreement } = inForce;
  const shown = rows.slice(0, limit);
  const promises = await readPromises(app.db, inForce, shown.flatMap((row) => row.breached.map((one) => one.version)));
  const last = shown.at(-1);
  return {
    rows: shown.map((row): HandoffRow => ({
      id: row.id, contact: row.contact, company: row.company, tier: tierOf(agreement, row.tier), grade: row.grade, engagement: row.engagement, source: sourceOf(agreement, row.lane, row.touch, row.source),
      state: row.state, reason: row.reason, reasonName: reasonName(agreement, row.reason), words: row.words, assignee: row.assignee, team: row.team, openedAt: row.opened_at.toISOString(),
      seenAt: iso(row.seen_at), firstAttemptAt: iso(row.first_attempt_at), acceptedAt: iso(row.accepted_at), closedAt: iso(row.closed_at),
      breached: row.breached.map(({ clause, version }) => clauseName(promises, version, clause)), dispute: row.dispute,
    })),
    next: rows.length > limit && last ? writeCursor([last.place, last.id]) : null,
    count,
  };
});

async function countRows(sql: Sql, principal: Principal, filter: HandoffFilter): Promise<{ value: number; capped: boolean }> {
  const { count } = await sql.one<{ count: number }>(`select count(*)::int as count from (select from handoff h where ${conditions} limit ${mostCounted + 1}) found`, paramsOf(principal, filter));
  return { value: Math.min(count, mostCounted), capped: count > mostCounted };
}

/** What the list can be narrowed by, as far as the reader sees handoffs at all. */
export const handoffChoicesRoute = handle(handoffChoices, async ({ app, principal }) => {
  const [{ agreement }, choices] = await Promise.all([
    agreementInForce(app.db, app.clock.now()),
    app.db.one<{ teams: { id: string; name: string }[]; people: { id: string; name: string }[] }>(
      `select
        (select coalesce(jsonb_agg(${linkSql("t")} order by t.name), '[]') from team t where t.side = 'sales' and ($1::boolean or t.id = any($3::uuid[]))) as teams,
        (select coalesce(jsonb_agg(${linkSql("u")} order by u.name), '[]') from app_user u where u.id = $2::uuid or exists (select from team_member m where m.user_id = u.id and m.receives and ($1::boolean or m.team_id = any($3::uuid[])))) as people`,
      scopeParams(principal),
    ),
  ]);
  return {
    ...choices,
    tiers: agreement.tiers.map((tier) => tierOf(agreement, tier.key)),
    reasons: agreement.rejectionReasons.map(({ code, name, to }) => ({ code, name, to })),
  };
});

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
