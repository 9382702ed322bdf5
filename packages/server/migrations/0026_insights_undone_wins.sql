-- A win that was taken back made nobody a customer: its episode stays in the history and counts nowhere.
create view tandem.counted_episode as
  select e.* from tandem.episode e
  where not exists (select 1 from tandem.episode next where next.predecessor_id = e.id and next.cause = 'win-undone');

create or replace function tandem.refresh_journey(ids uuid[]) returns void language plpgsql set search_path = tandem as $$
declare
  old_at     timestamptz[];
  old_source text[];
begin
  select array_agg(lead_at), array_agg(source) into old_at, old_source from journey where contact_id = any (ids) and standing;
  delete from journey where contact_id = any (ids);
  insert into journey (contact_id, standing, lead_at, mql_at, sal_at, sql_at, opportunity_at, customer_at, reached, stage, stage_since, flag, source, channel, country, grade, owner_id)
  select e.contact_id, coalesce(c.survivor_id = c.id and c.identified_at is not null, false),
    coalesce(e.lead_at, e.first_at), e.mql_at, e.sal_at, e.sql_at, e.opportunity_at, e.customer_at, e.reached, e.stage, e.stage_since, e.flag,
    c.source, c.first_touch ->> 'channel', c.country, c.grade, c.owner_id
  from (
    select contact_id,
      min(entered_at) filter (where stage = 'lead') as lead_at,
      min(entered_at) filter (where stage_rank(stage) > 0) as first_at,
      min(entered_at) filter (where stage = 'mql') as mql_at,
      min(entered_at) filter (where stage = 'sal') as sal_at,
      min(entered_at) filter (where stage = 'sql') as sql_at,
      min(entered_at) filter (where stage = 'opportunity') as opportunity_at,
      min(entered_at) filter (where stage = 'customer') as customer_at,
      max(stage_rank(stage)) as reached,
      (array_agg(stage order by applied desc, id desc))[1] as stage,
      (array_agg(entered_at order by applied desc, id desc))[1] as stage_since,
      max(flag) as flag
    from counted_episode where contact_id = any (ids) group by contact_id
  ) e left join contact c on c.id = e.contact_id
  where e.reached > 0;

  insert into lead_tally (day, source, leads)
  select day, source, sum(n) from (
    select (at at time zone 'UTC')::date as day, source, -1 as n from unnest(old_at, old_source) as o (at, source)
    union all
    select (lead_at at time zone 'UTC')::date, source, 1 from journey where contact_id = any (ids) and standing
  ) turned group by day, source having sum(n) <> 0;

  delete from passage where contact_id = any (ids);
  insert into passage (episode_id, contact_id, standing, entered_at, sal_at, sql_at, opportunity_at, customer_at, place, place_since, returned_at, history)
  select p.episode_id, p.contact_id, coalesce(c.survivor_id = c.id and c.identified_at is not null, false), p.entered_at,
    p.sal_at, p.sql_at, p.opportunity_at, p.customer_at, p.place, p.place_since,
    lead(p.entered_at) over (partition by p.contact_id order by p.number), p.history
  from (
    select contact_id, number,
      (array_agg(id) filter (where stage = 'mql'))[1] as episode_id,
      min(entered_at) filter (where stage = 'mql') as entered_at,
      min(entered_at) filter (where stage = 'sal') as sal_at,
      min(entered_at) filter (where stage = 'sql') as sql_at,
      min(entered_at) filter (where stage = 'opportunity') as opportunity_at,
      min(entered_at) filter (where stage = 'customer') as customer_at,
      -- A lost deal is the end of its passage, also when the person goes on to nurture.
      (array_agg(place order by applied desc, id desc) filter (where place is not null))[1] as place,
      (array_agg(entered_at order by applied desc, id desc) filter (where place is not null))[1] as place_since,
      bool_or(history) filter (where stage = 'mql') as history
    from (
      select e.*, count(*) filter (where stage = 'mql') over passing as number,
        case when stage in ('advocate', 'churned') then 'customer' when stage in ('lead', 'visitor') then 'nurture'
             when stage = 'nurture' and lag(stage) over passing = 'lost' then null else stage end as place
      from counted_episode e where contact_id = any (ids)
      window passing as (partition by contact_id order by applied, id)
    ) numbered
    where number > 0 group by contact_id, number
  ) p left join contact c on c.id = p.contact_id;
end $$;
