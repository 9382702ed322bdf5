-- A file arrives in pieces and is worked in batches: both go on where they stopped, on whichever process.

alter table tandem.import drop constraint import_state_check;
alter table tandem.import add constraint import_state_check check (state in ('uploading','mapping','queued','running','finished','failed','cancelled'));
alter table tandem.import add column uploaded bigint not null default 0;
alter table tandem.import add column repaired bigint not null default 0;
-- Bytes of the file that are settled; progress is told from it, since rows are only known at the end.
alter table tandem.import add column bytes_done bigint not null default 0;
-- Counted apart and said: code to how often.
alter table tandem.import add column notes jsonb not null default '{}';
-- Names of the columns, as the mapping and refused rows use them.
alter table tandem.import add column columns jsonb;
-- A process that is at it says so; one that died is taken over.
alter table tandem.import add column leased_until timestamptz;
alter table tandem.import add column file_gone_at timestamptz;
alter table tandem.import drop column options;
alter table tandem.import alter column mapping drop not null, alter column mapping drop default;
create index import_newest on tandem.import (created_at desc, id desc);
create index import_waiting on tandem.import (created_at) where state in ('queued', 'running');

create table tandem.import_chunk (
  import_id uuid not null references tandem.import on delete cascade,
  -- Offset of the first byte.
  position  bigint not null,
  bytes     bytea not null,
  primary key (import_id, position)
);

-- What a run has touched, so that the first row of a person, deal or entry counts and later ones only fill gaps:
-- otherwise two rows of one file would overwrite each other anew each time it is imported.
create table tandem.import_key (
  import_id uuid not null references tandem.import on delete cascade,
  key       uuid not null,
  primary key (import_id, key)
);

create index import_refusal_open on tandem.import_refusal (import_id, row_number) where repaired_at is null;
