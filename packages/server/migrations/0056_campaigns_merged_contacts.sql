-- A report asks of everybody it counts who was merged into them. Of a million contacts few were, which no statistics say:
-- without this, each column of the closed loop read all contacts to find them.
create index contact_merged on tandem.contact (survivor_id) where survivor_id <> id;
