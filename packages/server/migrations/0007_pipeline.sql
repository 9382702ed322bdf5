create table tandem.pipeline_stage (
  key         text collate "C" primary key,
  name        text not null,
  position    integer not null unique,
  probability integer not null check (probability between 0 and 100)
);
insert into tandem.pipeline_stage (key, name, position, probability) values
  ('discovery', 'Discovery', 1, 15), ('evaluation', 'Evaluation', 2, 35),
  ('offer', 'Offer', 3, 60), ('negotiation', 'Negotiation', 4, 80);

create table tandem.exchange_rate (
  currency text not null,
  day      date not null,
  -- Units of the company's currency for one unit of this one.
  rate     numeric(20,10) not null check (rate > 0),
  primary key (currency, day)
);

create table tandem.opportunity (
  id              uuid primary key,
  name            text not null,
  company_id      uuid,
  owner_id        uuid references tandem.app_user,
  team_id         uuid references tandem.team,
  handoff_id      uuid references tandem.handoff,
  stage           text collate "C" not null references tandem.pipeline_stage,
  state           text not null check (state in ('open','won','lost')),
  -- Minor units as entered, and in the company's currency at the dated rate; null where there is no rate.
  amount          bigint check (amount >= 0),
  currency        text not null,
  amount_company  bigint,
  rate            numeric(20,10),
  rate_day        date,
  close_on        date,
  created_at      timestamptz not null,
  stage_since     timestamptz not null,
  closed_at       timestamptz,
  reason          text,
  words           text,
  competitor      text,
  source          text,
  history         boolean not null default false,
  flag            text,
  custom          jsonb not null default '{}',
  search          text collate "C" not null default '',
  version         integer not null default 0,
  check ((state = 'open') = (closed_at is null))
);
create index opportunity_board on tandem.opportunity (stage, stage_since) where state = 'open';
create index opportunity_owner on tandem.opportunity (owner_id, state, close_on);
create index opportunity_company on tandem.opportunity (company_id);
create index opportunity_closed on tandem.opportunity (closed_at desc, id desc) where state <> 'open';
create index opportunity_newest on tandem.opportunity (created_at desc, id desc);
create index opportunity_search on tandem.opportunity using gin (search public.gin_trgm_ops);

-- The buying group.
create table tandem.opportunity_contact (
  opportunity_id uuid not null references tandem.opportunity on delete cascade,
  contact_id     uuid not null,
  role           text not null default 'other' check (role in ('champion','economic-buyer','decision-maker','technical-approver','user','blocker','other')),
  -- The contact through whom the deal came.
  main           boolean not null default false,
  added_at       timestamptz not null,
  added_by       uuid,
  primary key (opportunity_id, contact_id)
);
create index opportunity_contact_contact on tandem.opportunity_contact (contact_id);
create unique index opportunity_contact_main on tandem.opportunity_contact (opportunity_id) where main;

create table tandem.opportunity_move (
  id             uuid primary key,
  opportunity_id uuid not null references tandem.opportunity on delete cascade,
  from_stage     text,
  to_stage       text not null,
  from_state     text,
  to_state       text not null,
  at             timestamptz not null,
  by_id          uuid
);
create index opportunity_move_opportunity on tandem.opportunity_move (opportunity_id, at);

create table tandem.activity (
  id             uuid primary key,
  kind           text not null check (kind in ('call','email','meeting','message','note')),
  contact_id     uuid,
  company_id     uuid,
  opportunity_id uuid references tandem.opportunity on delete cascade,
  handoff_id     uuid references tandem.handoff,
  at             timestamptz not null,
  recorded_at    timestamptz not null,
  by_id          uuid references tandem.app_user,
  direction      text not null default 'out' check (direction in ('out','in')),
  -- Automatic mail never counts as an attempt.
  automatic      boolean not null default false,
  outcome        text check (outcome in ('no-answer','left-message','conversation','bounced','sent','held','no-show')),
  subject        text,
  body           text not null default '',
  private        boolean not null default false,
  minutes        integer check (minutes between 0 and 1440),
  removed_at     timestamptz,
  version        integer not null default 0
);
create index activity_contact on tandem.activity (contact_id, at desc, id desc);
create index activity_opportunity on tandem.activity (opportunity_id, at desc) where opportunity_id is not null;
create index activity_handoff on tandem.activity (handoff_id) where handoff_id is not null;

create table tandem.task (
  id             uuid primary key,
  title          text not null,
  contact_id     uuid,
  opportunity_id uuid references tandem.opportunity on delete cascade,
  assignee_id    uuid not null references tandem.app_user,
  due_at         timestamptz,
  done_at        timestamptz,
  created_by     uuid,
  created_at     timestamptz not null,
  version        integer not null default 0
);
create index task_assignee on tandem.task (assignee_id, due_at) where done_at is null;
create index task_contact on tandem.task (contact_id);
create index task_opportunity on tandem.task (opportunity_id);

-- Answers of the qualification framework, each with evidence; a new answer supersedes, none is rewritten.
create table tandem.qualification_answer (
  id            uuid primary key,
  contact_id    uuid not null,
  handoff_id    uuid references tandem.handoff,
  question      text collate "C" not null,
  answer        text not null,
  confidence    text not null check (confidence in ('low','medium','high')),
  activity_id   uuid references tandem.activity,
  evidence      text not null default '',
  answered_at   timestamptz not null,
  answered_by   uuid,
  superseded_at timestamptz
);
create unique index qualification_answer_current on tandem.qualification_answer (contact_id, question) where superseded_at is null;
