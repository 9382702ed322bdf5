-- What the dashboard counts, narrow enough to be counted while somebody waits. Both tables are derived from `episode`
-- alone and rewritten from scratch for every contact that moves, in the transaction that moves it: they cannot drift.

-- One row for every contact that ever became a lead. A moment is the first entry into that stage; null was skipped or
-- never reached, and `reached` tells the two apart.
create table tandem.journey (
  contact_id     uuid primary key,
  -- Identified, and itself rather than merged into somebody else: only these are people.
  standing       boolean not null,
  lead_at        timestamptz not null,
  mql_at         timestamptz,
  sal_at         timestamptz,
  sql_at         timestamptz,
  opportunity_at timestamptz,
  customer_at    timestamptz,
  -- Furthest on the forward path: 1 lead, 2 MQL, 3 SAL, 4 SQL, 5 opportunity, 6 customer.
  reached        smallint not null,
  stage          text collate "C" not null,
  stage_since    timestamptz not null,
  -- The data contradicts itself (won before first contact): kept, shown apart.
  flag           text,
  -- What the shared filters ask for, as the contact has it now.
  source         text collate "C",
  channel        text collate "C",
  country        text collate "C",
  grade          text collate "C",
  owner_id       uuid
);
create index journey_lead on tandem.journey (lead_at) where standing;
-- Nine of ten leads go no further: what the funnel says of the others is read from this index alone.
create index journey_further on tandem.journey (lead_at, reached) include (stage, mql_at, sal_at, sql_at, opportunity_at, customer_at, flag) where standing and reached > 1;
create index journey_won on tandem.journey (lead_at) include (customer_at, flag, source) where standing and reached = 6;
create index journey_stopped on tandem.journey (lead_at) where standing and reached = 1 and stage <> 'lead';
create index journey_mql on tandem.journey (mql_at) where standing and mql_at is not null;
create index journey_sql on tandem.journey (sql_at) where standing and sql_at is not null;
create index journey_customer on tandem.journey (customer_at) where standing and customer_at is not null;
create index journey_flag on tandem.journey (lead_at) where flag is not null;

-- How many became leads on each day (UTC) by source, as additions and subtractions: appending never waits for another
-- writer. Folded now and then into one row a day and source; the sum is right at every moment.
create table tandem.lead_tally (
  day    date not null,
  source text collate "C",
  leads  integer not null
);
create index lead_tally_day on tandem.lead_tally (day) include (source, leads);

-- One row for every passage: an MQL episode and everything up to the next one. Each passage is in one place.
create table tandem.passage (
  episode_id     uuid primary key,
  contact_id     uuid not null,
  standing       boolean not null,
  entered_at     timestamptz not null,
  sal_at         timestamptz,
  sql_at         timestamptz,
  opportunity_at timestamptz,
  customer_at    timestamptz,
  place          text collate "C" not null check (place in ('mql','sal','sql','opportunity','customer','lost','nurture','disqualified')),
  place_since    timestamptz not null,
  -- When the same contact became an MQL again.
  returned_at    timestamptz,
  history        boolean not null
);
create index passage_entered on tandem.passage (entered_at) include (place, sal_at, sql_at, opportunity_at, returned_at) where standing;
create index passage_contact on tandem.passage (contact_id);

create function tandem.stage_rank(stage text) returns smallint language sql immutable parallel safe as $$
  select case stage when 'lead' then 1 when 'mql' then 2 when 'sal' then 3 when 'sql' then 4
    when 'opportunity' then 5 when 'lost' then 5 when 'customer' then 6 when 'advocate' then 6 when 'churned' then 6 else 0 end::smallint
$$;

create function tandem.refresh_journey(ids uuid[]) returns void language plpgsql set search_path = tandem as $$
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
    from episode where contact_id = any (ids) group by contact_id
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
      from episode e where contact_id = any (ids)
      window passing as (partition by contact_id order by applied, id)
    ) numbered
    where number > 0 group by contact_id, number
  ) p left join contact c on c.id = p.contact_id;
end $$;

-- Once a statement, whatever its size.
create function tandem.episode_moved() returns trigger language plpgsql set search_path = tandem as $$
begin
  perform refresh_journey(array(select distinct contact_id from moved where stage <> 'visitor'));
  return null;
end $$;
create trigger episode_entered after insert on tandem.episode referencing new table as moved for each statement execute function tandem.episode_moved();
create trigger episode_erased after delete on tandem.episode referencing old table as moved for each statement execute function tandem.episode_moved();

create function tandem.episode_corrected() returns trigger language plpgsql set search_path = tandem as $$
begin
  perform refresh_journey(array[old.contact_id, new.contact_id]);
  return null;
end $$;
create trigger episode_corrected after update on tandem.episode for each row
  when ((old.contact_id, old.stage, old.entered_at, old.flag) is distinct from (new.contact_id, new.stage, new.entered_at, new.flag))
  execute function tandem.episode_corrected();

create function tandem.contact_turned() returns trigger language plpgsql set search_path = tandem as $$
begin
  if (old.survivor_id, old.identified_at is null, old.source) is distinct from (new.survivor_id, new.identified_at is null, new.source) then
    perform refresh_journey(array[new.id]);
  else
    update journey set channel = new.first_touch ->> 'channel', country = new.country, grade = new.grade, owner_id = new.owner_id where contact_id = new.id;
  end if;
  return null;
end $$;
create trigger contact_turned after update on tandem.contact for each row
  when (new.stage <> 'visitor' and
    (old.survivor_id, old.identified_at is null, old.source, old.country, old.grade, old.owner_id, old.first_touch ->> 'channel')
    is distinct from (new.survivor_id, new.identified_at is null, new.source, new.country, new.grade, new.owner_id, new.first_touch ->> 'channel'))
  execute function tandem.contact_turned();

-- Weeks of MQLs, answered clocks and decided handoffs are read by their moment.
create index handoff_closed_at on tandem.handoff (closed_at) where closed_at is not null;
create index opportunity_won on tandem.opportunity (closed_at) include (amount_company, created_at) where state = 'won';
create index episode_left on tandem.episode (left_at) include (stage, entered_at, history, contact_id) where stage in ('lead', 'mql', 'sal', 'sql', 'opportunity') and not history;
create index handoff_episode on tandem.handoff (episode_id);
-- A complete package, told without unpacking it.
create index handoff_package_complete on tandem.handoff_package (handoff_id) where package -> 'missing' = '[]'::jsonb;
