import type { Principal } from "../../platform/http/principal.ts";
import { teamsOf } from "../../spine/row-scope.ts";

/**
 * Which handoffs a person sees (TRUST): Marketing, RevOps and executives all of them; in Sales one's own and those of
 * one's teams, queue and members alike. In SQL and in memory the same rule.
 */
const seesAll = new Set<string>(["marketing", "revops", "executive"]);

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
