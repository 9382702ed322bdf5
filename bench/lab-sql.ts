import type { LabHistory } from "@tandem/domain/lab/history";
import type pg from "pg";
import { benchRules, signalKeys } from "./lab-arrays.ts";

/** The same question put to Postgres: every crossing into and out of the grid with its day. Handovers are left to us. */
export interface Crossed {
  readonly crossings: number;
  readonly crossingDays: number;
}

/** Puts the arrays into tables as SQL would like them best: narrow integers, sorted, with statistics; ageing as a table. */
export async function fillSql(client: pg.ClientBase, history: LabHistory): Promise<void> {
  await client.query("set work_mem = '512MB'; set jit = off; set max_parallel_workers_per_gather = 2");
  await client.query("drop schema if exists labsql cascade; create schema labsql");
  await client.query("create unlogged table labsql.did (contact int not null, signal int not null, day int not null, count int not null); create unlogged table labsql.visit (contact int not null, day int not null); create unlogged table labsql.who (contact int primary key, needed int)");
  const { contacts, start, signal, day, count, visits, people } = history;
  const [employees, country, seniority, email] = people.fields.map((field) => field.codes) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const whose = (starts: Uint32Array) => Array.from({ length: contacts }, (_, c) => new Array<number>(starts[c + 1]! - starts[c]!).fill(c)).flat();
  await client.query("insert into labsql.did select * from unnest($1::int[], $2::int[], $3::int[], $4::int[])", [whose(start), [...signal], [...day], [...count]]);
  await client.query("insert into labsql.visit select * from unnest($1::int[], $2::int[])", [whose(visits.start), [...visits.day]]);
  const needed = Array.from({ length: contacts }, (_, c) => {
    const fit = (employees[c]! >= 4 ? 30 : 0) + (country[c]! >= 1 && country[c]! <= 3 ? 20 : 0) + ([1, 2, 4].includes(seniority[c]!) ? 25 : 0) - (email[c] === 4 ? 15 : 0);
    return email[c] === 5 ? null : fit >= 60 ? 80_000 : fit >= 40 ? 100_000 : fit >= 15 ? 130_000 : null;
  });
  await client.query("insert into labsql.who select ord - 1, needed from unnest($1::int[]) with ordinality w(needed, ord)", [needed]);
  await client.query("create table labsql.rule (rule int primary key, signal int, once boolean, fades boolean, per_day int, cap int, web boolean); create table labsql.worth (rule int, age int, points int, primary key (rule, age))");
  for (const [i, rule] of benchRules.entries()) {
    await client.query("insert into labsql.rule values ($1, $2, $3, $4, $5, $6, $7)", [i, signalKeys.indexOf(rule.signal), rule.per === "once", rule.halfLifeDays !== undefined, rule.capPerDay ?? 1_000_000, rule.cap === undefined ? 2_000_000_000 : rule.cap * 1_000, rule.group === "web"]);
    await client.query(
      `insert into labsql.worth select $1, age, points from (select age, case when $3::int is not null then case when age <= $3 then $2::int else 0 end when age = 0 then $2::int
         else (floor($2::float8 * power(2::float8, -age::float8 / $4::int) / 100 + 0.5) * 100)::int end as points from generate_series(0, $5::int) age) w where points <> 0`,
      [i, rule.points * 1_000, rule.windowDays ?? null, rule.halfLifeDays ?? null, history.lastDay],
    );
  }
  await client.query("create index on labsql.did (contact, signal, day); analyze labsql.did; analyze labsql.visit; analyze labsql.who; analyze labsql.worth; analyze labsql.rule");
}

/** Engagement on the days of `asked (contact, day)`: day caps, ageing, rule caps, the group's cap. */
const scored = (asked: string): string => `
  select contact, day, (coalesce(sum(points) filter (where not web), 0) + least(coalesce(sum(points) filter (where web), 0), 50000))::int as points from (
    select q.contact, q.day, r.rule, r.web, least(case when not r.once then sum(least(d.count, r.per_day) * w.points)
        when r.fades then coalesce(max(w.points) filter (where d.day = d.first), 0) else max(w.points) end, r.cap) as points
    from ${asked} q
    join (select *, min(day) over (partition by contact, signal) as first from labsql.did) d on d.contact = q.contact and d.day <= q.day
    join labsql.rule r on r.signal = d.signal
    join labsql.worth w on w.rule = r.rule and w.age = q.day - d.day
    group by q.contact, q.day, r.rule, r.web, r.once, r.fades, r.cap) one
  group by contact, day`;

/** Days are looked at one by one only of people who are inside at some visit: nobody else crosses. */
export async function replayBySql(client: pg.ClientBase, lastDay: number): Promise<Crossed> {
  const { rows } = await client.query<{ crossings: number; days: number }>(
    `with peak as materialized (${scored("labsql.visit")}),
     inside as materialized (select w.contact, w.needed, (select min(day) from labsql.visit v where v.contact = w.contact) as first from labsql.who w where w.needed is not null and exists (select from peak p where p.contact = w.contact and p.points >= w.needed)),
     day as materialized (select contact, day from inside, generate_series(first, $1::int) day),
     daily as materialized (${scored("day")}),
     state as (select d.contact, d.day, coalesce(s.points, 0) >= i.needed as inside, lag(coalesce(s.points, 0) >= i.needed, 1, false) over (partition by d.contact order by d.day) as before
       from day d join inside i using (contact) left join daily s using (contact, day))
     select count(*)::int as crossings, coalesce(sum(day), 0)::int as days from state where inside <> before`,
    [lastDay],
  );
  return { crossings: rows[0]!.crossings, crossingDays: rows[0]!.days };
}
