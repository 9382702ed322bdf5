create table tandem.handoff (
  id                uuid primary key,
  contact_id        uuid not null,
  episode_id        uuid not null,
  agreement_version integer not null,
  tier              text collate "C" not null,
  lane              text,
  state             text not null check (state in ('open','accepted','qualified','rejected-nurture','rejected-unqualified','merged','withdrawn')),
  assignee_id       uuid references tandem.app_user,
  -- The team whose queue holds it, or whose member has it.
  team_id           uuid not null references tandem.team,
  rule              text,
  trace             jsonb not null default '[]',
  -- The segments of speed to lead.
  captured_at       timestamptz not null,
  scored_at         timestamptz not null,
  opened_at         timestamptz not null,
  assigned_at       timestamptz,
  notified_at       timestamptz,
  seen_at           timestamptz,
  first_attempt_at  timestamptz,
  first_conversation_at timestamptz,
  accepted_at       timestamptz,
  closed_at         timestamptz,
  closed_by         uuid,
  reason            text,
  words             text,
  fit               integer not null,
  grade             text collate "C" not null,
  engagement        integer not null,
  version           integer not null default 0
);
create unique index handoff_open on tandem.handoff (contact_id) where closed_at is null;
create index handoff_inbox on tandem.handoff (assignee_id, opened_at) where closed_at is null;
create index handoff_queue on tandem.handoff (team_id, opened_at) where closed_at is null and assignee_id is null;
create index handoff_settled on tandem.handoff (closed_at desc, id desc) where closed_at is not null;
create index handoff_contact on tandem.handoff (contact_id, opened_at desc);
create index handoff_opened on tandem.handoff (opened_at);

-- What the rep received, frozen. Erasable apart from the handoff itself.
create table tandem.handoff_package (
  handoff_id uuid primary key references tandem.handoff on delete cascade,
  package    jsonb not null
);

create table tandem.handoff_assignment (
  id          uuid primary key,
  handoff_id  uuid not null references tandem.handoff on delete cascade,
  assignee_id uuid,
  team_id     uuid not null,
  at          timestamptz not null,
  by_kind     text not null,
  by_id       uuid,
  why         text not null
);
create index handoff_assignment_handoff on tandem.handoff_assignment (handoff_id, at);

-- The running time of one clause for one handoff.
create table tandem.clock (
  id          uuid primary key,
  handoff_id  uuid not null references tandem.handoff on delete cascade,
  clause      text collate "C" not null,
  kind        text not null check (kind in ('first-attempt','attempts','disposition')),
  state       text not null check (state in ('running','warning','met','breached','excused','paused','void')),
  agreement_version integer not null,
  started_at  timestamptz not null,
  due_at      timestamptz,
  -- Business milliseconds promised, and used before the last reassignment.
  allowed_ms  bigint not null,
  used_ms     bigint not null default 0,
  queue_ms    bigint not null default 0,
  -- Since when `used_ms` has been running on the present calendar.
  running_from timestamptz,
  stopped_at  timestamptz,
  breached_at timestamptz,
  excused_by  uuid,
  excused_why text,
  -- The pure machine's own state, so that SQL never adds business hours.
  machine     jsonb not null default '{}',
  unique (handoff_id, clause)
);
create index clock_running on tandem.clock (due_at) where state in ('running','warning');
create index clock_started on tandem.clock (started_at);

-- Each level of each clock fires once.
create table tandem.clock_level (
  clock_id uuid not null references tandem.clock on delete cascade,
  level    text not null,
  fired_at timestamptz not null,
  primary key (clock_id, level)
);

create table tandem.notification (
  id         uuid primary key,
  user_id    uuid not null references tandem.app_user,
  kind       text not null,
  at         timestamptz not null,
  title      text not null,
  body       text not null default '',
  link       text,
  -- Natural key, so that nothing is told twice.
  cause      text collate "C" not null,
  read_at    timestamptz,
  unique (user_id, cause)
);
create index notification_user on tandem.notification (user_id, at desc);
create index handoff_assignment_assignee on tandem.handoff_assignment (assignee_id, at) where assignee_id is not null;
