import type { HandoffPage } from "@tandem/contract/handoff/handoff";
import type { HandoffPackage } from "@tandem/domain/handoff/package";
import type { RouteStep } from "@tandem/domain/routing/route";
import { bound } from "../../platform/bound.ts";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import type { HandoffKind } from "../../spine/handoff-states.ts";
import { activityScope, handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import { clockJson, type ClockRow } from "./clock-reading.ts";
import { scopeParams, scopeSql } from "./row-scope.ts";
import { countsSql, linkSql, nameSql } from "./words.ts";

interface Link {
  readonly id: string;
  readonly name: string;
}

/** A handoff with what is frozen about it. */
export interface HandoffHead {
  readonly id: string; readonly version: number; readonly contact_id: string; readonly agreement_version: number; readonly state: HandoffKind; readonly tier: string; readonly lane: string | null;
  readonly assignee: Link | null; readonly load: HandoffPage["load"]; readonly team: Link; readonly trace: RouteStep[]; readonly opened_at: Date; readonly assigned_at: Date | null; readonly seen_at: Date | null;
  readonly first_attempt_at: Date | null; readonly accepted_at: Date | null; readonly closed_at: Date | null; readonly closer: Link | null; readonly reason: string | null; readonly words: string | null;
  readonly fit: number; readonly package: HandoffPackage | null; readonly clocks: ClockRow[]; readonly dispute: HandoffPage["dispute"];
}

/** The one the reader may see, or none. */
export function findHead(sql: Sql, principal: Principal, handoffId: string): Promise<HandoffHead | null> {
  return sql.find<HandoffHead>(
    `select h.id, h.version, c.survivor_id as contact_id, h.agreement_version, h.state, h.tier, h.lane, ${linkSql("u")} as assignee, ${linkSql("t")} as team, h.trace,
       case when u.id is not null then jsonb_build_object('open', (select count(*)::int from handoff o where o.assignee_id = u.id and o.closed_at is null), 'capacity', (select min(m.capacity) from team_member m where m.user_id = u.id)) end as load, h.opened_at, h.assigned_at, h.seen_at,
       h.first_attempt_at, h.accepted_at, h.closed_at, ${linkSql("b")} as closer, h.reason, h.words, h.fit, p.package,
       (select coalesce(jsonb_agg(${clockJson("k", "x")} order by case k.kind when 'first-attempt' then 0 when 'disposition' then 1 else 2 end, k.due_at), '[]') from clock k left join app_user x on x.id = k.excused_by where k.handoff_id = h.id) as clocks,
       (select jsonb_build_object('words', d.words, 'by', ${linkSql("du")}, 'at', ${wireTime("d.at")}, 'answer',
          case when d.answered_at is not null then jsonb_build_object('words', d.answer, 'by', ${linkSql("da")}, 'at', ${wireTime("d.answered_at")}) end)
        from handoff_dispute d join app_user du on du.id = d.by_id left join app_user da on da.id = d.answered_by where d.handoff_id = h.id) as dispute
     from handoff h join contact c on c.id = h.contact_id join team t on t.id = h.team_id
     left join app_user u on u.id = h.assignee_id left join app_user b on b.id = h.closed_by left join handoff_package p on p.handoff_id = h.id
     where h.id = $1 and ${scopeSql(2)}`,
    [handoffId, ...scopeParams(principal)],
  );
}

export interface Around {
  readonly attempts: { id: string; at: string; recordedAt: string; channel: "call" | "email" | "meeting" | "message"; direction: "in" | "out"; outcome: string | null; note: string; by: Link | null; counts: boolean }[];
  readonly notes: { id: string; at: string; body: string; by: Link | null }[];
  readonly answers: { key: string; value: string; confidence: "low" | "medium" | "high"; evidence: string; activityId: string | null; at: string; by: Link | null }[];
  readonly colleagues: HandoffPage["colleagues"];
  readonly opportunities: HandoffPage["opportunities"];
  readonly campaigns: { at: string; channel: string; name: string; first: boolean }[];
  readonly assignments: HandoffPage["assignments"];
  readonly reasons: { code: string; count: number }[];
  readonly earlier: (Omit<HandoffPage["earlier"][number], "reason"> & { reason: string | null })[];
  readonly episodes: { id: string; at: string; from: string | null; to: string; cause: string; by: Link | null }[];
  readonly users: Link[];
  readonly teams: Link[];
  readonly room: { open: number; capacity: number | null };
}

/** Everything that stands around a lead, in one round trip. `$1` is the handoff, `$2` the contact who answers, `$3` the company, `$4` the start of the month. */
export function loadAround(sql: Sql, principal: Principal, head: HandoffHead, options: { readonly companyId: string | null; readonly monthStart: Date }): Promise<Around> {
  const members = "(select id from contact where survivor_id = $2)";
  const b = bound();
  for (const known of [head.id, head.contact_id, options.companyId, options.monthStart]) b.bind(known);
  const [readable, me] = [activityScope(principal, b), b.bind(principal.userId)];
  return sql.one<Around>(
    `select
      (select coalesce(jsonb_agg(to_jsonb(a) order by a.at desc), '[]') from (
        select a.id, ${wireTime("a.at")} as at, ${wireTime("a.recorded_at")} as "recordedAt", a.kind as channel, a.direction, a.outcome, left(a.body, 4000) as note, ${linkSql("u")} as by, ${countsSql("a")} as counts
        from activity a left join app_user u on u.id = a.by_id
        where a.handoff_id = $1 and a.kind <> 'note' and a.removed_at is null and ${readable} order by a.at desc limit 100) a) as attempts,
      (select coalesce(jsonb_agg(to_jsonb(a) order by a.at desc), '[]') from (
        select a.id, ${wireTime("a.at")} as at, left(a.body, 1000) as body, ${linkSql("u")} as by from activity a left join app_user u on u.id = a.by_id
        where a.contact_id in ${members} and a.kind = 'note' and a.removed_at is null and ${readable} order by a.at desc limit 10) a) as notes,
      (select coalesce(jsonb_agg(to_jsonb(q)), '[]') from (
        select distinct on (q.question) q.question as key, q.answer as value, q.confidence, q.evidence, q.activity_id as "activityId", ${wireTime("q.answered_at")} as at, ${linkSql("u")} as by
        from qualification_answer q left join app_user u on u.id = q.answered_by where q.contact_id in ${members} and q.superseded_at is null order by q.question, q.answered_at desc) q) as answers,
      (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from (
        select c.id, ${nameSql("c")} as name, c.title, c.stage from contact c where c.company_id = $3 and c.id <> $2 and c.identified_at is not null and c.survivor_id = c.id order by c.engagement desc, c.id limit 100) c) as colleagues,
      (select coalesce(jsonb_agg(to_jsonb(o)), '[]') from (
        select o.id, o.name, s.name as "stageName", o.amount, o.currency, ${linkSql("u")} as owner from opportunity o join pipeline_stage s on s.key = o.stage left join app_user u on u.id = o.owner_id
        where o.state = 'open' and o.company_id = $3 and ${opportunityScope(principal, b)} order by o.created_at desc limit 5) o) as opportunities,
      (select coalesce(jsonb_agg(to_jsonb(t) order by t.at desc), '[]') from (
        select distinct on (t.channel, t.campaign_folded) ${wireTime("t.at")} as at, t.channel, coalesce(g.name, t.campaign, t.channel) as name, t.at = (min(t.at) over ()) as first
        from assignment s join touch t on t.subject_id = s.subject_id and t.at >= s.from_at and t.at < s.to_at
        left join campaign_utm m on m.utm_folded = t.campaign_folded left join campaign g on g.id = m.campaign_id
        where s.contact_id in ${members} and s.retracted is null order by t.channel, t.campaign_folded, t.at desc limit 50) t) as campaigns,
      (select coalesce(jsonb_agg(to_jsonb(a) order by a.at), '[]') from (
        select ${wireTime("a.at")} as at, ${linkSql("u")} as to, ${linkSql("t")} as team, ${linkSql("b")} as by, a.why
        from handoff_assignment a join team t on t.id = a.team_id left join app_user u on u.id = a.assignee_id left join app_user b on b.id = a.by_id where a.handoff_id = $1) a) as assignments,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (select reason as code, count(*)::int as count from handoff where closed_at >= $4 and reason is not null group by reason) r) as reasons,
      (select coalesce(jsonb_agg(to_jsonb(e) order by e."openedAt" desc), '[]') from (
        select e.id, ${wireTime("e.opened_at")} as "openedAt", e.state, e.reason, e.words, ${linkSql("u")} as assignee from handoff e left join app_user u on u.id = e.assignee_id
        where e.contact_id in ${members} and e.id <> $1 and ${handoffScope(principal, b, "e")} order by e.opened_at desc limit 10) e) as earlier,
      (select coalesce(jsonb_agg(to_jsonb(e) order by e.at desc, e.applied desc, e.id desc), '[]') from (
        select e.id, e.applied, ${wireTime("e.entered_at")} as at, b.stage as "from", e.stage as "to", e.cause, ${linkSql("u")} as by from episode e left join episode b on b.id = e.predecessor_id left join app_user u on u.id = e.actor_id
        where e.contact_id in ${members} order by e.applied desc limit 20) e) as episodes,
      (select coalesce(jsonb_agg(${linkSql("u")}), '[]') from app_user u) as users,
      (select coalesce(jsonb_agg(${linkSql("t")}), '[]') from team t) as teams,
      jsonb_build_object('open', (select count(*)::int from handoff o where o.assignee_id = ${me}::uuid and o.closed_at is null), 'capacity', (select min(capacity) from team_member where user_id = ${me}::uuid)) as room`,
    b.params,
  );
}

export interface SignalRow {
  readonly at: string;
  readonly day: string;
  readonly revision: number;
  readonly what: string | null;
}

const mostSignals = 300;
export const mostEvents = 1_000;

/** The newest recognised events of a contact, and how many events there are at all. */
export function loadSignalEvents(sql: Sql, contactId: string): Promise<{ signals: SignalRow[]; events: number; since: string | null }> {
  return sql.one(
    `with stretch as materialized (select a.subject_id, a.from_at, a.to_at from assignment a where a.contact_id in (select id from contact where survivor_id = $1) and a.retracted is null),
     recent as materialized (
       select s.occurred_at, s.day, s.revision_id, s.subject_id, s.event_id from stretch a join signal s on s.subject_id = a.subject_id and s.occurred_at >= a.from_at and s.occurred_at < a.to_at and s.quarantined is null
       order by s.occurred_at desc limit ${mostSignals}),
     counted as materialized (
       select e.occurred_at from stretch a join event e on e.subject_id = a.subject_id and e.occurred_at >= a.from_at and e.occurred_at < a.to_at limit ${mostEvents + 1})
     select
       (select coalesce(jsonb_agg(jsonb_build_object('at', ${wireTime("r.occurred_at")}, 'day', r.day, 'revision', r.revision_id, 'what', ${detailOf("e")}) order by r.occurred_at desc), '[]')
        from recent r join event e on e.subject_id = r.subject_id and e.id = r.event_id) as signals,
       (select count(*)::int from counted) as events,
       (select ${wireTime("min(occurred_at)")} from counted) as since`,
    [contactId],
  );
}

/** What a person reads of an event: its path, its title, else its name. */
function detailOf(e: string): string {
  return `coalesce(${e}.payload->'context'->'page'->>'path', ${e}.payload->'properties'->>'path', ${e}.payload->'properties'->>'title', ${e}.name)`;
}

/** An instant as the wire writes it. */
export function wireTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
