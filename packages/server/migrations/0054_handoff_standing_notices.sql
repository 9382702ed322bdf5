-- What was told of a lead and is unread is found by the lead, to be settled once it has been worked.
create index notification_standing on tandem.notification (link) where read_at is null;
