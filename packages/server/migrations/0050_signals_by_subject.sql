-- Signals are found by their subject and read for their instants: the primary key does that, and a second index cost as
-- much to keep as the row itself.
drop index tandem.signal_day;
