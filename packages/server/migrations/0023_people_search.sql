-- The text people are found by, beside the contact instead of in it: every event rewrites its contact's row, and a
-- rewritten row is entered into every index of its table anew. Into a trigram index that is dozens of entries; at a
-- million contacts nine tenths of an event's cost. Here the row only moves when the text does.
drop index tandem.contact_search;
create table tandem.contact_search (
  contact_id uuid primary key,
  text       text collate "C" not null
);

create function tandem.contact_found_by() returns trigger language plpgsql set search_path = tandem as $$
begin
  if tg_op = 'DELETE' or not new.listed then
    delete from contact_search where contact_id = old.id;
  else
    insert into contact_search (contact_id, text) values (new.id, new.search) on conflict (contact_id) do update set text = excluded.text;
  end if;
  return null;
end $$;
create trigger contact_found after insert on tandem.contact for each row when (new.listed) execute function tandem.contact_found_by();
create trigger contact_found_otherwise after update on tandem.contact for each row
  when ((old.listed, old.search) is distinct from (new.listed, new.search)) execute function tandem.contact_found_by();
create trigger contact_found_no_more after delete on tandem.contact for each row execute function tandem.contact_found_by();

insert into tandem.contact_search (contact_id, text) select id, search from tandem.contact where listed;
create index contact_search_text on tandem.contact_search using gin (text public.gin_trgm_ops);
