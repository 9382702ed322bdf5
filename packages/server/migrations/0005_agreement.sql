create table tandem.agreement_version (
  version        integer primary key,
  document       jsonb not null,
  hash           text not null,
  founding       boolean not null default false,
  effective_from timestamptz not null,
  created_at     timestamptz not null,
  created_by     uuid
);

create table tandem.signature (
  version   integer not null references tandem.agreement_version,
  side      text not null check (side in ('marketing','sales')),
  user_id   uuid not null references tandem.app_user,
  hash      text not null,
  signed_at timestamptz not null,
  address   text,
  primary key (version, side),
  -- Two different people.
  unique (version, user_id)
);

-- The score as recorded when an input moved it; days of plain decay in between are derivable.
create table tandem.score (
  contact_id        uuid not null,
  applied           bigint not null,
  at                timestamptz not null,
  fit               integer not null,
  grade             text collate "C" not null,
  engagement        integer not null,
  agreement_version integer not null,
  event_id          uuid,
  primary key (contact_id, applied)
);

create table tandem.episode (
  id                uuid primary key,
  contact_id        uuid not null,
  stage             text collate "C" not null,
  entered_at        timestamptz not null,
  left_at           timestamptz,
  predecessor_id    uuid unique,
  cause             text not null,
  words             text,
  -- Contradictory data is kept and flagged ("won before first contact").
  flag              text,
  -- Imported history never opened a handoff or a clock.
  history           boolean not null default false,
  actor_kind        text not null,
  actor_id          uuid,
  agreement_version integer,
  applied           bigint not null,
  applied_at        timestamptz not null
);
create unique index episode_current on tandem.episode (contact_id) where left_at is null;
create index episode_contact on tandem.episode (contact_id, applied);
create index episode_stage on tandem.episode (stage, entered_at);
