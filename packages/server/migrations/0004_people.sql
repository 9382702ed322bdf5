create extension if not exists pg_trgm with schema public;

create table tandem.company (
  id               uuid primary key,
  name             text not null,
  domain           text,
  domain_folded    text collate "C" unique,
  industry         text,
  employees        integer,
  annual_revenue   bigint,
  country          text,
  city             text,
  owner_id         uuid,
  custom           jsonb not null default '{}',
  -- Where each value came from and when: a person's edit beats traits and imports.
  field_source     jsonb not null default '{}',
  created_at       timestamptz not null,
  search           text collate "C" not null default '',
  version          integer not null default 0
);
create index company_search on tandem.company using gin (search public.gin_trgm_ops);
create index company_newest on tandem.company (created_at desc, id desc);
create index company_name on tandem.company (name, id);
create index company_owner on tandem.company (owner_id) where owner_id is not null;

create table tandem.contact (
  id                uuid primary key,
  -- Itself while it stands; the contact that answers for it once merged.
  survivor_id       uuid not null,
  created_at        timestamptz not null,
  identified_at     timestamptz,
  last_seen_at      timestamptz,
  email             text,
  email_folded      text collate "C",
  email_kind        text,
  first_name        text,
  last_name         text,
  title             text,
  seniority         text,
  job_function      text,
  phone             text,
  country           text,
  city              text,
  language          text,
  source            text,
  custom            jsonb not null default '{}',
  field_source      jsonb not null default '{}',
  company_id        uuid,
  owner_id          uuid,
  stage             text collate "C" not null default 'visitor',
  stage_since       timestamptz not null,
  episode_id        uuid,
  -- Milli-points; null where nothing was scored yet.
  fit               integer not null default 0,
  grade             text collate "C" not null default 'D',
  engagement        integer not null default 0,
  scored_on         date,
  -- The next company day on which the score changes by itself.
  score_changes_on  date,
  agreement_version integer,
  cool_off_until    date,
  first_touch       jsonb,
  last_touch        jsonb,
  flags             text[] not null default '{}',
  search            text collate "C" not null default '',
  version           integer not null default 0
);
create index contact_survivor on tandem.contact (survivor_id) where survivor_id <> id;
create index contact_company on tandem.contact (company_id) where company_id is not null;
create index contact_owner on tandem.contact (owner_id) where owner_id is not null;
create index contact_email on tandem.contact (email_folded) where email_folded is not null;
create index contact_rescore on tandem.contact (score_changes_on, id) where score_changes_on is not null and identified_at is not null and survivor_id = id;
-- The people list shows identified contacts that stand; anonymous visitors are counted, not listed.
create index contact_newest on tandem.contact (created_at desc, id desc) where identified_at is not null and survivor_id = id;
create index contact_seen on tandem.contact (last_seen_at desc nulls last, id desc) where identified_at is not null and survivor_id = id;
create index contact_engagement on tandem.contact (engagement desc, id desc) where identified_at is not null and survivor_id = id;
create index contact_stage on tandem.contact (stage, engagement desc, id desc) where identified_at is not null and survivor_id = id;
create index contact_search on tandem.contact using gin (search public.gin_trgm_ops) where identified_at is not null and survivor_id = id;

-- A merge is a retractable link between stable ids.
create table tandem.merge (
  id          uuid primary key,
  from_id     uuid not null references tandem.contact,
  into_id     uuid not null references tandem.contact,
  why         text not null,
  merged_at   timestamptz not null,
  merged_by   uuid,
  applied     bigint not null,
  undone_at   timestamptz,
  undone_by   uuid,
  undone      bigint,
  -- What un-merge puts back: the standing of both just before.
  before      jsonb not null default '{}',
  check (from_id <> into_id)
);
create unique index merge_standing on tandem.merge (from_id) where undone_at is null;
create index merge_into on tandem.merge (into_id) where undone_at is null;

-- One typed history of every value that can move a score, a stage or a number.
create table tandem.change (
  id          bigint generated always as identity primary key,
  entity_kind text collate "C" not null check (entity_kind in ('contact','company','opportunity','spend')),
  entity_id   uuid not null,
  field       text collate "C" not null,
  old         jsonb,
  new         jsonb,
  happened_at timestamptz not null,
  applied_at  timestamptz not null,
  applied     bigint not null,
  actor_kind  text not null,
  actor_id    uuid
);
create index change_entity on tandem.change (entity_kind, entity_id, id desc);

create table tandem.field (
  entity   text not null check (entity in ('contact','company')),
  key      text collate "C" not null,
  name     text not null,
  type     text not null,
  options  jsonb,
  -- When the value becomes known: a column Sales fills in after talking must not teach a score.
  filled   text not null default 'unknown' check (filled in ('unknown','before-contact','after-contact')),
  created_at timestamptz not null,
  primary key (entity, key)
);

-- Imports are idempotent by it; other systems sync by it.
create table tandem.external_ref (
  system      text collate "C" not null,
  kind        text collate "C" not null,
  external_id text collate "C" not null,
  entity_id   uuid not null,
  primary key (system, kind, external_id)
);
create index external_ref_entity on tandem.external_ref (entity_id);

-- Consent, a ledger per purpose: a withdrawn one beats a standing one.
create table tandem.consent (
  id         uuid primary key,
  contact_id uuid not null,
  purpose    text not null,
  given      boolean not null,
  at         timestamptz not null,
  applied_at timestamptz not null,
  proof      text not null
);
create index consent_contact on tandem.consent (contact_id, purpose, at desc);

create table tandem.import (
  id           uuid primary key,
  kind         text not null check (kind in ('contacts','companies','opportunities','spend','events')),
  file_name    text not null,
  file_size    bigint not null,
  state        text not null check (state in ('mapping','queued','running','finished','failed','cancelled')),
  mapping      jsonb not null default '{}',
  options      jsonb not null default '{}',
  dry_run      boolean not null default false,
  -- Rows read and settled so far: a killed import goes on from here.
  rows_total   bigint,
  rows_done    bigint not null default 0,
  created      bigint not null default 0,
  updated      bigint not null default 0,
  unchanged    bigint not null default 0,
  refused      bigint not null default 0,
  failure      text,
  created_by   uuid,
  created_at   timestamptz not null,
  started_at   timestamptz,
  finished_at  timestamptz
);

create table tandem.import_refusal (
  import_id   uuid not null references tandem.import on delete cascade,
  row_number  bigint not null,
  values      jsonb not null,
  field       text,
  code        text not null,
  words       text not null,
  repaired_at timestamptz,
  primary key (import_id, row_number)
);
