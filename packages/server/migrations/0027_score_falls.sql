-- The falls ahead of a score while nothing happens: pairs of (epoch day, milli-points of engagement) and at the end the day
-- on which it has to be reckoned anew. A turn of the day follows them without reading anybody's signals; whatever else
-- writes the row takes them away.
alter table tandem.contact add column score_falls integer[];
