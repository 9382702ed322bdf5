import type { Principal } from "../../platform/http/principal.ts";
import type { Bound } from "../../platform/bound.ts";

/**
 * Which rows behind a figure a person may see (TRUST). Contacts are seen by everyone who may open a report; handoffs and
 * deals by their own and their teams'. The figures themselves are shared: what is hidden is counted and said.
 */
const seesAll = new Set<string>(["marketing", "revops", "executive"]);

/** `h` is the alias of `handoff`. */
export function handoffScope(principal: Principal, { bind }: Bound, h = "h"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${h}.assignee_id = ${bind(principal.userId)} or ${h}.team_id = any(${bind(teamsOf(principal))}::uuid[]))`;
}

/** `o` is the alias of `opportunity`. */
export function dealScope(principal: Principal, { bind }: Bound, o = "o"): string {
  if (seesAll.has(principal.role)) return "true";
  return `(${o}.owner_id = ${bind(principal.userId)} or ${o}.team_id = any(${bind(teamsOf(principal))}::uuid[]))`;
}

function teamsOf(principal: Principal): string[] {
  return [...new Set([...principal.teamIds, ...principal.managedTeamIds])];
}
