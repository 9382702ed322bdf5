/**
 * The data set the lists are measured on, made by set-based SQL in the shape the product writes: people with companies,
 * subjects and assignments, events in their months, signals, touches, scores, episodes, handoffs with clocks, deals. The
 * same for the same size, except that it ends at the moment it is made. Each step is one statement or a few.
 */

export interface Scale {
  readonly contacts: number;
  readonly eventsEach: number;
}

/** A number from 0 to 1, and ids in the product's form, from a number and a salt. */
const functions = `
  create schema if not exists bench;
  create function bench.dice(n bigint, salt int) returns float8 language sql immutable parallel safe as $$ select (hashint8extended(n, salt) & 2147483647)::float8 / 2147483648 $$;
  create function bench.id(at timestamptz, n bigint, salt int) returns uuid language sql immutable parallel safe as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid from (select md5(n || ' ' || salt) as h) m $$;
  create function bench.pick(words text[], share float8) returns text language sql immutable parallel safe as $$ select words[1 + floor(share * cardinality(words))::int] $$;
  create function bench.company(n bigint) returns uuid language sql immutable parallel safe as $$ select bench.id(timestamptz '2023-01-01' + n * interval '1 minute', n, 5) $$;`;

export function dataSetSteps({ contacts, eventsEach }: Scale): readonly (readonly [name: string, sql: string])[] {
  const companies = Math.max(10, Math.floor(contacts / 20));
  return [
    ["functions", functions],
    [
      "teams",
      `insert into team (id, key, name, side, time_zone, week, created_at) select bench.id(now(), n, 1), 'sales-' || n, 'Sales ' || n, 'sales', t.time_zone, t.week, now() from generate_series(2, 4) n, team t where t.key = 'sales';
       insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at)
       select bench.id(now(), n, 2), 'Seller ' || n, 'seller-' || n || '@bench.example', 'seller-' || n || '@bench.example', 'sales-rep', u.time_zone, u.week, now() from generate_series(1, 39) n, app_user u where u.email_folded = 'rep-1@bench.example';
       insert into team_member (team_id, user_id) select t.id, u.id from (select id, row_number() over (order by key) as n from team where side = 'sales') t
         join (select id, row_number() over (order by email_folded) as n from app_user where email_folded like 'seller-%') u on u.n % 4 = t.n % 4;
       create unlogged table bench.rep as select u.id, m.team_id, row_number() over (order by u.email_folded) - 1 as n, count(*) over () as all_reps from app_user u join team_member m on m.user_id = u.id where u.role = 'sales-rep'`,
    ],
    [
      "companies",
      `insert into company (id, name, domain, domain_folded, industry, employees, annual_revenue, country, city, created_at, search)
       select bench.company(n), name, domain, domain, bench.pick('{Manufacturing,Logistics,Technology,Retail,Health}', bench.dice(n, 11)), (power(10, 1 + bench.dice(n, 12) * 3.5))::int, (bench.dice(n, 13) * 1e9)::bigint,
         bench.pick('{DE,AT,CH,NL,GB,US,FR}', bench.dice(n, 14)), 'Town ' || n % 300, timestamptz '2023-01-01' + n * interval '1 minute', lower(name || ' ' || domain || ' town ' || n % 300)
       from (select n, bench.pick('{Nord,Alpen,Rhein,Hafen,Berg,Stern,Linden,Silber,Gold,Eisen}', bench.dice(n, 15)) || bench.pick('{werk,bau,logistik,technik,handel,stahl,chemie,druck,holz,glas}', bench.dice(n, 16)) || ' ' || n as name, 'firm-' || n || '.example' as domain from generate_series(1, ${companies}) n) c`,
    ],
    [
      // How far each went, and when: everything else follows from this row.
      "lives",
      `create unlogged table bench.life as
       select n, bench.id(created_at, n, 3) as id, created_at, company, rep_id, team_id, path,
         'anonymous ' || n as device, md5('anonymous ' || n)::uuid as device_id, md5('email ' || n)::uuid as email_id,
         first, last, lower(first || '.' || last || n || '@firm-' || company || '.example') as email,
         least(now() - interval '9 minutes', created_at + bench.dice(n, 21) * interval '20 days') as mql_at,
         least(now() - interval '8 minutes', created_at + bench.dice(n, 21) * interval '20 days' + bench.dice(n, 22) * interval '2 days') as sal_at,
         least(now() - interval '7 minutes', created_at + bench.dice(n, 21) * interval '20 days' + interval '2 days' + bench.dice(n, 23) * interval '8 days') as sql_at,
         least(now() - interval '6 minutes', created_at + bench.dice(n, 21) * interval '20 days' + interval '10 days' + bench.dice(n, 24) * interval '6 days') as opportunity_at,
         least(now() - interval '5 minutes', created_at + bench.dice(n, 21) * interval '20 days' + interval '16 days' + bench.dice(n, 25) * interval '60 days') as closed_at
       from (
         select n, now() - interval '10 minutes' - bench.dice(n, 31) * interval '730 days' as created_at, 1 + floor(bench.dice(n, 32) * ${companies})::int as company,
           bench.pick('{Anna,Ben,Clara,David,Emma,Felix,Greta,Hugo,Ida,Jonas,Kim,Lena,Max,Nora,Otto,Paula,Quentin,Rosa,Sven,Tina,Ulla,Viktor,Wanda,Xaver,Yara,Zoe}', bench.dice(n, 33)) as first,
           bench.pick('{Mey,Schnei,Fisch,Web,Wag,Beck,Hoff,Schä,Koch,Bau,Rich,Klei,Wolf,Schrö,Neu,Zimm,Brau,Krü,Hart,Lan}', bench.dice(n, 34)) || bench.pick('{er,der,ler,mann,ner,haus,berg,stein,feld,bach,thal,wald,hof,kamp,dorf,burg,brück,see,au,horst}', bench.dice(n, 35)) || bench.pick('{"",s,i,o,e,ic,sen,son,in,ek}', bench.dice(n, 36)) as last,
           bench.dice(n, 37) as share
         from generate_series(1::bigint, ${contacts}::bigint) n) p
       cross join lateral (select case when share < .80 then 'lead' when share < .85 then 'nurture' when share < .87 then 'disqualified' when share < .88 then 'mql' when share < .89 then 'sal' when share < .90 then 'sql' when share < .93 then 'opportunity' when share < .97 then 'customer' else 'lost' end as path) w
       join (select id as rep_id, team_id, n as rep_number, all_reps from bench.rep) r on rep_number = floor(bench.dice(n, 38) * all_reps);
       alter table bench.life add primary key (n); analyze bench.life`,
    ],
    [
      "contacts",
      `insert into contact (id, survivor_id, created_at, identified_at, last_seen_at, email, email_folded, email_kind, first_name, last_name, title, seniority, job_function, country, city, language, source, company_id, owner_id, stage, stage_since, episode_id,
         fit, grade, engagement, scored_on, agreement_version, first_touch, last_touch, search)
       select l.id, l.id, created_at, created_at, created_at + bench.dice(n, 41) * (now() - created_at), email, email, 'business', first, last, title, 'manager', 'operations', bench.pick('{DE,AT,CH,NL,GB,US,FR}', bench.dice(n, 42)), 'Town ' || n % 300, 'de',
         bench.pick('{social,paid search,organic search,email,referral}', bench.dice(n, 43)), company_id, case when path in ('lead', 'nurture', 'disqualified') then null else rep_id end, path,
         case path when 'lead' then created_at when 'mql' then mql_at when 'sal' then sal_at when 'sql' then sql_at when 'opportunity' then opportunity_at when 'nurture' then sal_at when 'disqualified' then sal_at else closed_at end,
         bench.id(created_at, n * 10 + case path when 'lead' then 1 when 'mql' then 2 when 'sal' then 3 when 'nurture' then 3 when 'disqualified' then 3 when 'sql' then 4 when 'opportunity' then 5 else 6 end, 6),
         floor(bench.dice(n, 44) * 100000)::int, bench.pick('{A,B,C,D}', bench.dice(n, 45)), floor(bench.dice(n, 46) * 120000)::int, current_date, 1, touch, touch, lower(first || ' ' || last || ' ' || email || ' ' || title || ' ' || company_name)
       from bench.life l join (select id as company_id, name as company_name from company) y on company_id = bench.company(company)
       cross join lateral (select bench.pick('{Head of Operations,IT Manager,Buyer,Director of Engineering,Plant Manager,Chief Executive}', bench.dice(n, 47)) as title,
         jsonb_build_object('at', created_at, 'channel', bench.pick('{paid-search,organic-search,email,social,referral,direct}', bench.dice(n, 48)), 'source', 'search', 'medium', 'cpc', 'campaign', 'campaign-' || n % 40, 'referrer', null, 'landingPage', '/') as touch) t
       order by created_at;
       insert into contact_search (contact_id, text) select id, search from contact`,
    ],
    [
      "subjects",
      `insert into subject (id, kind, key, first_seen_at) select device_id, 'anonymous', device, created_at from bench.life union all select email_id, 'email', email, created_at from bench.life order by 1;
       insert into assignment (id, subject_id, contact_id, from_at, to_at, reason, applied, applied_at)
       select bench.id(created_at, n, salt), case salt when 7 then device_id else email_id end, id, '-infinity', 'infinity', 'identified', n * 10, created_at from bench.life, (values (7), (8)) s(salt) order by 1`,
    ],
    [
      "episodes",
      `insert into episode (id, contact_id, stage, entered_at, left_at, predecessor_id, cause, history, actor_kind, agreement_version, applied, applied_at)
       select bench.id(created_at, n * 10 + place, 6), id, stages[place], ats[place], ats[place + 1], case when place > 1 then bench.id(created_at, n * 10 + place - 1, 6) end, 'bench', false, 'engine', 1, n * 10 + place, ats[place]
       from bench.life cross join lateral (
         select case path when 'lead' then array['lead'] when 'mql' then array['lead', 'mql'] when 'sal' then array['lead', 'mql', 'sal'] when 'nurture' then array['lead', 'mql', 'nurture'] when 'disqualified' then array['lead', 'mql', 'disqualified']
           when 'sql' then array['lead', 'mql', 'sal', 'sql'] when 'opportunity' then array['lead', 'mql', 'sal', 'sql', 'opportunity'] else array['lead', 'mql', 'sal', 'sql', 'opportunity', path] end as stages,
           array[created_at, mql_at, sal_at, sql_at, opportunity_at, closed_at] as all_ats) w
       cross join lateral (select all_ats[1:cardinality(stages)] as ats) x cross join lateral generate_series(1, cardinality(stages)) place order by 1`,
    ],
    [
      "scores",
      `insert into score (contact_id, applied, at, fit, grade, engagement, agreement_version)
       select id, n * 10 + k, created_at + k * interval '1 hour', 40000, 'B', k * 12000, 1 from bench.life, generate_series(1, 3) k order by 1, 2;
       insert into change (entity_kind, entity_id, field, old, new, happened_at, applied_at, applied, actor_kind)
       select 'contact', id, field, null, '"bench"', created_at, created_at, n * 10, 'engine' from bench.life, unnest('{email,title}'::text[]) field order by 2`,
    ],
    ["months", `select make_event_partition('event_' || to_char(m, 'YYYY_MM'), bench.edge(m), bench.edge(m + interval '1 month')) from generate_series(date_trunc('month', now() - interval '25 months'), date_trunc('month', now()), interval '1 month') m`],
    [
      "event plan",
      // One person in two thousand is watched closely: their timeline is long.
      `create unlogged table bench.happening as
       select n, k, device_id, created_at + (bench.dice(n * 1000003 + k, 51) * (now() - interval '1 minute' - created_at)) as at
       from bench.life, generate_series(1, case when n % 2000 = 7 then ${eventsEach} * 100 else ${eventsEach} end) k;
       create index on bench.happening (at)`,
    ],
    [
      "signals",
      `insert into signal (subject_id, event_id, revision_id, occurred_at, day, applied)
       select h.device_id, bench.id(h.at, h.n * 100000 + h.k, 9), r.id, h.at, (h.at at time zone 'Europe/Berlin')::date, h.n * 10
       from bench.happening h join signal_revision r on r.key = case when k % 10 = 3 then 'pricing-viewed' when k % 10 = 5 then 'product-page-viewed' else 'page-visited' end where k % 5 <> 4 order by 1, 2`,
    ],
    [
      "touches",
      `insert into touch (subject_id, event_id, at, channel, source, medium, campaign, campaign_folded, landing_page, applied)
       select device_id, bench.id(at, n * 100000 + k, 9), at, bench.pick('{paid-search,organic-search,email,social,referral}', bench.dice(n, 48)), 'search', 'cpc', 'campaign-' || n % 40, 'campaign-' || n % 40, '/', n * 10 from bench.happening where k = 1 order by 1`,
    ],
    [
      "handoffs",
      `insert into handoff (id, contact_id, episode_id, agreement_version, tier, state, assignee_id, team_id, rule, captured_at, scored_at, opened_at, assigned_at, notified_at, seen_at, first_attempt_at, accepted_at, closed_at, reason, fit, grade, engagement, complete)
       select bench.id(mql_at, n, 4), id, bench.id(created_at, n * 10 + 2, 6), 1, bench.pick('{t1,t2,t3}', bench.dice(n, 61)),
         case path when 'mql' then 'open' when 'sal' then 'accepted' when 'nurture' then 'rejected-nurture' when 'disqualified' then 'rejected-unqualified' else 'qualified' end, rep_id, team_id, 'everyone',
         mql_at - interval '2 seconds', mql_at - interval '1 second', mql_at, mql_at, mql_at, mql_at + interval '5 minutes', case when path <> 'mql' then mql_at + bench.dice(n, 62) * interval '6 hours' end,
         case when path not in ('mql', 'nurture', 'disqualified') then sal_at end, case path when 'mql' then null when 'sal' then null when 'nurture' then sal_at when 'disqualified' then sal_at else sql_at end,
         case path when 'nurture' then bench.pick('{bad-timing,no-budget,competitor}', bench.dice(n, 63)) when 'disqualified' then 'no-fit' end, 60000, bench.pick('{A,B,C}', bench.dice(n, 64)), 50000, bench.dice(n, 65) < .9
       from bench.life where path <> 'lead' order by 1;
       insert into handoff_package (handoff_id, package) select id, '{"missing": []}' from handoff;
       insert into handoff_assignment (id, handoff_id, assignee_id, team_id, at, by_kind, why) select id, id, assignee_id, team_id, opened_at, 'engine', 'everyone' from handoff;
       insert into clock (id, handoff_id, clause, kind, state, agreement_version, started_at, due_at, allowed_ms, stopped_at, machine)
       select gen_random_uuid(), k.handoff_id, k.clause, k.kind, k.state, 1, k.started_at, k.due_at, k.allowed_ms, k.stopped_at, ${clockMachine}
       from (
         select id as handoff_id, tier || '-first-attempt' as clause, 'first-attempt' as kind, case when first_attempt_at is null then 'running' when first_attempt_at < opened_at + interval '4 hours' then 'met' else 'breached' end as state,
           opened_at as started_at, opened_at + interval '4 hours' as due_at, 14400000 as allowed_ms, first_attempt_at as stopped_at, assignee_id from handoff
         union all
         select id, 'disposition', 'disposition', case when state = 'open' then 'running' else 'met' end, opened_at, opened_at + interval '3 days', 86400000, case when state <> 'open' then coalesce(accepted_at, closed_at) end, assignee_id from handoff
       ) k`,
    ],
    [
      "deals",
      `insert into opportunity (id, name, company_id, owner_id, team_id, handoff_id, stage, state, amount, currency, amount_company, rate, rate_day, close_on, created_at, stage_since, closed_at, reason, search)
       select bench.id(opportunity_at, n, 10), name, bench.company(company), rep_id, team_id, bench.id(mql_at, n, 4), bench.pick('{discovery,evaluation,offer,negotiation}', bench.dice(n, 71)), case path when 'customer' then 'won' when 'lost' then 'lost' else 'open' end,
         amount, 'EUR', amount, 1, opportunity_at::date, (opportunity_at + interval '60 days')::date, opportunity_at, opportunity_at, case when path in ('customer', 'lost') then closed_at end, case path when 'lost' then 'price' end, lower(name)
       from (select *, 'Deal ' || n as name, (bench.dice(n, 72) * 9000000)::bigint as amount from bench.life where path in ('opportunity', 'customer', 'lost')) d order by 1;
       insert into opportunity_contact (opportunity_id, contact_id, main, added_at) select bench.id(opportunity_at, n, 10), id, true, opportunity_at from bench.life where path in ('opportunity', 'customer', 'lost');
       insert into opportunity_move (id, opportunity_id, to_stage, to_state, at, by_id) select bench.id(opportunity_at, n, 12), bench.id(opportunity_at, n, 10), 'discovery', 'open', opportunity_at, rep_id from bench.life where path in ('opportunity', 'customer', 'lost')`,
    ],
  ];
}

/** What the product keeps of a clock `k` that its owner held from the start. */
const ms = (column: string): string => `floor(extract(epoch from k.${column}) * 1000)::bigint`;
const clockMachine = `jsonb_build_object('clause', jsonb_build_object('key', k.clause, 'limitMs', k.allowed_ms), 'startedAtMs', ${ms("started_at")}, 'holder', jsonb_build_object('kind', 'owner', 'userId', k.assignee_id),
  'stretches', jsonb_build_array(), 'sinceMs', case when k.state <> 'met' then ${ms("started_at")} end, 'fired', jsonb_build_array(), 'breachedAtMs', case when k.state = 'breached' then ${ms("due_at")} end, 'timers', jsonb_build_array(),
  'state', case k.state when 'met' then jsonb_build_object('kind', 'met', 'metAtMs', ${ms("stopped_at")}, 'recordedAtMs', ${ms("stopped_at")}, 'late', false) else jsonb_build_object('kind', k.state) end)`;

/** The least id of an instant: where a month of events begins. */
export const edgeFunction = `create or replace function bench.edge(at timestamptz) returns uuid language sql immutable as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$`;

/** The events of a stretch of time, in the order of their index. */
export const eventsBetween = `
  insert into event (subject_id, id, source_id, received_at, occurred_at, type, name, payload)
  select device_id, bench.id(at, n * 100000 + k, 9), 1, at, at, case when k % 5 = 4 then 'track' else 'page' end, case when k % 5 = 4 then 'Link Clicked' else 'Page' end,
    jsonb_build_object('messageId', 'bench-' || n || '-' || k, 'anonymousId', 'anonymous ' || n, 'properties', jsonb_build_object('path', path, 'title', 'Planning that keeps its promises', 'url', 'https://www.example.com' || path),
      'context', jsonb_build_object('locale', 'de-DE', 'userAgent', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0', 'page', jsonb_build_object('path', path, 'url', 'https://www.example.com' || path, 'title', 'Planning that keeps its promises', 'referrer', 'https://www.example.com/')))
  from (select *, case k % 10 when 3 then '/pricing' when 5 then '/product/planning' else '/blog/' || k % 40 end as path from bench.happening where at >= $1 and at < $2) h order by device_id, 2`;
