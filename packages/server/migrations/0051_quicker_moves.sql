-- A function that sets its own search path has Postgres look up everything anew at each call: these run once for every
-- command, so they name the schema instead. They do what they did.
create or replace function tandem.refresh_journey(ids uuid[]) returns void language plpgsql as $$
declare
  old_at     timestamptz[];
  old_source text[];
begin
  select array_agg(lead_at), array_agg(source) into old_at, old_source from tandem.journey where contact_id = any (ids) and standing;
  delete from tandem.journey where contact_id = any (ids);
  insert into tandem.journey (contact_id, standing, lead_at, mql_at, sal_at, sql_at, opportunity_at, customer_at, reached, stage, stage_since, flag, source, channel, country, grade, owner_id)
  select e.contact_id, coalesce(c.survivor_id = c.id and c.identified_at is not null, false),
    coalesce(e.lead_at, e.first_at), e.mql_at, e.sal_at, e.sql_at, e.opportunity_at, e.customer_at, e.reached, e.stage, e.stage_since, e.flag,
    c.source, c.first_touch ->> 'channel', c.country, c.grade, c.owner_id
  from (
    select contact_id,
      min(entered_at) filter (where stage = 'lead') as lead_at,
      min(entered_at) filter (where tandem.stage_rank(stage) > 0) as first_at,
      min(entered_at) filter (where stage = 'mql') as mql_at,
      min(entered_at) filter (where stage = 'sal') as sal_at,
      min(entered_at) filter (where stage = 'sql') as sql_at,
      min(entered_at) filter (where stage = 'opportunity') as opportunity_at,
      min(entered_at) filter (where stage = 'customer') as customer_at,
      max(tandem.stage_rank(stage)) as reached,
      (array_agg(stage order by applied desc, id desc))[1] as stage,
      (array_agg(entered_at order by applied desc, id desc))[1] as stage_since,
      max(flag) as flag
    from tandem.counted_episode where contact_id = any (ids) group by contact_id
  ) e left join tandem.contact c on c.id = e.contact_id
  where e.reached > 0;

  insert into tandem.lead_tally (day, source, leads)
  select day, source, sum(n) from (
    select (at at time zone 'UTC')::date as day, source, -1 as n from unnest(old_at, old_source) as o (at, source)
    union all
    select (lead_at at time zone 'UTC')::date, source, 1 from tandem.journey where contact_id = any (ids) and standing
  ) turned group by day, source having sum(n) <> 0;

  delete from tandem.passage where contact_id = any (ids);
  insert into tandem.passage (episode_id, contact_id, standing, entered_at, sal_at, sql_at, opportunity_at, customer_at, place, place_since, returned_at, history)
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
      from tandem.counted_episode e where contact_id = any (ids)
      window passing as (partition by contact_id order by applied, id)
    ) numbered
    where number > 0 group by contact_id, number
  ) p left join tandem.contact c on c.id = p.contact_id;
end $$;

create or replace function tandem.episode_moved() returns trigger language plpgsql as $$
begin
  perform tandem.refresh_journey(array(select distinct contact_id from moved where stage <> 'visitor'));
  return null;
end $$;

create or replace function tandem.episode_corrected() returns trigger language plpgsql as $$
begin
  perform tandem.refresh_journey(array[old.contact_id, new.contact_id]);
  return null;
end $$;

create or replace function tandem.contact_turned() returns trigger language plpgsql as $$
begin
  if (old.survivor_id, old.identified_at is null, old.source) is distinct from (new.survivor_id, new.identified_at is null, new.source) then
    perform tandem.refresh_journey(array[new.id]);
  else
    update tandem.journey set channel = new.first_touch ->> 'channel', country = new.country, grade = new.grade, owner_id = new.owner_id where contact_id = new.id;
  end if;
  return null;
end $$;

create or replace function tandem.contact_found_by() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or not new.listed then
    delete from tandem.contact_search where contact_id = old.id;
  else
    insert into tandem.contact_search (contact_id, text) values (new.id, new.search) on conflict (contact_id) do update set text = excluded.text;
  end if;
  return null;
end $$;

create or replace function tandem.package_kept() returns trigger language plpgsql as $$
begin
  update tandem.handoff set complete = new.package -> 'missing' = '[]'::jsonb
  where id = new.handoff_id and complete is distinct from (new.package -> 'missing' = '[]'::jsonb);
  return null;
end $$;

-- Two indexes of handoffs that others begin with in the same order.
drop index tandem.handoff_closed_at;
drop index tandem.handoff_opened;
