/** What other slices may ask about people and teams. */
import type { Role } from "@tandem/contract/operation";
import { fold } from "@tandem/domain/people/fold";
import type { Sql } from "../../platform/sql.ts";

export interface TeamMember {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly active: boolean;
  readonly manages: boolean;
}

/** Members of a team, its managers first. */
export function listTeamMembers(sql: Sql, teamId: string): Promise<TeamMember[]> {
  return sql.query(
    `select u.id as "userId", u.name, u.email, u.role, u.active, m.manages from team_member m join app_user u on u.id = m.user_id
     where m.team_id = $1 order by m.manages desc, u.name, u.id`,
    [teamId],
  );
}

/** Names by id; ids nobody has are left out. */
export async function userNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; name: string }>("select id, name from app_user where id = any($1::uuid[])", [[...new Set(ids)]]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Ids of active people by e-mail address as written; for imports and APIs that name owners by address. */
export async function usersByEmail(sql: Sql, emails: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; email_folded: string }>("select id, email_folded from app_user where active and email_folded = any($1::text[])", [[...new Set(emails.map((email) => fold(email.trim())))]]);
  const byFolded = new Map(rows.map((row) => [row.email_folded, row.id]));
  return new Map(emails.flatMap((email) => (byFolded.has(fold(email.trim())) ? [[email, byFolded.get(fold(email.trim()))!]] : [])));
}

/** Ids of the teams each person belongs to. */
export async function teamsOf(sql: Sql, userIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ user_id: string; team_ids: string[] }>("select user_id, array_agg(team_id order by team_id) as team_ids from team_member where user_id = any($1::uuid[]) group by user_id", [[...new Set(userIds)]]);
  return new Map(rows.map((row) => [row.user_id, row.team_ids]));
}

/** The active managers of a team, to be told what its members let slip. */
export async function managersOf(sql: Sql, teamId: string): Promise<string[]> {
  const rows = await sql.query<{ user_id: string }>("select m.user_id from team_member m join app_user u on u.id = m.user_id where m.team_id = $1 and m.manages and u.active order by m.user_id", [teamId]);
  return rows.map((row) => row.user_id);
}

/** Name of the workspace and whether it shows demo data; null before the set-up. */
export function findWorkspace(sql: Sql): Promise<{ name: string; demo: boolean } | null> {
  return sql.find("select name, demo from workspace");
}
