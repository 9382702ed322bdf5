-- A campaign's touches are found by the folded utm_campaign, newest first.
create index touch_campaign on tandem.touch (campaign_folded, at desc) where campaign_folded is not null;
create index campaign_newest on tandem.campaign (created_at desc, id desc);
create index campaign_member_newest on tandem.campaign_member (campaign_id, at desc, contact_id);
