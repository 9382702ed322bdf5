-- What the people and companies lists stand on at a million contacts: every sort has an index that pages by key.

-- Only an order, never a comparison: folded text that is compared comes from the domain.
alter table tandem.contact add column sort_name text collate "C" not null
  generated always as (lower(coalesce(nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''), email, ''))) stored;
alter table tandem.company add column sort_name text collate "C" not null
  generated always as (lower(name)) stored;

-- Who is listed. A column, because the planner has no statistics for "survivor_id = id" and would take it for one row in
-- two hundred: every plan over these indexes would be wrong by that much.
alter table tandem.contact add column listed boolean not null
  generated always as (identified_at is not null and survivor_id = id) stored;
drop index tandem.contact_newest, tandem.contact_engagement, tandem.contact_stage, tandem.contact_search;
create index contact_newest on tandem.contact (created_at desc, id desc) where listed;
create index contact_engagement on tandem.contact (engagement desc, id desc) where listed;
create index contact_stage on tandem.contact (stage, engagement desc, id desc) where listed;
create index contact_search on tandem.contact using gin (search public.gin_trgm_ops) where listed;

create index contact_name on tandem.contact (sort_name, id) where listed;
create index contact_fit on tandem.contact (fit desc, id desc) where listed;
-- Those never seen come last, and paging by key needs a value to compare.
drop index tandem.contact_seen;
create index contact_seen on tandem.contact (coalesce(last_seen_at, timestamptz '-infinity') desc, id desc) where listed;
-- Filters rare enough that walking a sort would not meet them soon.
create index contact_country on tandem.contact (country) where listed;
create index contact_channel on tandem.contact ((first_touch->>'channel')) where listed;

drop index tandem.company_name;
create index company_name on tandem.company (sort_name, id);
create index company_employees on tandem.company (coalesce(employees, -1) desc, id desc);

-- Everyone merged into a contact is found together with it.
drop index tandem.contact_survivor;
create index contact_survivor on tandem.contact (survivor_id);

create index change_contact_time on tandem.change (entity_id, happened_at desc, id desc) where entity_kind = 'contact';

-- Text as the domain folds it (people/fold.ts), for criteria over fields whose folded form is not stored. The collation
-- only has to know every letter's lower case; which one does depends on the server's version.
do $do$
begin
  execute format(
    $sql$create function tandem.folded(text) returns text language sql immutable parallel safe strict as
      $body$select normalize(replace(lower(replace(normalize($1, nfc), U&'\0130', U&'i\0307') collate pg_catalog.%I), U&'\03C2', U&'\03C3'), nfc) collate pg_catalog."C"$body$$sql$,
    case when current_setting('server_version_num')::int >= 170000 then 'pg_c_utf8' else 'und-x-icu' end);
end $do$;

-- The planner takes no statistics from partial indexes: without these it would walk a million contacts for a channel
-- that nobody came by.
create statistics tandem.contact_channel_share on (first_touch->>'channel') from tandem.contact;
create statistics tandem.contact_seen_share on (coalesce(last_seen_at, timestamptz '-infinity')) from tandem.contact;
