-- The server's role owns nothing: partitions are made by a function that does this one thing with the owner's rights.
create function tandem.make_event_partition(name text, from_id uuid, to_id uuid) returns void
language plpgsql security definer set search_path = tandem, pg_temp as $$
begin
  if name !~ '^event_[0-9]{4}_[0-9]{2}$' then raise exception 'not a month of events: %', name; end if;
  if to_regclass('tandem.' || name) is not null then return; end if;
  -- Rows that already lie in the default partition keep their place: the month then stays there.
  if exists (select 1 from tandem.event_default where id >= from_id and id < to_id) then return; end if;
  execute format('create table tandem.%I partition of tandem.event for values from (%L) to (%L)', name, from_id, to_id);
end $$;

-- Ids follow the order of receipt, so ranges of them are all the newest events need; a full index would cost every insert.
create index event_recent on tandem.event using brin (id);
