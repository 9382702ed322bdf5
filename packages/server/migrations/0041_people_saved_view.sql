-- A list as somebody wants it again: which rows, in which order, with which columns. One's own, or shared with everybody
-- who may open the list.

create table tandem.saved_view (
  id         uuid primary key,
  list       text collate "C" not null check (list in ('contacts', 'companies')),
  name       text not null check (length(name) between 1 and 80),
  shared     boolean not null default false,
  owner_id   uuid not null references tandem.app_user,
  -- The query of the list as its address has it, and the columns by key, in their order; null is the usual ones.
  query      jsonb not null,
  columns    jsonb,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version    integer not null default 0
);
-- One's own list of names stays free of doubles; two people may each have their "Mine".
create unique index saved_view_name on tandem.saved_view (owner_id, list, lower(name));
create index saved_view_shared on tandem.saved_view (list) where shared;

-- Changes made to many records at once: what was asked, how far it is, and what each record was before, for undoing it.
create table tandem.bulk_edit (
  id          uuid primary key,
  list        text collate "C" not null check (list in ('contacts', 'companies')),
  state       text not null check (state in ('running', 'finished', 'undoing', 'undone')),
  change      jsonb not null,
  by_id       uuid not null references tandem.app_user,
  total       integer not null,
  done        integer not null default 0,
  changed     integer not null default 0,
  created_at  timestamptz not null,
  finished_at timestamptz,
  undone_at   timestamptz,
  -- Records that somebody changed in the meantime keep that when it is undone.
  kept        integer not null default 0
);
create index bulk_edit_newest on tandem.bulk_edit (by_id, created_at desc);

create table tandem.bulk_edit_row (
  bulk_edit_id uuid not null references tandem.bulk_edit on delete cascade,
  position     integer not null,
  entity_id    uuid not null,
  -- Null until it is done; then the value it had (or false where nothing changed).
  before       jsonb,
  changed      boolean not null default false,
  primary key (bulk_edit_id, position)
);
