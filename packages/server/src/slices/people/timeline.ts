import type { TimelineFilter } from "@tandem/contract/people/timeline";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound, type Bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { joinedLater } from "../../spine/join-opportunity.ts";
import { activityScope, handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import { stretchesOf } from "./stretches.ts";

/**
 * Everything that happened with some contacts, newest first. Every branch stops at a page on an index of its own, and
 * only then are they put together: a hundred thousand events behind the page cost nothing.
 */
export interface TimelineQuery {
  readonly memberIds: readonly string[];
  readonly show: TimelineFilter;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface TimelineRow {
  readonly kind: string;
  readonly id: string;
  readonly at: Date;
  readonly contact_id: string;
  readonly data: Record<string, unknown>;
  readonly type: string | null;
  readonly name: string | null;
  readonly path: string | null;
  readonly properties: Record<string, unknown> | null;
  readonly signals: { key: string; revision: number; quarantined: string | null; day: string }[] | null;
  readonly touch: { channel: string; source: string | null; medium: string | null; campaign: string | null } | null;
}

/** One page of rows and the cursor of the next. */
export async function listTimelineRows(sql: Sql, principal: Principal, query: TimelineQuery): Promise<{ rows: TimelineRow[]; next: string | null }> {
  const b = bound();
  const place = readCursor(timePlace, query.cursor);
  const parts: Parts = {
    members: b.bind([...query.memberIds]),
    before: place ? { at: `${b.bind(place[0])}::timestamptz`, id: `${b.bind(place[1])}::uuid` } : null,
    limit: b.bind(query.limit + 1),
    b,
    principal,
  };
  const branches = branchesOf[query.show].map((branch) => `(${branch(parts)})`).join("\n union all ");
  const rows = await sql.query<TimelineRow & { place: string }>(
    `with stretch as materialized (${stretchesOf(parts.members)}),
     page as materialized (select * from (${branches}) branch order by at desc, id desc limit ${parts.limit})
     select p.kind, p.id, p.at, p.at::text as place, p.contact_id, p.data, e.type, e.name,
       coalesce(e.payload->'context'->'page'->>'path', e.payload->'properties'->>'path') as path, e.payload->'properties' as properties, s.signals,
       case when t.event_id is not null then jsonb_build_object('channel', t.channel, 'source', t.source, 'medium', t.medium, 'campaign', t.campaign) end as touch
     from page p
     left join event e on p.kind = 'event' and e.subject_id = p.subject_id and e.id = p.id
     left join touch t on p.kind = 'event' and t.subject_id = p.subject_id and t.event_id = p.id
     left join lateral (
       select jsonb_agg(jsonb_build_object('key', r.key, 'revision', r.id, 'quarantined', s.quarantined, 'day', s.day)) as signals
       from signal s join signal_revision r on r.id = s.revision_id where p.kind = 'event' and s.subject_id = p.subject_id and s.event_id = p.id) s on true
     order by p.at desc, p.id desc`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null };
}

interface Parts {
  readonly members: string;
  readonly before: { at: string; id: string } | null;
  readonly limit: string;
  readonly b: Bound;
  readonly principal: Principal;
}
type Branch = (parts: Parts) => string;

const beforePlace = ({ before }: Parts, at: string, id: string) => (before ? `and ${at} <= ${before.at} and (${at}, ${id}) < (${before.at}, ${before.id})` : "");
const newest = ({ limit }: Parts, at: string, id: string) => `order by ${at} desc, ${id} desc limit ${limit}`;
const members = ({ members }: Parts) => `unnest(${members}::uuid[]) m(id)`;
const person = (alias: string) => `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;
const noSubject = "null::uuid as subject_id";

/** Events along `event_timeline`, per stretch. */
const events =
  (types: readonly string[] | null): Branch =>
  (p) =>
    `select e.occurred_at as at, e.id, 'event' as kind, s.contact_id, e.subject_id, '{}'::jsonb as data from stretch s cross join lateral (
       select e.occurred_at, e.id, e.subject_id from event e where e.subject_id = s.subject_id and e.occurred_at >= s.from_at and e.occurred_at < s.to_at
       ${types ? `and e.type in (${types.map((type) => `'${type}'`).join(", ")})` : ""} ${beforePlace(p, "e.occurred_at", "e.id")} ${newest(p, "e.occurred_at", "e.id")}) e`;

/** Events credited to a channel or campaign, along `touch_at`. */
const touches: Branch = (p) =>
  `select t.at, t.event_id as id, 'event' as kind, s.contact_id, t.subject_id, '{}'::jsonb as data from stretch s cross join lateral (
     select t.at, t.event_id, t.subject_id from touch t where t.subject_id = s.subject_id and t.at >= s.from_at and t.at < s.to_at
     ${beforePlace(p, "t.at", "t.event_id")} ${newest(p, "t.at", "t.event_id")}) t`;

const activities: Branch = (p) =>
  `select a.at, a.id, 'activity' as kind, a.contact_id, ${noSubject}, a.data from ${members(p)} cross join lateral (
     select a.at, a.id, a.contact_id, jsonb_build_object('type', a.kind, 'direction', a.direction, 'outcome', a.outcome, 'subject', a.subject, 'body', left(a.body, 4000), 'minutes', a.minutes,
       'automatic', a.automatic, 'private', a.private, 'opportunityId', a.opportunity_id, 'by', ${person("u")}) as data
     from activity a left join app_user u on u.id = a.by_id
     where a.contact_id = m.id and a.removed_at is null and ${activityScope(p.principal, p.b)} ${beforePlace(p, "a.at", "a.id")} ${newest(p, "a.at", "a.id")}) a`;

const stages =
  (shown: readonly string[] | null): Branch =>
  (p) =>
    `select e.entered_at as at, e.id, 'stage' as kind, e.contact_id, ${noSubject}, jsonb_build_object('from', b.stage, 'to', e.stage, 'cause', e.cause, 'words', e.words, 'flag', e.flag,
       'agreementVersion', e.agreement_version, 'by', ${person("u")}) as data
     from episode e left join episode b on b.id = e.predecessor_id left join app_user u on u.id = e.actor_id
     where e.contact_id = any(${p.members}::uuid[]) ${shown ? `and e.stage in (${shown.map((stage) => `'${stage}'`).join(", ")})` : ""}
     ${beforePlace(p, "e.entered_at", "e.id")} ${newest(p, "e.entered_at", "e.id")}`;

const handoffs =
  (act: "opened" | "closed"): Branch =>
  (p) => {
    const at = act === "opened" ? "h.opened_at" : "h.closed_at";
    return `select ${at} as at, h.id, 'handoff' as kind, h.contact_id, ${noSubject}, jsonb_build_object('act', '${act}', 'state', h.state, 'tier', h.tier, 'assignee', ${person("u")}, 'team', t.name,
       'reason', h.reason, 'words', h.words, 'by', ${act === "closed" ? person("c") : "null"}) as data
     from handoff h join team t on t.id = h.team_id left join app_user u on u.id = h.assignee_id left join app_user c on c.id = h.closed_by
     where h.contact_id = any(${p.members}::uuid[]) and ${at} is not null and ${handoffScope(p.principal, p.b)} ${beforePlace(p, at, "h.id")} ${newest(p, at, "h.id")}`;
  };

/** Changes have numbers, not ids; a number is written as an id so that one cursor orders all branches. */
const changes: Branch = (p) => {
  const id = "lpad(to_hex(c.id), 32, '0')::uuid";
  return `select c.at, c.id, 'change' as kind, c.contact_id, ${noSubject}, c.data from ${members(p)} cross join lateral (
     select c.happened_at as at, ${id} as id, c.entity_id as contact_id, jsonb_build_object('field', c.field, 'old', c.old, 'new', c.new, 'actorKind', c.actor_kind, 'by', ${person("u")}) as data
     from change c left join app_user u on u.id = c.actor_id
     where c.entity_kind = 'contact' and c.entity_id = m.id ${beforePlace(p, "c.happened_at", id)} order by c.happened_at desc, c.id desc limit ${p.limit}) c`;
};

const tasks: Branch = (p) =>
  `select k.done_at as at, k.id, 'task' as kind, k.contact_id, ${noSubject}, jsonb_build_object('title', k.title, 'by', ${person("u")}) as data
   from task k left join app_user u on u.id = k.assignee_id where k.contact_id = any(${p.members}::uuid[]) and k.done_at is not null ${beforePlace(p, "k.done_at", "k.id")} ${newest(p, "k.done_at", "k.id")}`;

const opportunities: Branch = (p) =>
  `select v.at, v.id, 'opportunity' as kind, oc.contact_id, ${noSubject}, jsonb_build_object('opportunityId', o.id, 'name', o.name, 'from', f.name, 'to', s.name, 'state', v.to_state, 'by', ${person("u")}) as data
   from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id join opportunity_move v on v.opportunity_id = o.id
   join pipeline_stage s on s.key = v.to_stage left join pipeline_stage f on f.key = v.from_stage left join app_user u on u.id = v.by_id
   where oc.contact_id = any(${p.members}::uuid[]) and ${opportunityScope(p.principal, p.b)} ${beforePlace(p, "v.at", "v.id")} ${newest(p, "v.at", "v.id")}`;

const joined: Branch = (p) =>
  `select oc.added_at as at, o.id, 'joined' as kind, oc.contact_id, ${noSubject}, jsonb_build_object('opportunityId', o.id, 'name', o.name, 'by', ${person("u")}) as data
   from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id left join app_user u on u.id = oc.added_by
   where oc.contact_id = any(${p.members}::uuid[]) and ${joinedLater("oc", "o")} and ${opportunityScope(p.principal, p.b)} ${beforePlace(p, "oc.added_at", "o.id")} ${newest(p, "oc.added_at", "o.id")}`;

const campaigns: Branch = (p) =>
  `select cm.at, cm.campaign_id as id, 'campaign' as kind, cm.contact_id, ${noSubject}, jsonb_build_object('name', g.name, 'status', cm.status, 'by', null) as data
   from campaign_member cm join campaign g on g.id = cm.campaign_id where cm.contact_id = any(${p.members}::uuid[]) ${beforePlace(p, "cm.at", "cm.campaign_id")} ${newest(p, "cm.at", "cm.campaign_id")}`;

const merges =
  (act: "merged" | "unmerged"): Branch =>
  (p) => {
    const at = act === "merged" ? "g.merged_at" : "g.undone_at";
    return `select ${at} as at, g.id, 'merge' as kind, o.mine as contact_id, ${noSubject}, jsonb_build_object('act', '${act}', 'by', ${person("u")},
       'other', jsonb_build_object('id', c.id, 'email', c.email, 'createdAt', to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'name', coalesce(nullif(trim(coalesce(c.first_name, '') || ' ' || coalesce(c.last_name, '')), ''), c.email, 'Unknown visitor'))) as data
     from merge g cross join lateral (values (g.into_id, g.from_id), (g.from_id, g.into_id)) o(mine, other) join contact c on c.id = o.other
     left join app_user u on u.id = ${act === "merged" ? "g.merged_by" : "g.undone_by"}
     where o.mine = (${p.members}::uuid[])[1] and ${at} is not null and (g.into_id = any(${p.members}::uuid[]) or g.from_id = any(${p.members}::uuid[]))
     ${beforePlace(p, at, "g.id")} ${newest(p, at, "g.id")}`;
  };

const salesStages = ["sal", "sql", "opportunity", "customer", "lost", "disqualified", "churned"];
const marketingStages = ["visitor", "lead", "mql", "nurture", "advocate"];

const branchesOf: Record<TimelineFilter, readonly Branch[]> = {
  all: [events(null), activities, stages(null), handoffs("opened"), handoffs("closed"), changes, tasks, opportunities, joined, campaigns, merges("merged"), merges("unmerged")],
  sales: [activities, stages(salesStages), handoffs("opened"), handoffs("closed"), tasks, opportunities, joined],
  marketing: [touches, stages(marketingStages), campaigns],
  web: [events(["page", "screen", "track"])],
};
