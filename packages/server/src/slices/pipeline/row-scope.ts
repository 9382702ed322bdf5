import type { Principal } from "../../platform/http/principal.ts";
import type { Bound } from "../../platform/bound.ts";
import { teamsOf } from "../../spine/row-scope.ts";

/** Tasks of the person and of their teams' members, and those they gave to somebody. `k` is the alias of `task`. */
export function taskScope(principal: Principal, b: Bound, k = "k"): string {
  if (principal.role === "revops") return "true";
  const me = b.bind(principal.userId);
  return `(${k}.assignee_id = ${me} or ${k}.created_by = ${me} or exists (select from team_member tm where tm.user_id = ${k}.assignee_id and tm.team_id = any(${b.bind(teamsOf(principal))}::uuid[])))`;
}

interface Owned {
  readonly ownerId: string | null;
  readonly teamId: string | null;
}

/** Reps work their own deals and take those that nobody owns, managers work those of their teams, RevOps all. */
export function mayEditOpportunity(principal: Principal, { ownerId, teamId }: Owned): boolean {
  switch (principal.role) {
    case "revops":
      return true;
    case "sales-manager":
      return ownerId === principal.userId || (teamId !== null && principal.managedTeamIds.includes(teamId));
    case "sales-rep":
      return ownerId === principal.userId || (ownerId === null && teamId !== null && principal.teamIds.includes(teamId));
    default:
      return false;
  }
}
