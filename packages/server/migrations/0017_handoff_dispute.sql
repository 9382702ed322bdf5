-- Marketing says that a rejection looks wrong; a manager of the team answers. One dispute a handoff.
create table tandem.handoff_dispute (
  handoff_id  uuid primary key references tandem.handoff on delete cascade,
  words       text not null,
  by_id       uuid not null references tandem.app_user,
  at          timestamptz not null,
  answer      text,
  answered_by uuid references tandem.app_user,
  answered_at timestamptz,
  check ((answer is null) = (answered_at is null))
);
create index handoff_dispute_open on tandem.handoff_dispute (at desc) where answered_at is null;

-- What became of each lead: the whole list and a person's part of it, paged by key.
create index handoff_newest on tandem.handoff (opened_at desc, id desc);
create index handoff_assignee on tandem.handoff (assignee_id, opened_at desc, id desc);
create index handoff_team on tandem.handoff (team_id, opened_at desc, id desc);
create index notification_unread on tandem.notification (user_id, at desc) where read_at is null;
