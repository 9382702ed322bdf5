-- Ways in besides a password: one-time links. And the brake on guessing.

create table tandem.invitation (
  token_hash bytea primary key,
  -- One standing link a person: a newer one replaces it.
  user_id    uuid not null unique references tandem.app_user,
  purpose    text not null check (purpose in ('invitation','password-reset')),
  created_at timestamptz not null,
  created_by uuid references tandem.app_user,
  expires_at timestamptz not null
);

-- Failed tries to sign in by what was tried from where, digested: neither address nor account stands here.
create table tandem.sign_in_attempt (
  bucket     bytea primary key,
  tries      integer not null,
  ends_at    timestamptz not null
);
create index sign_in_attempt_over on tandem.sign_in_attempt (ends_at);

create index session_expired on tandem.session (expires_at);
create index api_key_user on tandem.api_key (user_id);
create index audit_actor on tandem.audit (actor_id, at desc, id desc);
