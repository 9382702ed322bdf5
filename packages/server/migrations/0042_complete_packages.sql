-- Whoever writes a package beside its new handoff says there whether it is complete: only a package that tells something
-- else than its handoff rewrites the row.
create or replace function tandem.package_kept() returns trigger language plpgsql set search_path = tandem as $$
begin
  update handoff set complete = new.package -> 'missing' = '[]'::jsonb
  where id = new.handoff_id and complete is distinct from (new.package -> 'missing' = '[]'::jsonb);
  return null;
end $$;
