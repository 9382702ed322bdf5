-- Who works here, in which team, and what they may do.

create table tandem.workspace (
  id             smallint primary key default 1 check (id = 1),
  name           text not null,
  demo           boolean not null default false,
  -- The demo's history ends here; set when the real clock took over.
  demo_until     timestamptz,
  created_at     timestamptz not null
);

create table tandem.app_user (
  id              uuid primary key,
  name            text not null,
  email           text not null,
  email_folded    text collate "C" not null unique,
  password_hash   text,
  role            text not null check (role in ('marketing','sales-rep','sales-manager','revops','executive','administrator')),
  job_title       text,
  active          boolean not null default true,
  -- Business hours of the person: zone, weekly blocks and the country whose public holidays they keep.
  time_zone       text not null,
  week            jsonb not null,
  holiday_country text,
  holiday_region  text,
  -- Signatory rights are given to a person, apart from the role.
  signs_for       text check (signs_for in ('marketing','sales')),
  preferences     jsonb not null default '{}',
  created_at      timestamptz not null,
  version         integer not null default 0
);

create table tandem.team (
  id              uuid primary key,
  key             text collate "C" not null unique,
  name            text not null,
  side            text not null check (side in ('marketing','sales')),
  time_zone       text not null,
  week            jsonb not null,
  holiday_country text,
  holiday_region  text,
  -- Weighted round robin: each member's running account, kept whatever members come and go.
  rotation        jsonb not null default '{}',
  created_at      timestamptz not null
);

create table tandem.team_member (
  team_id    uuid not null references tandem.team on delete cascade,
  user_id    uuid not null references tandem.app_user,
  manages    boolean not null default false,
  receives   boolean not null default true,
  weight     integer not null default 1 check (weight between 0 and 1000),
  -- Open handoffs a member takes at most; null is no limit.
  capacity   integer check (capacity >= 0),
  primary key (team_id, user_id)
);
create index team_member_user on tandem.team_member (user_id);

create table tandem.absence (
  id         uuid primary key,
  user_id    uuid not null references tandem.app_user,
  from_at    timestamptz not null,
  to_at      timestamptz not null check (to_at > from_at),
  why        text not null default '',
  created_at timestamptz not null
);
create index absence_user on tandem.absence (user_id, to_at);

-- One-off closures of the whole company, beside public holidays.
create table tandem.closure (
  day  date primary key,
  name text not null
);

create table tandem.session (
  token_hash   bytea primary key,
  user_id      uuid not null references tandem.app_user,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  user_agent   text,
  address      text
);
create index session_of_user on tandem.session (user_id);

create table tandem.api_key (
  id           uuid primary key,
  name         text not null,
  prefix       text not null,
  key_hash     bytea not null unique,
  -- A key acts with the rights of the person it was made for, never more.
  user_id      uuid not null references tandem.app_user,
  read_only    boolean not null default false,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

-- Who changed what. Carries ids and digests; what a person typed lives in the erasable tables.
create table tandem.audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  actor_kind  text not null check (actor_kind in ('user','engine','import','api-key','form')),
  actor_id    uuid,
  act         text not null,
  entity_kind text not null,
  entity_id   uuid,
  summary     jsonb not null default '{}'
);
create index audit_entity on tandem.audit (entity_kind, entity_id, id desc);
create index audit_at on tandem.audit (at desc, id desc);
