-- What the board, the lists and the task page stand on at a hundred thousand deals: every sort pages by key on an index of its own.

-- Undated deals come last; paging by key needs a value to compare.
create index opportunity_by_close on tandem.opportunity (state, (coalesce(close_on, date 'infinity')), id);
create index opportunity_by_amount on tandem.opportunity (state, (coalesce(amount_company, -1)) desc, id desc);
create index opportunity_by_created on tandem.opportunity (state, created_at desc, id desc);
create index opportunity_by_age on tandem.opportunity (state, stage_since, id);
-- The columns of the board: their first cards from the order, their sums from the index alone.
drop index tandem.opportunity_board;
create index opportunity_board on tandem.opportunity (stage, (coalesce(close_on, date 'infinity')), id) include (amount, amount_company, team_id, owner_id, close_on) where state = 'open';
-- What a new rate converts.
create index opportunity_currency on tandem.opportunity (currency, state);

-- How long the deal had stood in the stage it left: the usual time in a stage is the median of these.
alter table tandem.opportunity_move add column stayed_ms bigint check (stayed_ms >= 0);
alter table tandem.opportunity_move add column reason text;
alter table tandem.opportunity_move add column words text;
create index opportunity_move_stay on tandem.opportunity_move (from_stage, at desc) include (stayed_ms) where stayed_ms is not null;

-- A day without a time: due_at is then the last instant of that day where the person is.
alter table tandem.task add column all_day boolean not null default true;
create index task_done on tandem.task (assignee_id, done_at desc, id desc) where done_at is not null;
create index task_created_by on tandem.task (created_by) where done_at is null;
