-- Whether a win was undone is asked for every episode of whoever moves. Undone wins are few: an index of them alone is
-- asked in no time, where a young product's planner reads all episodes instead, and goes on doing so as they grow.
create index episode_win_undone on tandem.episode (predecessor_id) where cause = 'win-undone';
