import { listQualified, readGoingLive } from "@tandem/contract/agreement/crossings";
import type { OutputOf } from "@tandem/contract/operation";
import { numberPlace, readCursor, writeCursor } from "../../platform/cursor.ts";
import { handle } from "../../platform/http/route.ts";
import { nameOf } from "../people/door.ts";

type GoingLive = NonNullable<OutputOf<typeof readGoingLive>["goingLive"]>;

interface Row {
  version: number;
  state: GoingLive["state"];
  effective_from: Date;
  done: number;
  total: number;
  changed: number;
  per_day: number;
  qualified: number;
  handed_over: number;
  lapsed: number;
  started_at: Date | null;
  finished_at: Date | null;
}

export const readGoingLiveRoute = handle(readGoingLive, async ({ app }) => {
  const row = await app.db.find<Row>(
    `select g.*, v.effective_from, q.* from agreement_going_live g join agreement_version v using (version)
     cross join lateral (select count(*)::int as qualified, (count(*) filter (where state = 'handed-over'))::int as handed_over, (count(*) filter (where state = 'lapsed'))::int as lapsed from agreement_qualified q where q.version = g.version) q
     -- One that is only signed for later does not hide the one that is under way.
     order by g.state in ('evaluating', 'handing-over') desc, g.version desc limit 1`,
  );
  if (!row) return { goingLive: null };
  return {
    goingLive: {
      version: row.version,
      state: row.state,
      effectiveFrom: row.effective_from.toISOString(),
      done: row.done,
      total: row.total,
      changed: row.changed,
      qualified: row.qualified,
      handedOver: row.handed_over,
      lapsed: row.lapsed,
      perDay: row.per_day,
      startedAt: row.started_at?.toISOString() ?? null,
      finishedAt: row.finished_at?.toISOString() ?? null,
    },
  };
});

export const mostCounted = 10_000;

interface PersonRow {
  contact_id: string;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  company: string | null;
  stage: string;
  engagement: number;
  state: "waiting" | "handed-over" | "lapsed";
  at: Date;
}

export const listQualifiedRoute = handle(listQualified, async ({ app }, { params, query }) => {
  const after = readCursor(numberPlace, query.cursor);
  const condition = "q.version = $1 and ($2::text is null or q.state = $2)";
  const rows = await app.db.query<PersonRow>(
    `select q.contact_id, s.first_name, s.last_name, s.email, co.name as company, s.stage, q.engagement, q.state, coalesce(q.settled_at, q.found_at) as at
     from agreement_qualified q join contact c on c.id = q.contact_id join contact s on s.id = c.survivor_id left join company co on co.id = s.company_id
     where ${condition} and ($3::int is null or (q.engagement, q.contact_id) < ($3, $4::uuid)) order by q.engagement desc, q.contact_id desc limit $5`,
    [params.version, query.state ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const { count } = await app.db.one<{ count: number }>(`select count(*)::int as count from (select 1 from agreement_qualified q where ${condition} limit ${mostCounted + 1}) n`, [params.version, query.state ?? null]);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.map((row) => ({ contactId: row.contact_id, name: nameOf(row), company: row.company, stage: row.stage, engagement: row.engagement, state: row.state, at: row.at.toISOString() })),
    next: rows.length > query.limit && last ? writeCursor([last.engagement, last.contact_id]) : null,
    count: { value: Math.min(count, mostCounted), capped: count > mostCounted },
  };
});
