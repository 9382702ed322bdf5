import type { Principal } from "../../platform/http/principal.ts";
import type { Bound } from "../../platform/bound.ts";

/**
 * Which rows of other slices a person sees on the pages of people. Contacts and companies are seen by everyone who may
 * call these operations; handoffs, deals and private notes have rules of their own (TRUST).
 */

const seesAll = new Set<string>(["marketing", "revops", "executive"]);

/** Handoffs of the person and of their teams. `h` is the alias of `handoff`. */
export function handoffScope(principal: Principal, sql: Bound, h = "h"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${h}.assignee_id = ${sql.bind(principal.userId)} or ${h}.team_id = any(${sql.bind(teamsOf(principal))}::uuid[]))`;
}

/** Opportunities of the person and of their teams. `o` is the alias of `opportunity`. */
export function opportunityScope(principal: Principal, sql: Bound, o = "o"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${o}.owner_id = ${sql.bind(principal.userId)} or ${o}.team_id = any(${sql.bind(teamsOf(principal))}::uuid[]))`;
}

/** Private activities are their author's and the sales managers' of the author's teams; nobody else's, whatever their role. */
export function activityScope(principal: Principal, sql: Bound, a = "a"): string {
  const author = `${a}.by_id = ${sql.bind(principal.userId)}`;
  const managed =
    principal.role === "sales-manager"
      ? ` or exists (select from team_member tm where tm.user_id = ${a}.by_id and tm.team_id = any(${sql.bind([...principal.managedTeamIds])}::uuid[]))`
      : "";
  const deal = seesAll.has(principal.role) ? "" : ` and (${a}.opportunity_id is null or exists (select from opportunity o where o.id = ${a}.opportunity_id and ${opportunityScope(principal, sql)}))`;
  return `(not ${a}.private or ${author}${managed})${deal}`;
}

function teamsOf(principal: Principal): string[] {
  return [...new Set([...principal.teamIds, ...principal.managedTeamIds])];
}
