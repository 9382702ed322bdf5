-- Drafts of the agreement, the signatures given to them, what people say about them, and what keeps versions as they are.

create table tandem.agreement_draft (
  id             uuid primary key,
  number         integer generated always as identity unique,
  title          text not null,
  state          text not null default 'open' check (state in ('open','withdrawn','in-force')),
  -- The newest version when it was begun or last rebased.
  base_version   integer not null references tandem.agreement_version,
  became_version integer unique references tandem.agreement_version,
  document       jsonb not null,
  hash           text not null,
  -- Null: as soon as both have signed.
  effective_from timestamptz,
  proposed_by    uuid not null references tandem.app_user,
  changed_by     uuid not null references tandem.app_user,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        integer not null default 0,
  check ((state = 'in-force') = (became_version is not null))
);
create index agreement_draft_newest on tandem.agreement_draft (updated_at desc, id desc);

-- Signatures of a draft's text; those that fell away stay on record with their reason.
create table tandem.agreement_draft_signature (
  id        uuid primary key,
  draft_id  uuid not null references tandem.agreement_draft,
  side      text not null check (side in ('marketing','sales')),
  user_id   uuid not null references tandem.app_user,
  hash      text not null,
  signed_at timestamptz not null,
  address   text,
  fell_at   timestamptz,
  fell_why  text check (fell_why in ('text-changed','date-changed','rebased','signatory-left','withdrawn')),
  check ((fell_at is null) = (fell_why is null))
);
create unique index agreement_draft_signature_side on tandem.agreement_draft_signature (draft_id, side) where fell_at is null;
create unique index agreement_draft_signature_user on tandem.agreement_draft_signature (draft_id, user_id) where fell_at is null;

create table tandem.agreement_comment (
  id          uuid primary key,
  draft_id    uuid references tandem.agreement_draft,
  version     integer references tandem.agreement_version,
  section     text not null,
  key         text,
  words       text not null,
  by_id       uuid not null references tandem.app_user,
  at          timestamptz not null,
  changed_at  timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references tandem.app_user,
  check ((draft_id is null) <> (version is null)),
  check ((resolved_at is null) = (resolved_by is null))
);
create index agreement_comment_draft on tandem.agreement_comment (draft_id, at) where draft_id is not null;
create index agreement_comment_version on tandem.agreement_comment (version, at) where version is not null;

-- A version that one person put in force without signatures, and why.
create table tandem.agreement_break_glass (
  version      integer primary key references tandem.agreement_version,
  by_id        uuid not null references tandem.app_user,
  at           timestamptz not null,
  reason       text not null,
  until_review timestamptz not null
);

-- Signatures hang together: each carries the digest of itself and the one before it, so that none can be altered, taken out
-- or slipped in unnoticed.
alter table tandem.signature add column place integer, add column chain text collate "C";

create function tandem.signature_digest(before text, s tandem.signature) returns text language sql immutable as $$
  select encode(sha256(convert_to(concat_ws(E'\n', before, s.version, s.hash, s.side, s.user_id,
    to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), coalesce(s.address, '-')), 'UTF8')), 'hex')
$$;

do $$
declare
  one tandem.signature;
  before text := '';
  n integer := 0;
begin
  for one in select * from tandem.signature order by signed_at, version, side loop
    n := n + 1;
    before := tandem.signature_digest(before, one);
    update tandem.signature set place = n, chain = before where version = one.version and side = one.side;
  end loop;
end $$;

alter table tandem.signature alter column place set not null, alter column chain set not null, add unique (place);

create function tandem.chain_signature() returns trigger language plpgsql as $$
declare
  last record;
begin
  -- A restore brings rows that have their place.
  if new.chain is not null then return new; end if;
  perform pg_advisory_xact_lock(7316003);
  select place, chain into last from tandem.signature order by place desc limit 1;
  new.place := coalesce(last.place, 0) + 1;
  new.chain := tandem.signature_digest(coalesce(last.chain, ''), new);
  return new;
end $$;
create trigger chain_signature before insert on tandem.signature for each row execute function tandem.chain_signature();

create function tandem.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is written once and never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger signature_stands before update or delete on tandem.signature for each row execute function tandem.refuse_change();
create trigger break_glass_stands before update or delete on tandem.agreement_break_glass for each row execute function tandem.refuse_change();

-- A version never changes. Only the founding text takes the company's zone and currency while nobody has signed it.
create function tandem.keep_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.founding and (new.version, new.founding, new.effective_from, new.created_at) = (old.version, old.founding, old.effective_from, old.created_at)
    and not exists (select from tandem.signature where version = old.version) and not exists (select from tandem.agreement_version where version > old.version)
    and not exists (select from tandem.contact limit 1) then return new; end if;
  raise exception 'version % of the agreement never changes', old.version using errcode = 'restrict_violation';
end $$;
create trigger keep_version before update or delete on tandem.agreement_version for each row execute function tandem.keep_version();

-- A version follows the one before it, and takes effect after it.
create function tandem.follow_version() returns trigger language plpgsql as $$
declare
  newest record;
begin
  select version, effective_from into newest from tandem.agreement_version order by version desc limit 1;
  if found and (new.version <> newest.version + 1 or new.effective_from <= newest.effective_from) then
    raise exception 'version % does not follow version %', new.version, newest.version using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger follow_version before insert on tandem.agreement_version for each row execute function tandem.follow_version();
