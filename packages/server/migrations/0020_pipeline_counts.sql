-- Counting a list reads whose deals they are from the index alone, and deals of every state page by their close date too.
drop index tandem.opportunity_by_close;
create index opportunity_by_close on tandem.opportunity (state, (coalesce(close_on, date 'infinity')), id) include (team_id, owner_id);
create index opportunity_close on tandem.opportunity ((coalesce(close_on, date 'infinity')), id);
