import { noSuchUser, notInYourTeams } from "@tandem/contract/pipeline/parts";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { Refusal } from "../../platform/refusal.ts";
import { teamsOf } from "../../spine/row-scope.ts";

/** Somebody to whom the caller may give work: an active person of their teams; anybody active for RevOps. Nobody is fine too. */
export async function requireColleague(sql: Sql, principal: Principal, userId: string | null): Promise<void> {
  if (userId === null || userId === principal.userId) return;
  const person = await sql.find<{ near: boolean }>(
    "select exists (select from team_member m where m.user_id = u.id and m.team_id = any($2::uuid[])) as near from app_user u where u.id = $1 and u.active",
    [userId, teamsOf(principal)],
  );
  if (!person) throw new Refusal(noSuchUser);
  if (!person.near && principal.role !== "revops") throw new Refusal(notInYourTeams);
}

/** The Sales team whose deals a person's are; null for somebody in no team. */
export async function salesTeamOf(sql: Sql, userId: string): Promise<string | null> {
  const row = await sql.find<{ team_id: string }>("select m.team_id from team_member m join team t on t.id = m.team_id where m.user_id = $1 order by t.side = 'sales' desc, t.created_at, t.id limit 1", [userId]);
  return row?.team_id ?? null;
}
