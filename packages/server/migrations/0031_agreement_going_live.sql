-- What happens when a version takes effect, and what is reckoned before.

-- Every revision here is recognised in what comes in; since when also in all that had come before.
alter table tandem.signal_revision add column recognised_at timestamptz;
update tandem.signal_revision set recognised_at = created_at;

-- Changed signals that are being recognised over the past: how far, subject by subject.
create table tandem.signal_preparation (
  revision_id   smallint primary key references tandem.signal_revision,
  after_subject uuid,
  done          bigint not null default 0,
  total         bigint not null,
  started_at    timestamptz not null
);

create table tandem.agreement_going_live (
  version     integer primary key references tandem.agreement_version,
  state       text not null check (state in ('waiting','evaluating','handing-over','done')),
  -- The last contact that was evaluated under it.
  last_id     uuid,
  done        bigint not null default 0,
  total       bigint not null default 0,
  changed     bigint not null default 0,
  per_day     integer not null default 0,
  started_at  timestamptz,
  finished_at timestamptz
);

-- Who qualifies by the new definition and by nothing they did; handed over some a day.
create table tandem.agreement_qualified (
  version    integer not null references tandem.agreement_version,
  contact_id uuid not null,
  engagement integer not null,
  state      text not null check (state in ('waiting','handed-over','lapsed')),
  found_at   timestamptz not null,
  settled_at timestamptz,
  primary key (version, contact_id)
);
create index agreement_qualified_order on tandem.agreement_qualified (version, state, engagement desc, contact_id desc);

-- Who would cross which way if a draft took effect on that day.
create table tandem.agreement_preview (
  id               uuid primary key,
  draft_id         uuid not null unique references tandem.agreement_draft,
  hash             text not null,
  in_force_version integer not null,
  day              date not null,
  state            text not null check (state in ('recognising','running','done','cancelled','failed')),
  last_id          uuid,
  done             bigint not null default 0,
  total            bigint not null,
  counts           jsonb not null,
  started_at       timestamptz not null,
  finished_at      timestamptz
);
create table tandem.agreement_crossing (
  preview_id  uuid not null references tandem.agreement_preview on delete cascade,
  way         text not null,
  contact_id  uuid not null,
  -- Under the draft, in milli-points: what the list is sorted by.
  engagement  integer not null,
  before      jsonb not null,
  after       jsonb not null,
  handed_over boolean not null,
  primary key (preview_id, way, contact_id)
);
create index agreement_crossing_order on tandem.agreement_crossing (preview_id, way, engagement desc, contact_id desc);
