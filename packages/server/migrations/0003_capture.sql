-- Traffic: everything here grows with what visitors do and is keyed so that it could be spread by subject.

create table tandem.source (
  id             integer generated always as identity primary key,
  name           text not null,
  kind           text not null check (kind in ('browser','server','form','import')),
  write_key_hash bytea not null unique,
  -- A browser's write key is public by nature and shown again; a server's is shown once.
  public_key     text,
  created_at     timestamptz not null,
  revoked_at     timestamptz,
  last_event_at  timestamptz
);

-- The ledger: an event counts once for ever, whatever the client retries.
create table tandem.event_key (
  message_id  text collate "C" not null,
  source_id   integer not null,
  event_id    uuid not null,
  primary key (message_id, source_id)
);

-- Raw events, append-only. Ids are UUIDv7 of the time of receipt, so the months are ranges of ids.
create table tandem.event (
  subject_id  uuid not null,
  id          uuid not null,
  source_id   integer not null,
  received_at timestamptz not null,
  occurred_at timestamptz not null,
  type        text collate "C" not null,
  name        text,
  payload     jsonb not null,
  primary key (subject_id, id)
) partition by range (id);
create table tandem.event_default partition of tandem.event default;
create index event_timeline on tandem.event (subject_id, occurred_at desc, id desc);

-- What was accepted and not yet worked: one row a commit, deleted in the transaction that works it.
create table tandem.intake (
  id          bigint generated always as identity primary key,
  received_at timestamptz not null,
  subject_ids uuid[] not null,
  event_ids   uuid[] not null,
  -- History is applied without handoffs, clocks or messages.
  live        boolean not null default true
);

-- An intake row that broke the engine, with its reason; the rest went on.
create table tandem.parked_intake (
  id          bigint primary key,
  received_at timestamptz not null,
  parked_at   timestamptz not null,
  reason      text not null,
  subject_ids uuid[] not null,
  event_ids   uuid[] not null,
  live        boolean not null
);

-- Refused events are kept, seen, repaired and replayed; nothing is dropped silently.
create table tandem.rejected_event (
  id          uuid primary key,
  source_id   integer not null,
  received_at timestamptz not null,
  code        text not null,
  words       text not null,
  raw         text not null,
  replayed_at timestamptz
);
create index rejected_event_newest on tandem.rejected_event (received_at desc, id desc);

-- A stream of events under one key.
create table tandem.subject (
  id            uuid primary key,
  kind          text not null check (kind in ('anonymous','user','email','record')),
  key           text collate "C" not null,
  first_seen_at timestamptz not null,
  unique (kind, key)
);

-- Which contact a subject belonged to, and when. Bitemporal: a superseded row is retracted, never rewritten.
create table tandem.assignment (
  id         uuid primary key,
  subject_id uuid not null,
  contact_id uuid not null,
  from_at    timestamptz not null,
  to_at      timestamptz not null,
  reason     text not null,
  applied    bigint not null,
  applied_at timestamptz not null,
  retracted  bigint
);
create unique index assignment_current on tandem.assignment (subject_id, from_at) where retracted is null;
create index assignment_contact on tandem.assignment (contact_id) where retracted is null;

create sequence tandem.applied_seq;

-- A recognition of a signal, immutable: a changed definition is another revision.
create table tandem.signal_revision (
  id         smallint generated always as identity primary key,
  key        text collate "C" not null,
  hash       text collate "C" not null,
  definition jsonb not null,
  created_at timestamptz not null,
  unique (key, hash)
);

-- Events recognised as signals. `day` is the company day; counts a day are one group-by away and cannot drift.
create table tandem.signal (
  subject_id  uuid not null,
  event_id    uuid not null,
  revision_id smallint not null,
  occurred_at timestamptz not null,
  day         date not null,
  applied     bigint not null,
  -- Machine engagement is set aside: kept, visible, reversible, not scored.
  quarantined text,
  primary key (subject_id, event_id, revision_id)
);
create index signal_day on tandem.signal (subject_id, day) include (revision_id) where quarantined is null;

-- A touch: one interaction credited to a channel or campaign.
create table tandem.touch (
  subject_id    uuid not null,
  event_id      uuid not null,
  at            timestamptz not null,
  channel       text collate "C" not null,
  source        text,
  medium        text,
  campaign      text,
  campaign_folded text collate "C",
  term          text,
  content       text,
  click_id_kind text,
  click_id      text,
  referrer      text,
  landing_page  text,
  applied       bigint not null,
  primary key (subject_id, event_id)
);
create index touch_at on tandem.touch (subject_id, at);

create table tandem.form (
  id           uuid primary key,
  key          text collate "C" not null unique,
  title        text not null,
  fields       jsonb not null,
  submit_label text not null,
  thanks       text not null,
  source_id    integer not null references tandem.source,
  created_at   timestamptz not null
);
