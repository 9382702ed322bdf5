-- A refresh of the lab reads only what was applied since. Rows come in that order, so a few bytes a megabyte find them.
create index signal_applied on tandem.signal using brin (applied) with (pages_per_range = 32);
create index change_applied on tandem.change using brin (applied) with (pages_per_range = 32);
create index episode_applied on tandem.episode using brin (applied) with (pages_per_range = 32);
create index assignment_applied on tandem.assignment using brin (applied) with (pages_per_range = 32);
create index assignment_retracted on tandem.assignment (retracted) where retracted is not null;
