-- Pairs of contacts that may be one person: proposed with evidence, never merged without a person's word.

create table tandem.duplicate_proposal (
  id           uuid primary key,
  -- The smaller id first, so that a pair stands once.
  a_id         uuid not null references tandem.contact,
  b_id         uuid not null references tandem.contact,
  evidence     jsonb not null,
  weight       integer not null,
  found_at     timestamptz not null,
  dismissed_at timestamptz,
  dismissed_by uuid,
  unique (a_id, b_id),
  check (a_id < b_id)
);
create index duplicate_proposal_open on tandem.duplicate_proposal (weight desc, found_at desc, id desc) where dismissed_at is null;
create index duplicate_proposal_b on tandem.duplicate_proposal (b_id);

-- Candidates: the same name is found by contact_name; the same phone and a similar local part by these.
create index contact_phone on tandem.contact ((regexp_replace(phone, '[^0-9]', '', 'g'))) where phone is not null and listed;
create index contact_local_part on tandem.contact ((replace(split_part(split_part(email_folded, '@', 1), '+', 1), '.', '')))
  where email_folded is not null and listed;
