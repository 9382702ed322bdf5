import type { Principal } from "../../platform/http/principal.ts";
import type { Bound } from "../../platform/bound.ts";

/**
 * Which deals, notes and tasks a person sees (TRUST): Marketing, RevOps and executives every deal; in Sales one's own
 * and those of one's teams. Private notes are another matter: their author's and the managers' of the author, nobody
 * else's whatever their role.
 */
const seesAll = new Set<string>(["marketing", "revops", "executive"]);

export function teamsOf(principal: Principal): string[] {
  return [...new Set([...principal.teamIds, ...principal.managedTeamIds])];
}

/** Deals of the person and of their teams. `o` is the alias of `opportunity`. */
export function opportunityScope(principal: Principal, b: Bound, o = "o"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${o}.owner_id = ${b.bind(principal.userId)} or ${o}.team_id = any(${b.bind(teamsOf(principal))}::uuid[]))`;
}

/** Handoffs of the person and of their teams. `h` is the alias of `handoff`. */
export function handoffScope(principal: Principal, b: Bound, h = "h"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${h}.assignee_id = ${b.bind(principal.userId)} or ${h}.team_id = any(${b.bind(teamsOf(principal))}::uuid[]))`;
}

/** Entries one may read, as far as privacy and their deal go. `a` is the alias of `activity`. */
export function activityScope(principal: Principal, b: Bound, a = "a"): string {
  const author = `${a}.by_id = ${b.bind(principal.userId)}`;
  const managed = principal.role === "sales-manager" ? ` or exists (select from team_member tm where tm.user_id = ${a}.by_id and tm.team_id = any(${b.bind([...principal.managedTeamIds])}::uuid[]))` : "";
  const deal = seesAll.has(principal.role) ? "" : ` and (${a}.opportunity_id is null or exists (select from opportunity so where so.id = ${a}.opportunity_id and ${opportunityScope(principal, b, "so")}))`;
  return `(not ${a}.private or ${author}${managed})${deal}`;
}

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
