import type { Bound } from "../platform/bound.ts";
import type { Principal } from "../platform/http/principal.ts";

/**
 * Which handoffs, deals and activities a person sees (TRUST), whatever page shows them: Marketing, RevOps and executives
 * all handoffs and deals; in Sales one's own and those of one's teams. Private activities are another matter: their
 * author's and the managers' of the author, nobody else's whatever their role.
 */
const seesAll = new Set<string>(["marketing", "revops", "executive"]);

export function teamsOf(principal: Principal): string[] {
  return [...new Set([...principal.teamIds, ...principal.managedTeamIds])];
}

/** Handoffs of the person and of their teams. `h` is the alias of `handoff`. */
export function handoffScope(principal: Principal, b: Bound, h = "h"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${h}.assignee_id = ${b.bind(principal.userId)} or ${h}.team_id = any(${b.bind(teamsOf(principal))}::uuid[]))`;
}

/** Deals of the person and of their teams. `o` is the alias of `opportunity`. */
export function opportunityScope(principal: Principal, b: Bound, o = "o"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${o}.owner_id = ${b.bind(principal.userId)} or ${o}.team_id = any(${b.bind(teamsOf(principal))}::uuid[]))`;
}

/** Activities one may read, as far as privacy and the deal they are about go. `a` is the alias of `activity`. */
export function activityScope(principal: Principal, b: Bound, a = "a"): string {
  const author = `${a}.by_id = ${b.bind(principal.userId)}`;
  const managed = principal.role === "sales-manager" ? ` or exists (select from team_member tm where tm.user_id = ${a}.by_id and tm.team_id = any(${b.bind([...principal.managedTeamIds])}::uuid[]))` : "";
  const deal = seesAll.has(principal.role) ? "" : ` and (${a}.opportunity_id is null or exists (select from opportunity so where so.id = ${a}.opportunity_id and ${opportunityScope(principal, b, "so")}))`;
  return `(not ${a}.private or ${author}${managed})${deal}`;
}
