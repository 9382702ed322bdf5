import type { Week } from "@tandem/contract/access/business-hours";
import type { Colleague, User } from "@tandem/contract/access/users";
import type { Role } from "@tandem/contract/operation";
import { fold } from "@tandem/domain/people/fold";
import type { Sql } from "../../platform/sql.ts";

interface UserRow extends Omit<User, "lastSeenAt" | "invitedUntil"> {
  last_seen_at: Date | null;
  invited_until: Date | null;
}

/** Everybody, or the one with this id. */
export async function listUsers(sql: Sql, at: Date, id: string | null = null): Promise<User[]> {
  const rows = await sql.query<UserRow>(
    `select u.id, u.name, u.email, u.role, u.job_title as "jobTitle", u.active, u.time_zone as "timeZone", u.week,
            u.holiday_country as "holidayCountry", u.holiday_region as "holidayRegion", u.signs_for as "signsFor", u.version,
            u.password_hash is not null as "hasPassword", greatest(u.last_seen_at, acted.at) as last_seen_at, i.expires_at as invited_until, coalesce(t.teams, '[]') as teams
     from app_user u
     -- Who did something themselves was here then, whatever became of the session.
     left join lateral (select a.at from audit a where a.actor_id = u.id and a.actor_kind = 'user' and a.act <> 'access.sign-in-failed' order by a.at desc, a.id desc limit 1) acted on true
     left join invitation i on i.user_id = u.id and i.purpose = 'invitation' and i.expires_at > $1
     left join (select m.user_id, jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'side', t.side, 'manages', m.manages) order by t.name, t.id) as teams
                from team_member m join team t on t.id = m.team_id group by m.user_id) t on t.user_id = u.id
     where $2::uuid is null or u.id = $2
     order by u.active desc, u.name, u.id`,
    [at, id],
  );
  return rows.map(({ last_seen_at, invited_until, ...row }) => ({ ...row, lastSeenAt: last_seen_at?.toISOString() ?? null, invitedUntil: invited_until?.toISOString() ?? null }));
}

export async function listColleagues(sql: Sql, at: Date): Promise<Colleague[]> {
  const rows = await sql.query<Omit<Colleague, "awayUntil"> & { away_until: Date | null }>(
    `select u.id, u.name, u.email, u.role, u.job_title as "jobTitle", u.active, u.time_zone as "timeZone",
            coalesce(t.ids, '{}') as "teamIds", a.to_at as away_until
     from app_user u
     left join (select user_id, array_agg(team_id order by team_id) as ids from team_member group by user_id) t on t.user_id = u.id
     left join (select user_id, max(to_at) as to_at from absence where from_at <= $1 and to_at > $1 group by user_id) a on a.user_id = u.id
     order by u.active desc, u.name, u.id`,
    [at],
  );
  return rows.map(({ away_until, ...row }) => ({ ...row, awayUntil: away_until?.toISOString() ?? null }));
}

export interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly role: Role;
  readonly jobTitle: string | null;
  readonly timeZone: string;
  readonly week: Week;
  readonly holidayCountry: string | null;
  readonly holidayRegion: string | null;
  readonly signsFor: "marketing" | "sales" | null;
  readonly createdAt: Date;
}

/** False when somebody has the e-mail address already. */
export async function saveNewUser(sql: Sql, user: NewUser): Promise<boolean> {
  const saved = await sql.find(
    `insert into app_user (id, name, email, email_folded, password_hash, role, job_title, time_zone, week, holiday_country, holiday_region, signs_for, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (email_folded) do nothing returning id`,
    [user.id, user.name, user.email, fold(user.email), user.passwordHash, user.role, user.jobTitle, user.timeZone, JSON.stringify(user.week), user.holidayCountry, user.holidayRegion, user.signsFor, user.createdAt],
  );
  return saved !== null;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly jobTitle?: string | null | undefined;
  readonly active?: boolean | undefined;
  readonly signsFor?: "marketing" | "sales" | null | undefined;
  readonly timeZone?: string | undefined;
  readonly week?: Week | undefined;
  readonly holidayCountry?: string | null | undefined;
  readonly holidayRegion?: string | null | undefined;
}

const columnOf = {
  name: "name",
  email: "email",
  role: "role",
  jobTitle: "job_title",
  active: "active",
  signsFor: "signs_for",
  timeZone: "time_zone",
  week: "week",
  holidayCountry: "holiday_country",
  holidayRegion: "holiday_region",
} as const satisfies Record<keyof UserChange, string>;

/** The named parts of a person, written when the version is still the one seen. @returns the new version, or null */
export async function saveUserChange(sql: Sql, id: string, seen: number, change: UserChange): Promise<number | null> {
  const set: Record<string, unknown> = {};
  for (const key of Object.keys(columnOf) as (keyof UserChange)[]) {
    const value = change[key];
    if (value !== undefined) set[columnOf[key]] = key === "week" ? JSON.stringify(value) : value;
  }
  if (change.email !== undefined) set["email_folded"] = fold(change.email);
  const row = await sql.kysely
    .updateTable("app_user")
    .set({ ...set, version: seen + 1 })
    .where("id", "=", id)
    .where("version", "=", seen)
    .returning("version")
    .executeTakeFirst();
  return row ? (row["version"] as number) : null;
}

export const calendarKeys = ["timeZone", "week", "holidayCountry", "holidayRegion"] as const;
export const movesCalendar = (change: object): boolean => calendarKeys.some((key) => (change as Record<string, unknown>)[key] !== undefined);
