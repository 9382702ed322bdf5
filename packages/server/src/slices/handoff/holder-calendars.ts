import type { Calendar } from "@tandem/domain/sla/business-calendar";
import type { ClockHolder } from "@tandem/domain/sla/clock";
import type { Sql } from "../../platform/sql.ts";
import { alwaysOpen, calendarOf, without, type Away, type CalendarSpec } from "../../spine/calendars.ts";

/** The hours of whoever holds the leads of a page, read without a lock. */
export interface HolderCalendars {
  of(holder: ClockHolder): Calendar;
  /** Until when the holder is away, where they are. */
  awayUntil(holder: ClockHolder): Date | null;
  team(teamId: string): Calendar;
}

interface Row {
  people: (CalendarSpec & { id: string; away: { from_at: string; to_at: string }[] | null })[] | null;
  teams: (CalendarSpec & { id: string })[] | null;
  closures: string[] | null;
}

/** Calendars of people and teams by id, in one round trip. */
export async function loadHolderCalendars(sql: Sql, at: Date, userIds: readonly string[], teamIds: readonly string[]): Promise<HolderCalendars> {
  const row = await sql.one<Row>(
    `select
      (select jsonb_agg(to_jsonb(u)) from (
        select u.id, u.time_zone, u.week, u.holiday_country, u.holiday_region,
          (select jsonb_agg(jsonb_build_object('from_at', from_at, 'to_at', to_at)) from absence a where a.user_id = u.id and to_at > $1::timestamptz - interval '60 days') as away
        from app_user u where u.id = any($2::uuid[])) u) as people,
      (select jsonb_agg(to_jsonb(t)) from (select id, time_zone, week, holiday_country, holiday_region from team where id = any($3::uuid[])) t) as teams,
      (select jsonb_agg(day) from closure) as closures`,
    [at, [...new Set(userIds)], [...new Set(teamIds)]],
  );
  const year = at.getUTCFullYear();
  const closures = row.closures ?? [];
  const calendars = new Map<string, Calendar>();
  const away = new Map<string, Date>();
  for (const person of row.people ?? []) {
    const spans: Away[] = (person.away ?? []).map((a) => ({ fromMs: Date.parse(a.from_at), toMs: Date.parse(a.to_at) }));
    calendars.set(person.id, without(await calendarOf(person, closures, year), spans));
    const now = spans.find((span) => span.fromMs <= at.getTime() && at.getTime() < span.toMs);
    if (now) away.set(person.id, new Date(now.toMs));
  }
  for (const team of row.teams ?? []) calendars.set(team.id, await calendarOf(team, closures, year));
  const idOf = (holder: ClockHolder): string => (holder.kind === "queue" ? holder.teamId : holder.userId);
  return {
    of: (holder) => calendars.get(idOf(holder)) ?? alwaysOpen("UTC"),
    awayUntil: (holder) => away.get(idOf(holder)) ?? null,
    team: (teamId) => calendars.get(teamId) ?? alwaysOpen("UTC"),
  };
}
