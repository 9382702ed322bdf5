-- Points learned from outcomes, and what people say about fields that may be filled after the fact.

create table tandem.calibration (
  id          uuid primary key,
  state       text not null check (state in ('running','finished','failed','cancelled')),
  ask         jsonb not null,
  started_by  uuid not null references tandem.app_user,
  started_at  timestamptz not null,
  finished_at timestamptz,
  progress    jsonb not null,
  failure     text,
  report      jsonb,
  -- The whole agreement as it would be; null where nothing is suggested.
  document    jsonb,
  -- The version the document was made from.
  base_version integer,
  draft_id    uuid
);
create index calibration_newest on tandem.calibration (started_at desc, id desc);

create table tandem.field_verdict (
  ref      text collate "C" primary key,
  leak     boolean not null,
  why      text not null,
  said_by  uuid not null references tandem.app_user,
  said_at  timestamptz not null
);
