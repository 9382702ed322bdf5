import type { Principal } from "../../platform/http/principal.ts";

/**
 * Which handoffs a person sees (TRUST): Marketing, RevOps and executives all of them; in Sales one's own and those of
 * one's teams, queue and members alike. In SQL and in memory the same rule.
 */
const seesAll = new Set<string>(["marketing", "revops", "executive"]);

export function teamsOf(principal: Principal): string[] {
  return [...new Set([...principal.teamIds, ...principal.managedTeamIds])];
}

/** The condition on `handoff` under its alias; takes three parameters from number `first` on. */
export function scopeSql(first: number, h = "h"): string {
  return `($${first}::boolean or ${h}.assignee_id = $${first + 1}::uuid or ${h}.team_id = any($${first + 2}::uuid[]))`;
}
export function scopeParams(principal: Principal): [boolean, string, string[]] {
  return [seesAll.has(principal.role), principal.userId, teamsOf(principal)];
}

interface Held {
  readonly assigneeId: string | null;
  readonly teamId: string;
}

export function seesHandoff(principal: Principal, handoff: Held): boolean {
  return seesAll.has(principal.role) || handoff.assigneeId === principal.userId || teamsOf(principal).includes(handoff.teamId);
}

/** Managers act on every lead of the teams they manage. */
export function managesHandoff(principal: Principal, handoff: Held): boolean {
  return principal.role === "sales-manager" && principal.managedTeamIds.includes(handoff.teamId);
}

/** Private activities are their author's and the sales managers' of the author's teams. Takes two parameters from `first` on. */
export function activityScopeSql(first: number, a = "a"): string {
  return `(not ${a}.private or ${a}.by_id = $${first}::uuid or exists (select from team_member tm where tm.user_id = ${a}.by_id and tm.team_id = any($${first + 1}::uuid[])))`;
}
export function activityScopeParams(principal: Principal): [string, string[]] {
  return [principal.userId, principal.role === "sales-manager" ? [...principal.managedTeamIds] : []];
}
