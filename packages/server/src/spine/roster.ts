import type { RoutingPerson, Rotations } from "@tandem/domain/routing/route";
import type { RotationState } from "@tandem/domain/routing/rotation";
import { isBusinessTime, type Calendar } from "@tandem/domain/sla/business-calendar";
import type { ClockHolder } from "@tandem/domain/sla/clock";
import { weekStartOf } from "@tandem/domain/kit/epoch-day";
import { startOfDay } from "@tandem/domain/kit/zone";
import type { App } from "../platform/app.ts";
import type { Statement } from "../platform/statement.ts";
import { calendarOf, without, type Away, type CalendarSpec } from "./calendars.ts";
import type { Person, Roster, Team } from "./roster-states.ts";
import type { Work } from "./work.ts";

interface RosterRow {
  people: (CalendarSpec & { id: string; name: string; email: string; active: boolean; away: { from_at: string; to_at: string }[] | null })[] | null;
  teams: (CalendarSpec & { id: string; key: string; name: string })[] | null;
  members: { team_id: string; user_id: string; manages: boolean; receives: boolean; weight: number; capacity: number | null }[] | null;
  closures: string[] | null;
}

/** What was read and compiled last, by the database's stamp: it holds until somebody's hours, team or absence changes. */
const kept = new WeakMap<App, { readonly key: string; readonly row: RosterRow; readonly calendars: ReadonlyMap<string, Calendar> }>();

/** Absences that ended longer ago than this matter to no clock that runs. */
const awayKept = "400 days";

/** People, teams and their hours, once a command; the database is only asked when something about them changed. */
export async function loadRoster(work: Work): Promise<Roster> {
  if (work.roster) return work.roster;
  const key = `${work.rosterStamp} ${work.at.getUTCFullYear()}`;
  let known = kept.get(work.app);
  if (known?.key !== key) kept.set(work.app, (known = { key, ...(await readRoster(work)) }));
  work.roster = rosterOf(work, known.row, known.calendars);
  return work.roster;
}

async function readRoster(work: Work): Promise<{ row: RosterRow; calendars: ReadonlyMap<string, Calendar> }> {
  const row = await work.tx.one<RosterRow>(
    `select
      (select jsonb_agg(to_jsonb(u)) from (
        select u.id, u.name, u.email, u.active, u.time_zone, u.week, u.holiday_country, u.holiday_region,
          (select jsonb_agg(jsonb_build_object('from_at', from_at, 'to_at', to_at)) from absence a where a.user_id = u.id and to_at > $1::timestamptz - interval '${awayKept}') as away
        from app_user u) u) as people,
      (select jsonb_agg(to_jsonb(t)) from (select id, key, name, time_zone, week, holiday_country, holiday_region from team) t) as teams,
      (select jsonb_agg(to_jsonb(m)) from (select team_id, user_id, manages, receives, weight, capacity from team_member order by team_id, user_id) m) as members,
      (select jsonb_agg(day) from closure) as closures`,
    [work.at],
  );
  const calendars = new Map<string, Calendar>();
  const year = work.at.getUTCFullYear();
  for (const person of row.people ?? []) calendars.set(person.id, without(await calendarOf(person, row.closures ?? [], year), awayOf(person)));
  for (const team of row.teams ?? []) calendars.set(team.id, await calendarOf(team, row.closures ?? [], year));
  return { row, calendars };
}

/**
 * For routing: the teams' rows are locked (after the contacts), so that two commands at once deal from the same rotation
 * one after the other. Rotations and loads are read after the lock.
 */
export async function lockRoster(work: Work): Promise<Roster> {
  // Asked before anything that its caller sends next.
  const roster = work.roster ?? (await loadRoster(work));
  if (roster.locked) return roster;
  const week = new Date(startOfDay(work.inForce.agreement.timeZone, weekStartOf(work.today)));
  const [rotations, loads] = await Promise.all([
    work.tx.query<{ id: string; rotation: RotationState }>({ name: "lock-rotations", text: "select id, rotation from team order by id for update" }),
    work.tx.query<{ id: string; open: number; week_count: number }>(
      {
        name: "read-loads",
        text: `select u.id, (select count(*)::int from handoff h where h.assignee_id = u.id and h.closed_at is null) as open,
               (select count(*)::int from handoff_assignment a where a.assignee_id = u.id and a.at >= $1) as week_count from app_user u where u.active`,
      },
      [week],
    ),
  ]);
  for (const { id, rotation } of rotations) {
    const team = roster.teams.get(id);
    if (team && "credit" in rotation) team.rotation = rotation;
  }
  for (const { id, open, week_count } of loads) {
    const person = roster.people.get(id);
    // Somebody who came only now gets leads from the next command on.
    if (person) Object.assign(person, { openHandoffs: open, weekHandoffs: week_count });
  }
  roster.locked = true;
  return roster;
}

function awayOf(person: NonNullable<RosterRow["people"]>[number]): Away[] {
  return (person.away ?? []).map((a) => ({ fromMs: Date.parse(a.from_at), toMs: Date.parse(a.to_at) }));
}

function rosterOf(work: Work, row: RosterRow, calendars: ReadonlyMap<string, Calendar>): Roster {
  const now = work.at.getTime();
  const people = new Map<string, Person>();
  for (const p of row.people ?? []) {
    const calendar = calendars.get(p.id)!;
    const absence = awayOf(p).find((a) => a.fromMs <= now && now < a.toMs);
    people.set(p.id, {
      userId: p.id, name: p.name, email: p.email, active: p.active, calendar, outOfOfficeUntilMs: absence?.toMs ?? null,
      insideShift: isBusinessTime(calendar, now), openHandoffs: 0, weekHandoffs: 0,
    });
  }
  const teams = new Map<string, Team>();
  for (const t of row.teams ?? []) {
    const members = (row.members ?? []).filter((m) => m.team_id === t.id);
    const receivers = members.filter((m) => m.receives);
    teams.set(t.id, {
      teamId: t.id, key: t.key, name: t.name, calendar: calendars.get(t.id)!,
      members: receivers.map((m) => ({ userId: m.user_id, weight: m.weight })),
      capacities: new Map(members.map((m) => [m.user_id, m.capacity])),
      managerIds: members.filter((m) => m.manages).map((m) => m.user_id),
      receiverIds: receivers.map((m) => m.user_id),
      rotation: null,
      rotated: false,
    });
  }
  return { people, teams, teamByKey: new Map([...teams.values()].map((t) => [t.key, t])), locked: false };
}

/** The people as routing looks at them for one lead: the capacity is the one they have in that team. */
export function routingPeople(roster: Roster, rejectedBy: ReadonlySet<string>): RoutingPerson[] {
  const capacity = (userId: string): number | null => {
    const limits = [...roster.teams.values()].map((t) => t.capacities.get(userId)).filter((c) => typeof c === "number");
    return limits.length === 0 ? null : Math.min(...limits);
  };
  return [...roster.people.values()].map((p) => ({
    userId: p.userId, active: p.active, outOfOfficeUntilMs: p.outOfOfficeUntilMs, insideShift: p.insideShift, openHandoffs: p.openHandoffs,
    weekHandoffs: p.weekHandoffs, capacity: capacity(p.userId), rejectedThisLead: rejectedBy.has(p.userId),
  }));
}

export function rotationsOf(roster: Roster): Rotations {
  return Object.fromEntries([...roster.teams.values()].flatMap((t) => (t.rotation ? [[t.teamId, t.rotation]] : [])));
}

/** The hours on which a clock runs: the team's while it waits in the queue, then the owner's. */
export function calendarOfHolder(roster: Roster, holder: ClockHolder): Calendar {
  const held = holder.kind === "queue" ? roster.teams.get(holder.teamId) : roster.people.get(holder.userId);
  if (!held) throw new Error(`Unknown ${holder.kind === "queue" ? "team" : "owner"} of a clock.`);
  return held.calendar;
}

/** The rotations this command moved on, to be written back. */
export function movedRotations(work: Work): Statement[] {
  const moved = [...(work.roster?.teams.values() ?? [])].filter((t) => t.rotated);
  if (moved.length === 0) return [];
  return [{ text: "update team t set rotation = r.rotation from unnest($1::uuid[], $2::jsonb[]) r(id, rotation) where t.id = r.id", values: [moved.map((t) => t.teamId), moved.map((t) => JSON.stringify(t.rotation))] }];
}
