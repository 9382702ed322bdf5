import type { Absence } from "@tandem/contract/access/absences";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";

interface AbsenceRow {
  id: string;
  user_id: string;
  user_name: string;
  from_at: Date;
  to_at: Date;
  why: string;
  mine: boolean;
}

/** Whose absences somebody keeps, as a condition on `user_id`: their own, those of teams they manage, RevOps and administrators all. */
export function keeps(principal: Principal, userId: string, param: (value: unknown) => string): string {
  if (principal.role === "revops" || principal.role === "administrator") return "true";
  return `(${userId} = ${param(principal.userId)} or exists (select 1 from team_member m where m.user_id = ${userId} and m.team_id = any(${param(principal.managedTeamIds)}::uuid[])))`;
}

/** Everybody sees who is away and when; why is for those who keep it, because it may be about health. */
export async function listAbsences(sql: Sql, principal: Principal, filter: { id?: string | undefined; userId?: string | undefined; from: Date | null; to: Date | null }): Promise<Absence[]> {
  const params: unknown[] = [filter.id ?? null, filter.userId ?? null, filter.from, filter.to];
  const mine = keeps(principal, "a.user_id", (value) => `$${params.push(value)}`);
  const rows = await sql.query<AbsenceRow>(
    `select a.id, a.user_id, u.name as user_name, a.from_at, a.to_at, a.why, ${mine} as mine
     from absence a join app_user u on u.id = a.user_id
     where ($1::uuid is null or a.id = $1) and ($2::uuid is null or a.user_id = $2)
       and ($3::timestamptz is null or a.to_at > $3) and ($4::timestamptz is null or a.from_at < $4)
     order by a.from_at, a.id limit 1000`,
    params,
  );
  return rows.map((row) => ({ id: row.id, userId: row.user_id, userName: row.user_name, from: row.from_at.toISOString(), to: row.to_at.toISOString(), why: row.mine ? row.why : "", mine: row.mine }));
}
