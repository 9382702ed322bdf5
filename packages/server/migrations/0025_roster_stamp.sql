-- Who works when changes seldom and is asked by every command that stops a clock: the stamp moves on with any change of
-- it, so that what was read once may be used again until then.
create table tandem.roster_stamp (
  one     boolean primary key default true check (one),
  version bigint not null
);
insert into tandem.roster_stamp (version) values (1);

create function tandem.roster_changed() returns trigger language plpgsql set search_path = tandem as $$
begin
  update roster_stamp set version = version + 1;
  return null;
end $$;
create trigger roster_changed after insert or delete or update of name, email, active, time_zone, week, holiday_country, holiday_region on tandem.app_user for each statement execute function tandem.roster_changed();
-- The rotation moves on with every lead and is read under its own lock.
create trigger roster_changed after insert or delete or update of key, name, time_zone, week, holiday_country, holiday_region on tandem.team for each statement execute function tandem.roster_changed();
create trigger roster_changed after insert or delete or update on tandem.team_member for each statement execute function tandem.roster_changed();
create trigger roster_changed after insert or delete or update on tandem.absence for each statement execute function tandem.roster_changed();
create trigger roster_changed after insert or delete or update on tandem.closure for each statement execute function tandem.roster_changed();
