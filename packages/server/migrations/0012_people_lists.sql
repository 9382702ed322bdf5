-- What the people and companies lists stand on at a million contacts: every sort has an index that pages by key.

-- Only an order, never a comparison: folded text that is compared comes from the domain.
alter table tandem.contact add column sort_name text collate "C" not null
  generated always as (lower(coalesce(nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''), email, ''))) stored;
alter table tandem.company add column sort_name text collate "C" not null
  generated always as (lower(name)) stored;

create index contact_name on tandem.contact (sort_name, id) where identified_at is not null and survivor_id = id;
create index contact_fit on tandem.contact (fit desc, id desc) where identified_at is not null and survivor_id = id;
-- Those never seen come last, and paging by key needs a value to compare.
drop index tandem.contact_seen;
create index contact_seen on tandem.contact (coalesce(last_seen_at, timestamptz '-infinity') desc, id desc) where identified_at is not null and survivor_id = id;
-- Filters rare enough that walking a sort would not meet them soon.
create index contact_country on tandem.contact (country) where country is not null and identified_at is not null and survivor_id = id;
create index contact_channel on tandem.contact ((first_touch->>'channel')) where first_touch is not null and identified_at is not null and survivor_id = id;

drop index tandem.company_name;
create index company_name on tandem.company (sort_name, id);
create index company_employees on tandem.company (coalesce(employees, -1) desc, id desc);

-- Handoffs and deals of one contact, members of a merge included, are found by these.
create index change_contact_time on tandem.change (entity_id, happened_at desc, id desc) where entity_kind = 'contact';
