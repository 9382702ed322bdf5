-- A signed version that waits for its date can be overtaken by a newer one that takes effect before it (docs/decisions/0016).

-- A version has the next number and rewrites nothing that has begun. Of two versions that have both begun the newer is in force.
create or replace function tandem.follow_version() returns trigger language plpgsql as $$
declare
  newest integer := (select max(version) from tandem.agreement_version);
begin
  if new.version <> newest + 1 or new.effective_from <= (select max(effective_from) from tandem.agreement_version where effective_from <= new.created_at) then
    raise exception 'version % does not follow version %', new.version, newest using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- The version that a draft was before another overtook it.
alter table tandem.agreement_draft add column was_version integer unique references tandem.agreement_version;

alter table tandem.agreement_draft_signature drop constraint agreement_draft_signature_fell_why_check;
alter table tandem.agreement_draft_signature add constraint agreement_draft_signature_fell_why_check
  check (fell_why in ('text-changed','date-changed','rebased','signatory-left','withdrawn','overtaken'));
