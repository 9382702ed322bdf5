-- A refused row says everything that is wrong with it, not only what was found first.
alter table tandem.import_refusal add column also jsonb not null default '[]';
