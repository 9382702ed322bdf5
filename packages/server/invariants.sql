-- What must hold of the data at every moment between two transactions. Each query must return no row; what it returns is
-- what is broken. Run after the integration tests, by `tandem doctor`, and once a night. Unique keys, foreign keys and
-- checks are in the migrations; here stands what they cannot say. Queries over traffic look at its newest part.

---- People

-- Who answers for a contact stands for itself.
select c.id, c.survivor_id from contact c join contact s on s.id = c.survivor_id where s.survivor_id <> s.id
union all select c.id, c.survivor_id from contact c where not exists (select from contact s where s.id = c.survivor_id);

-- A contact is answered for by another exactly where a standing merge says so, and by the same one as the contact it was merged into.
select c.id, c.survivor_id, m.into_id from contact c
left join merge m on m.from_id = c.id and m.undone_at is null left join contact i on i.id = m.into_id
where case when m.id is null then c.survivor_id <> c.id else c.survivor_id is distinct from i.survivor_id end;

-- Whoever is listed is found by what their row says, and nobody else is.
select coalesce(c.id, w.contact_id) as id from (select id, search from contact where listed) c full join contact_search w on w.contact_id = c.id where w.text is distinct from c.search;

-- A subject belongs to one contact at a time.
select subject_id, from_at, to_at, next_from from (
  select subject_id, from_at, to_at, lead(from_at) over (partition by subject_id order by from_at) as next_from from assignment where retracted is null
) a where to_at > next_from or to_at < from_at;

-- A subject belongs to a contact that exists.
select a.id, a.subject_id, a.contact_id from assignment a where a.retracted is null and not exists (select from contact c where c.id = a.contact_id);

---- Stages

-- A contact has exactly one present episode, and shows its stage.
select c.id, c.stage, c.episode_id, e.id as present, e.stage as present_stage from contact c left join episode e on e.contact_id = c.id and e.left_at is null
where e.id is null or e.id is distinct from c.episode_id or e.stage <> c.stage or e.entered_at <> c.stage_since;

-- An episode is somebody's, and only the first of a life has no predecessor.
select e.id, e.contact_id, e.stage, e.predecessor_id from episode e where not exists (select from contact c where c.id = e.contact_id)
union all
select e.id, e.contact_id, e.stage, e.predecessor_id from episode e where e.predecessor_id is null
  and exists (select from episode o where o.contact_id = e.contact_id and o.predecessor_id is null and (o.applied, o.id) < (e.applied, e.id));

-- An episode begins at the instant its predecessor ends, in the life of the same contact.
select e.id, e.contact_id, e.entered_at, p.contact_id as predecessors_contact, p.left_at from episode e left join episode p on p.id = e.predecessor_id
where e.predecessor_id is not null and (p.contact_id is distinct from e.contact_id or p.left_at is distinct from e.entered_at);

-- An episode does not end before it began, unless what ended it is flagged as a contradiction.
select e.id, e.contact_id, e.entered_at, e.left_at from episode e left join episode n on n.predecessor_id = e.id where e.left_at < e.entered_at and n.flag is null;

-- A stage moves along an agreed way.
select e.id, e.contact_id, p.stage as from_stage, e.stage as to_stage from episode e join episode p on p.id = e.predecessor_id
where (p.stage, e.stage) not in (
  ('visitor', 'lead'), ('visitor', 'opportunity'), ('visitor', 'customer'),
  ('lead', 'mql'), ('lead', 'sal'), ('lead', 'sql'), ('lead', 'opportunity'), ('lead', 'customer'), ('lead', 'disqualified'), ('lead', 'lost'),
  ('mql', 'sal'), ('mql', 'sql'), ('mql', 'opportunity'), ('mql', 'customer'), ('mql', 'nurture'), ('mql', 'disqualified'), ('mql', 'lead'), ('mql', 'lost'),
  ('sal', 'sql'), ('sal', 'opportunity'), ('sal', 'customer'), ('sal', 'nurture'), ('sal', 'disqualified'), ('sal', 'lost'),
  ('sql', 'opportunity'), ('sql', 'customer'), ('sql', 'nurture'), ('sql', 'disqualified'), ('sql', 'lost'),
  ('opportunity', 'customer'), ('opportunity', 'lost'),
  ('customer', 'advocate'), ('customer', 'opportunity'), ('customer', 'churned'), ('advocate', 'churned'),
  ('nurture', 'mql'), ('nurture', 'sal'), ('nurture', 'sql'), ('nurture', 'opportunity'), ('nurture', 'customer'), ('nurture', 'disqualified'), ('nurture', 'lost'),
  ('lost', 'nurture'), ('lost', 'opportunity'), ('lost', 'customer'),
  ('disqualified', 'lead'), ('disqualified', 'opportunity'), ('disqualified', 'customer'),
  ('churned', 'nurture'), ('churned', 'opportunity'), ('churned', 'customer')
);

-- A journey is that of a contact who left the visitors behind, and stands where the contact stands.
select coalesce(j.contact_id, c.id) as contact_id, j.stage as journey_stage, c.stage from journey j full join (select id, stage from contact where stage <> 'visitor') c on c.id = j.contact_id
where j.stage is distinct from c.stage;

-- An MQL episode is held by one passage, and a passage by its MQL episode.
select coalesce(p.episode_id, e.id) as episode_id, p.contact_id, e.contact_id as episodes_contact
from passage p full join (select id, contact_id, entered_at from episode where stage = 'mql') e on e.id = p.episode_id
where p.contact_id is distinct from e.contact_id or p.entered_at is distinct from e.entered_at;

-- The tally of leads by day and source is the journeys' count.
select day, source, sum(n) as difference from (
  select day, source, leads as n from lead_tally union all select (lead_at at time zone 'UTC')::date, source, -1 from journey where standing
) t group by day, source having sum(n) <> 0;

---- Handoffs and clocks

-- A person has at most one open handoff, those of contacts merged into them included.
select c.survivor_id as contact_id, array_agg(h.id) as handoffs from handoff h join contact c on c.id = h.contact_id where h.closed_at is null group by 1 having count(*) > 1;

-- A handoff is open or accepted until it is closed.
select id, state, closed_at from handoff where (closed_at is null) <> (state in ('open', 'accepted'));

-- A handoff passes on an MQL episode of its contact, and an episode is passed on once.
select h.id, h.contact_id, h.episode_id from handoff h left join episode e on e.id = h.episode_id where e.contact_id is distinct from h.contact_id or e.stage <> 'mql'
union all select (array_agg(id))[2], (array_agg(contact_id))[2], episode_id from handoff group by episode_id having count(*) > 1;

-- An open handoff has an owner or a team whose queue holds it, as its newest assignment says, and a package.
select h.id, h.assignee_id, h.team_id, a.assignee_id as assigned_to, a.team_id as assigned_team from handoff h
left join lateral (select assignee_id, team_id from handoff_assignment a where a.handoff_id = h.id order by at desc, id desc limit 1) a on true
where h.closed_at is null and (h.assignee_id is distinct from a.assignee_id or h.team_id is distinct from a.team_id
  or not exists (select from handoff_package p where p.handoff_id = h.id));

-- Whoever has an open handoff is an MQL or with Sales.
select h.id, c.id as contact_id, c.stage from handoff h join contact o on o.id = h.contact_id join contact c on c.id = o.survivor_id
where h.closed_at is null and c.stage in ('visitor', 'lead', 'nurture', 'disqualified', 'churned');

-- An MQL who did not come with history has an open handoff.
select c.id, c.episode_id from contact c join episode e on e.id = c.episode_id
where c.stage = 'mql' and c.survivor_id = c.id and not e.history
  and not exists (select from handoff h join contact o on o.id = h.contact_id where o.survivor_id = c.id and h.closed_at is null);

-- Imported history opens no handoff.
select h.id, h.episode_id from handoff h join episode e on e.id = h.episode_id where e.history;

-- A handoff has a clock for each clause that its agreement gives its tier.
select h.id, h.tier, agreed ->> 'key' as clause from handoff h join agreement_version v on v.version = h.agreement_version
cross join lateral jsonb_array_elements(v.document #> '{sla,sales}') as agreed
where agreed -> 'tiers' ? h.tier and not exists (select from clock k where k.handoff_id = h.id and k.clause = agreed ->> 'key');

-- A closed handoff has no clock that runs, but for the first attempt that is still owed.
select k.id, k.handoff_id, k.kind, k.state, h.state as handoff_state from clock k join handoff h on h.id = k.handoff_id
where h.closed_at is not null and k.state in ('running', 'warning', 'paused') and not (k.kind = 'first-attempt' and h.state in ('qualified', 'rejected-nurture'));

-- What is shown of a clock is what its machine says.
select id, state, machine -> 'state' ->> 'kind' as machine_state from clock
where state not in ('void', machine -> 'state' ->> 'kind') or (state = 'breached' and breached_at is null) or (state in ('met', 'excused')) <> (stopped_at is not null and state <> 'void')
  or (state = 'excused') <> (excused_by is not null and excused_why is not null) or (state in ('running', 'warning', 'breached') and running_from is null);

-- A clock counts no negative time, and the queue's part is no more than all of it.
select id, allowed_ms, used_ms, queue_ms from clock where allowed_ms <= 0 or queue_ms < 0 or used_ms < queue_ms;

-- Each level that a clock still owes has its due timer, and no clock has another.
select coalesce(wanted.key, t.key) as key, wanted.due_at, t.due_at as timer_due from (
  select k.id || ':' || (t ->> 'level') as key, to_timestamp((t ->> 'dueAtMs')::float8 / 1000) as due_at
  from clock k cross join lateral jsonb_array_elements(k.machine -> 'timers') as t where k.state <> 'void'
) wanted full join (select key, due_at from timer where kind = 'clock') t on t.key = wanted.key
where wanted.key is null or t.key is null or abs(extract(epoch from wanted.due_at - t.due_at)) > 0.001;

-- A clock that can still be broken has an instant at which it will be.
select id, handoff_id, state from clock where state in ('running', 'warning') and due_at is null and jsonb_array_length(machine -> 'timers') > 0;

-- Each level fired is on record once, and nothing is on record that did not fire.
select coalesce(fired.clock_id, l.clock_id) as clock_id, fired.level, l.level as recorded from (
  select id as clock_id, level from clock cross join lateral jsonb_array_elements_text(machine -> 'fired') as level
) fired full join clock_level l on l.clock_id = fired.clock_id and l.level = fired.level where fired.level is null or l.level is null;

-- A handoff's opening and its closing are facts that others could react to.
select h.id, h.opened_at, h.closed_at from handoff h
where not exists (select from fact f where f.subject_id = h.id and f.kind = 'handoff.opened')
   or (h.closed_at is not null and not exists (select from fact f where f.subject_id = h.id and f.kind = 'handoff.closed'));

---- Scores and the agreement

-- The newest recorded score of the day on which a contact was last scored is the one it shows.
select c.id, c.fit, c.engagement, c.grade, s.fit as recorded_fit, s.engagement as recorded_engagement, s.grade as recorded_grade from contact c
cross join lateral (select * from score s where s.contact_id = c.id order by applied desc limit 1) s
join agreement_version v on v.version = s.agreement_version
where c.scored_on = (s.at at time zone (v.document ->> 'timeZone'))::date and c.agreement_version = s.agreement_version
  and (c.fit, c.engagement, c.grade) is distinct from (s.fit, s.engagement, s.grade);

-- The engine runs what both sides signed, but for the founding agreement and what somebody answered for by breaking the glass.
select v.version, count(s.version) as signatures from agreement_version v left join signature s on s.version = v.version and s.hash = v.hash
where not v.founding and not exists (select from agreement_break_glass g where g.version = v.version)
group by v.version having count(s.version) < 2;

-- Versions follow each other, and none takes effect before what had begun when it was made.
select v.version, v.effective_from, b.version as begun, b.effective_from as since
from (select *, row_number() over (order by version) as nth from agreement_version) v
left join lateral (select o.version, o.effective_from from agreement_version o where o.version < v.version and o.effective_from <= v.created_at order by o.effective_from desc limit 1) b on true
where v.version <> v.nth or v.effective_from <= b.effective_from;

-- A signature is of exactly its version's text, and hangs on the one before it.
select s.version, s.side, s.place from (select s.*, lag(chain) over (order by place) as before, row_number() over (order by place) as nth from signature s) s
join agreement_version v on v.version = s.version
where s.hash <> v.hash or s.place <> s.nth
  or s.chain <> signature_digest(coalesce(s.before, ''), row(s.version, s.side, s.user_id, s.hash, s.signed_at, s.address, s.place, s.chain)::signature);

-- A draft that is in force is, character by character, the version it became.
select d.id, d.number, d.became_version from agreement_draft d left join agreement_version v on v.version = d.became_version
where d.state = 'in-force' and (v.hash is distinct from d.hash);

-- A signature that stands on an open draft is of its text.
select d.id, d.number, s.side from agreement_draft d join agreement_draft_signature s on s.draft_id = d.id and s.fell_at is null where s.hash <> d.hash;

---- Deals and money

-- A deal stands where its newest move brought it.
select o.id, o.stage, o.state, m.to_stage, m.to_state from opportunity o
left join lateral (select to_stage, to_state from opportunity_move m where m.opportunity_id = o.id order by at desc, id desc limit 1) m on true
where o.stage is distinct from m.to_stage or o.state is distinct from m.to_state;

-- A move of a deal begins where the one before it ended.
select id, opportunity_id, from_stage, from_state, came_from, was from (
  select id, opportunity_id, from_stage, from_state, lag(to_stage) over w as came_from, lag(to_state) over w as was from opportunity_move window w as (partition by opportunity_id order by at, id)
) m where from_stage is distinct from came_from or from_state is distinct from was;

-- A deal that closed did not close before it was made, unless it is flagged.
select id, created_at, closed_at from opportunity where closed_at < created_at and flag is null;

-- The people of a buying group exist.
select oc.opportunity_id, oc.contact_id from opportunity_contact oc where not exists (select from contact c where c.id = oc.contact_id);

-- An amount is converted at a rate, or is in the company's currency; without one it is not counted.
select 'opportunity' as kind, id, amount, currency, amount_company, rate from opportunity
where (amount is null and amount_company is not null) or (amount_company is not null and rate is null and amount_company <> amount)
union all select 'spend', id, amount, currency, amount_company, rate from spend where amount_company is not null and rate is null and amount_company <> amount;

---- Traffic, its newest part

-- An event key has its event.
with newest as (
  select message_id, source_id, event_id from event_key
  where ctid >= format('(%s,0)', greatest(pg_relation_size('event_key') / current_setting('block_size')::int - 500, 0))::tid
)
select n.message_id, n.source_id, n.event_id from newest n
where not exists (select from event e where e.id = n.event_id and e.id >= (select event_id from newest order by event_id limit 1));

-- An event has its key, so that it counts once whatever is sent again.
select e.id, e.subject_id, e.source_id from event e
where e.id >= (select event_id from event_key where ctid >= format('(%s,0)', greatest(pg_relation_size('event_key') / current_setting('block_size')::int - 500, 0))::tid order by event_id limit 1)
  and not exists (select from event_key k where k.message_id = e.payload ->> 'messageId' and k.source_id = e.source_id and k.event_id = e.id);

-- An event that was worked belongs to a contact.
select e.id, e.subject_id, e.occurred_at from event e
where e.id >= (select event_id from event_key where ctid >= format('(%s,0)', greatest(pg_relation_size('event_key') / current_setting('block_size')::int - 500, 0))::tid order by event_id limit 1)
  and not exists (select from assignment a where a.subject_id = e.subject_id and a.retracted is null and a.from_at <= e.occurred_at and a.to_at > e.occurred_at)
  and not exists (select from intake i where e.id = any (i.event_ids)) and not exists (select from parked_intake p where e.id = any (p.event_ids));

-- What waits to be worked, or is parked, is there.
select i.id, i.at, i.subject_id, i.event_id from (
  select id, received_at as at, unnest(subject_ids) as subject_id, unnest(event_ids) as event_id from intake
  union all select id, received_at, unnest(subject_ids), unnest(event_ids) from parked_intake
) i where not exists (select from event e where e.subject_id = i.subject_id and e.id = i.event_id);

-- A signal counts on the company day on which its event happened: never more than a zone's width from it.
select subject_id, event_id, occurred_at, day from signal where abs(day - (occurred_at at time zone 'UTC')::date) > 1;
