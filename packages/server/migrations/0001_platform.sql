-- What every slice stands on: facts and their readers, due timers, outgoing mail. All ids and instants come from the
-- application; no row reads the database's clock.

create table tandem.fact (
  id           bigint generated always as identity primary key,
  -- The transaction that appended it. Readers go by it, because ids are given out before commits and may appear late.
  xid          xid8 not null default pg_current_xact_id(),
  kind         text not null,
  at           timestamptz not null,
  subject_kind text,
  subject_id   uuid,
  -- Ids and digests only; personal data lives in tables that can be erased.
  payload      jsonb not null default '{}',
  check ((subject_kind is null) = (subject_id is null))
);
create index fact_in_commit_order on tandem.fact (xid, id);
create index fact_of_subject on tandem.fact (subject_id, id) where subject_id is not null;

-- How far each reaction has read: everything up to and with this fact, in the order (xid, id).
create table tandem.reaction_cursor (
  reaction text primary key,
  xid      xid8 not null,
  fact_id  bigint not null
);

-- A fact whose reaction failed twice. The others went on; a person decides about this one.
create table tandem.parked_fact (
  reaction  text not null,
  fact_id   bigint not null references tandem.fact (id) on update cascade,
  reason    text not null,
  parked_at timestamptz not null,
  primary key (reaction, fact_id)
);

-- A deadline is a row. The key says what it is for, so the same deadline cannot exist twice.
create table tandem.timer (
  kind         text not null,
  key          text not null,
  due_at       timestamptz not null,
  payload      jsonb not null default '{}',
  -- Not before this, although due: the last attempt failed, or somebody is at it.
  leased_until timestamptz,
  attempts     integer not null default 0,
  last_error   text,
  primary key (kind, key)
);
create index timer_due on tandem.timer (due_at, kind, key);

-- Transactional mail (sign-in, alerts): written with its cause, sent afterwards, retried until it is given up.
create table tandem.mail_outbox (
  id         uuid primary key,
  -- What the mail is about, so that the same cause cannot send twice.
  key        text not null unique,
  recipient  text not null,
  subject    text not null,
  text_body  text not null,
  html_body  text,
  queued_at  timestamptz not null,
  next_at    timestamptz not null,
  attempts   integer not null default 0,
  sent_at    timestamptz,
  given_up_at timestamptz,
  last_error text
);
create index mail_outbox_waiting on tandem.mail_outbox (next_at) where sent_at is null and given_up_at is null;
