import type { Team } from "@tandem/contract/access/teams";
import type { Sql } from "../../platform/sql.ts";

/** All teams with their members, or the one with this id. */
export function listTeams(sql: Sql, id: string | null = null): Promise<Team[]> {
  return sql.query<Team>(
    `select t.id, t.key, t.name, t.side, t.time_zone as "timeZone", t.week, t.holiday_country as "holidayCountry", t.holiday_region as "holidayRegion", coalesce(m.members, '[]') as members
     from team t
     left join (select m.team_id, jsonb_agg(jsonb_build_object('userId', u.id, 'name', u.name, 'active', u.active, 'manages', m.manages, 'receives', m.receives, 'weight', m.weight, 'capacity', m.capacity)
                                            order by m.manages desc, u.name, u.id) as members
                from team_member m join app_user u on u.id = m.user_id group by m.team_id) m on m.team_id = t.id
     where $1::uuid is null or t.id = $1 order by t.side, t.name, t.id`,
    [id],
  );
}

export interface NewTeam extends Omit<Team, "members"> {
  readonly createdAt: Date;
}

/** False when a team has the key already. */
export async function saveNewTeam(sql: Sql, team: NewTeam): Promise<boolean> {
  const saved = await sql.find(
    `insert into team (id, key, name, side, time_zone, week, holiday_country, holiday_region, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (key) do nothing returning id`,
    [team.id, team.key, team.name, team.side, team.timeZone, JSON.stringify(team.week), team.holidayCountry, team.holidayRegion, team.createdAt],
  );
  return saved !== null;
}

/** The key by which the agreement's routing names a team: letters, digits and hyphens of its name. Empty when none are left. */
export function teamKeyOf(name: string): string {
  return name
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);
}
