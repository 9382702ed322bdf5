/** What a person would write by hand for each screen, on the product's own tables and indexes; row rules of a sales rep included. */

const row = `c.id, c.first_name, c.last_name, c.email, c.title, c.country, c.company_id, y.name as company_name, y.domain as company_domain, c.owner_id, u.name as owner_name,
  c.stage, c.fit, c.grade, c.engagement, c.first_touch->>'channel' as channel, c.created_at, c.last_seen_at`;
const joins = "left join company y on y.id = c.company_id left join app_user u on u.id = c.owner_id";
const page = (where: string, order: string): string => `select ${row} from (select * from contact where ${where} order by ${order} limit 50) c ${joins} order by ${order}`;

export const bareQueries = {
  newest: page("listed", "created_at desc, id desc"),
  filter: page("listed and stage = $1 and country = $2", "engagement desc, id desc"),
  "page-1000": page("listed and (created_at, id) < ($1::timestamptz, $2::uuid)", "created_at desc, id desc"),
  // The trigram index first: an order by with a limit would tempt the planner to walk all contacts.
  search: `with hit as materialized (select contact_id as id from contact_search where text like $1)
    select ${row} from (select c.* from contact c join hit using (id) order by c.created_at desc, c.id desc limit 50) c ${joins} order by c.created_at desc, c.id desc`,
  "search-count": "with hit as materialized (select from contact_search where text like $1 limit 10001) select count(*) from hit",
  contact: `select c.*, to_jsonb(y) as company, u.name as owner_name,
      (select jsonb_agg(to_jsonb(e) order by e.applied) from episode e where e.contact_id = c.id) as episodes,
      (select jsonb_agg(to_jsonb(s) order by s.applied) from (select * from score where contact_id = c.id order by applied desc limit 30) s) as scores,
      (select jsonb_agg(d) from (select g.revision_id, g.day, count(*) from assignment a join signal g on g.subject_id = a.subject_id and g.occurred_at >= a.from_at and g.occurred_at < a.to_at and g.quarantined is null
         where a.contact_id = c.id and a.retracted is null group by 1, 2) d) as signal_days,
      (select count(*) from (select from assignment a join event e on e.subject_id = a.subject_id where a.contact_id = c.id and a.retracted is null limit 1001) n) as events,
      (select to_jsonb(h) from handoff h where h.contact_id = c.id and h.closed_at is null and (h.assignee_id = $2 or h.team_id = $3)) as handoff,
      (select jsonb_agg(to_jsonb(o)) from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id where oc.contact_id = c.id and (o.owner_id = $2 or o.team_id = $3)) as opportunities,
      (select jsonb_agg(to_jsonb(s)) from assignment a join subject s on s.id = a.subject_id where a.contact_id = c.id and a.retracted is null) as subjects
    from contact c ${joins} where c.id = $1`,
  timeline: `select * from (
      (select e.occurred_at as at, e.id, 'event' as kind, e.type, e.name, e.payload from assignment a cross join lateral (
         select * from event e where e.subject_id = a.subject_id and e.occurred_at >= a.from_at and e.occurred_at < a.to_at order by e.occurred_at desc, e.id desc limit 50) e
       where a.contact_id = $1 and a.retracted is null)
      union all select e.entered_at, e.id, 'stage', e.stage, e.cause, null from episode e where e.contact_id = $1
      union all select h.opened_at, h.id, 'handoff', h.state, h.tier, null from handoff h where h.contact_id = $1 and (h.assignee_id = $2 or h.team_id = $3)
      union all (select a.at, a.id, 'activity', a.kind, a.subject, null from activity a where a.contact_id = $1 and a.removed_at is null and (not a.private or a.by_id = $2) order by a.at desc limit 50)
      union all (select g.happened_at, null, 'change', g.field, null, g.new from change g where g.entity_kind = 'contact' and g.entity_id = $1 order by g.happened_at desc, g.id desc limit 50)
      union all select v.at, v.id, 'opportunity', v.to_stage, v.to_state, null from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id join opportunity_move v on v.opportunity_id = o.id
       where oc.contact_id = $1 and (o.owner_id = $2 or o.team_id = $3)
    ) entry order by at desc limit 50`,
  // The numbers of a dashboard, each asked straight.
  dashboard: `select
      (select jsonb_agg(f) from (select reached, count(*) from journey where standing and lead_at >= $1 group by reached) f) as funnel,
      (select jsonb_agg(p) from (select date_trunc('week', entered_at) as week, place, count(*) from passage where standing and entered_at >= $1 group by 1, 2) p) as mqls,
      (select jsonb_agg(k) from (select clause, state, count(*) from clock where started_at >= $1 group by 1, 2) k) as clocks,
      (select jsonb_agg(h) from (select state, reason, count(*) from handoff where opened_at >= $1 group by 1, 2) h) as handoffs,
      (select jsonb_agg(d) from (select state, count(*), sum(amount_company), avg(closed_at - created_at) from opportunity where closed_at >= $1 group by 1) d) as deals,
      (select jsonb_agg(o) from (select stage, count(*), sum(amount_company) from opportunity where state = 'open' group by 1) o) as pipeline,
      (select jsonb_agg(t) from (select stage, percentile_cont(0.5) within group (order by left_at - entered_at) from episode where left_at >= $1 and stage in ('lead', 'mql', 'sal', 'sql', 'opportunity') and not history group by 1) t) as velocity`,
} as const satisfies Record<string, string>;

export type BareQuery = keyof typeof bareQueries;
