-- Whether the package a rep received lacked nothing, kept beside the handoff: a clause of the agreement counts it, and
-- unpacking every package to do so took longer than all the rest of the dashboard.
alter table tandem.handoff add column complete boolean;
update tandem.handoff h set complete = k.package -> 'missing' = '[]'::jsonb from tandem.handoff_package k where k.handoff_id = h.id;
drop index tandem.handoff_package_complete;

create function tandem.package_kept() returns trigger language plpgsql set search_path = tandem as $$
begin
  update handoff set complete = new.package -> 'missing' = '[]'::jsonb where id = new.handoff_id;
  return null;
end $$;
create trigger package_kept after insert or update of package on tandem.handoff_package for each row execute function tandem.package_kept();

-- Time in stage by stage: the latest of each are found without passing over the others.
drop index tandem.episode_left;
create index episode_left on tandem.episode (stage, left_at) include (entered_at, contact_id) where stage in ('lead', 'mql', 'sal', 'sql', 'opportunity') and not history and left_at is not null;
