create table tandem.campaign (
  id          uuid primary key,
  name        text not null,
  name_folded text collate "C" not null unique,
  channel     text not null,
  goal        text not null default '',
  starts_on   date,
  ends_on     date,
  -- Minor units of the company's currency.
  budget      bigint check (budget >= 0),
  archived_at timestamptz,
  created_by  uuid,
  created_at  timestamptz not null,
  version     integer not null default 0
);

-- The utm_campaign values that belong to a campaign; matched when read, so a campaign made later still finds its touches.
create table tandem.campaign_utm (
  utm_folded  text collate "C" primary key,
  utm         text not null,
  campaign_id uuid not null references tandem.campaign on delete cascade
);
create index campaign_utm_campaign on tandem.campaign_utm (campaign_id);

create table tandem.campaign_member (
  campaign_id uuid not null references tandem.campaign on delete cascade,
  contact_id  uuid not null,
  status      text not null default 'responded' check (status in ('invited','responded','attended','declined')),
  at          timestamptz not null,
  added_at    timestamptz not null,
  primary key (campaign_id, contact_id)
);
create index campaign_member_contact on tandem.campaign_member (contact_id);

create table tandem.spend (
  id             uuid primary key,
  campaign_id    uuid not null references tandem.campaign on delete cascade,
  day            date not null,
  amount         bigint not null,
  currency       text not null,
  amount_company bigint,
  rate           numeric(20,10),
  note           text not null default '',
  created_at     timestamptz not null,
  created_by     uuid,
  unique (campaign_id, day, note)
);
create index spend_day on tandem.spend (day);
