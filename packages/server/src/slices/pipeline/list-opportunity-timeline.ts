import { listOpportunityTimeline, type OpportunityEntry } from "@tandem/contract/pipeline/opportunities";
import { noSuchOpportunity } from "@tandem/contract/pipeline/parts";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { bound, type Bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { joinedLater } from "../../spine/join-opportunity.ts";
import { activityScope, opportunityScope } from "../../spine/row-scope.ts";
import { contactJson, linkJson } from "./people-names.ts";

/** Every branch stops at a page, and only then are they put together. */
export const listOpportunityTimelineRoute = handle(listOpportunityTimeline, async ({ app, principal }, { params, query }) => {
  await requireVisible(app.db, principal, params.opportunityId);
  const place = readCursor(timePlace, query.cursor);
  const b = bound();
  const asked: Asked = {
    b, principal, id: b.bind(params.opportunityId), limit: b.bind(query.limit + 1),
    before: place ? `(${b.bind(place[0])}::timestamptz, ${b.bind(place[1])}::uuid)` : null,
  };
  const rows = await app.db.query<{ kind: string; id: string; at: Date; place: string; data: object }>(
    `select kind, id, at, at::text as place, data from (${[activities, moves, changes, tasks, joined].map((branch) => `(${branch(asked)})`).join("\n union all ")}) entry order by at desc, id desc limit ${asked.limit}`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ kind, id, at, data }) => ({ kind, id, at: at.toISOString(), ...data }) as OpportunityEntry),
    next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null,
  };
});

/** A deal one may not see does not exist. */
export async function requireVisible(sql: Sql, principal: Principal, opportunityId: string): Promise<void> {
  const b = bound();
  const seen = await sql.find(`select 1 from opportunity o where o.id = ${b.bind(opportunityId)} and ${opportunityScope(principal, b)}`, b.params);
  if (!seen) throw new Refusal(noSuchOpportunity);
}

interface Asked {
  readonly b: Bound;
  readonly principal: Principal;
  readonly id: string;
  readonly limit: string;
  readonly before: string | null;
}
const page = ({ before, limit }: Asked, at: string, id: string): string => `${before ? `and (${at}, ${id}) < ${before} ` : ""}order by ${at} desc, ${id} desc limit ${limit}`;

const activities = (asked: Asked): string =>
  `select 'activity' as kind, a.id, a.at, jsonb_build_object('by', ${linkJson("u")}, 'type', a.kind, 'direction', a.direction, 'outcome', a.outcome, 'subject', a.subject, 'body', a.body, 'minutes', a.minutes,
     'automatic', a.automatic, 'private', a.private, 'contact', ${contactJson("c")}, 'version', a.version, 'mine', a.by_id is not distinct from ${asked.b.bind(asked.principal.userId)}::uuid) as data
   from activity a left join app_user u on u.id = a.by_id left join contact ac on ac.id = a.contact_id left join contact c on c.id = ac.survivor_id
   where a.opportunity_id = ${asked.id} and a.removed_at is null and ${activityScope(asked.principal, asked.b)} ${page(asked, "a.at", "a.id")}`;

const moves = (asked: Asked): string =>
  `select 'move' as kind, v.id, v.at, jsonb_build_object('by', ${linkJson("u")}, 'from', coalesce(f.name, v.from_stage), 'to', coalesce(s.name, v.to_stage), 'fromState', v.from_state, 'toState', v.to_state, 'stayedMs', v.stayed_ms,
     'reason', v.reason, 'words', v.words) as data
   from opportunity_move v left join pipeline_stage s on s.key = v.to_stage left join pipeline_stage f on f.key = v.from_stage left join app_user u on u.id = v.by_id
   where v.opportunity_id = ${asked.id} ${page(asked, "v.at", "v.id")}`;

/** Changes have numbers, not ids; a number is written as an id so that one cursor orders all branches. What was set when the deal was opened is no change. */
const changes = (asked: Asked): string => {
  const id = "lpad(to_hex(g.id), 32, '0')::uuid";
  const named = (side: "old" | "new"): string =>
    `case g.field when 'owner_id' then (select to_jsonb(name) from app_user where id = (g.${side}#>>'{}')::uuid) when 'company_id' then (select to_jsonb(name) from company where id = (g.${side}#>>'{}')::uuid) else g.${side} end`;
  return `select 'change' as kind, ${id} as id, g.happened_at as at, jsonb_build_object('by', ${linkJson("u")}, 'field', g.field, 'old', ${named("old")}, 'new', ${named("new")}) as data
   from change g left join app_user u on u.id = g.actor_id
   where g.entity_kind = 'opportunity' and g.entity_id = ${asked.id} and g.field in ('name', 'amount', 'close_on', 'owner_id', 'company_id', 'competitor')
     and g.applied > (select min(f.applied) from change f where f.entity_kind = 'opportunity' and f.entity_id = ${asked.id}) ${page(asked, "g.happened_at", id)}`;
};

const tasks = (asked: Asked): string =>
  `select 'task' as kind, k.id, k.done_at as at, jsonb_build_object('by', ${linkJson("u")}, 'title', k.title) as data from task k left join app_user u on u.id = k.assignee_id
   where k.opportunity_id = ${asked.id} and k.done_at is not null ${page(asked, "k.done_at", "k.id")}`;

const joined = (asked: Asked): string =>
  `select 'joined' as kind, m.contact_id as id, m.added_at as at, jsonb_build_object('by', ${linkJson("u")}, 'contact', ${contactJson("c")}) as data
   from opportunity_contact m join opportunity o on o.id = m.opportunity_id join contact mc on mc.id = m.contact_id join contact c on c.id = mc.survivor_id left join app_user u on u.id = m.added_by
   where m.opportunity_id = ${asked.id} and ${joinedLater("m", "o")} ${page(asked, "m.added_at", "m.contact_id")}`;
