import type { OpportunityFilter } from "@tandem/contract/pipeline/opportunities";
import { daysOfSpan } from "@tandem/domain/pipeline/close-span";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { fold } from "@tandem/domain/people/fold";
import type { Principal } from "../../platform/http/principal.ts";
import { anywhere, type Bound } from "../../platform/bound.ts";
import { opportunityScope } from "../../spine/row-scope.ts";

/** Written as in the indexes. */
export const closeKey = "coalesce(o.close_on, date 'infinity')";

/** What a filter asks of `opportunity o`, the row rules first and the search apart (it decides how the list is read). */
export function opportunityConditions(filter: OpportunityFilter, principal: Principal, today: EpochDay, b: Bound): string[] {
  const conditions = [opportunityScope(principal, b)];
  if (filter.owner) conditions.push(ownerCondition(filter.owner, principal, b));
  if (filter.team) conditions.push(`o.team_id = any(${b.bind(filter.team)}::uuid[])`);
  if (filter.company) conditions.push(`o.company_id = ${b.bind(filter.company)}`);
  if (filter.close === "none") conditions.push("o.close_on is null");
  else if (filter.close) dayConditions(daysOfSpan(filter.close, today), b, conditions);
  dayConditions({ from: filter.closeFrom ?? null, to: filter.closeTo ?? null }, b, conditions);
  if (filter.amountFrom !== undefined) conditions.push(`o.amount_company >= ${b.bind(filter.amountFrom)}`);
  if (filter.amountTo !== undefined) conditions.push(`o.amount_company <= ${b.bind(filter.amountTo)}`);
  return conditions;
}

function dayConditions({ from, to }: { from: string | null; to: string | null }, b: Bound, conditions: string[]): void {
  if (from !== null) conditions.push(`${closeKey} >= ${b.bind(from)}::date`, "o.close_on is not null");
  if (to !== null) conditions.push(`${closeKey} <= ${b.bind(to)}::date`);
}

/** `none` is nobody and `me` the caller, beside the ids of people. */
function ownerCondition(owners: readonly string[], principal: Principal, b: Bound): string {
  const people = owners.filter((owner) => owner !== "none").map((owner) => (owner === "me" ? principal.userId : owner));
  const either = [...(people.length > 0 ? [`o.owner_id = any(${b.bind(people)}::uuid[])`] : []), ...(owners.includes("none") ? ["o.owner_id is null"] : [])];
  return `(${either.join(" or ")})`;
}

/** The deals a search finds, as a common table `hit`; every word must be found, in any order. Empty without a search. */
export function searchTable(text: string | undefined, b: Bound): string {
  const words = fold(text ?? "").split(/\s+/).filter((word) => word !== "").slice(0, 6);
  if (words.length === 0) return "";
  return `hit as materialized (select s.id from opportunity s where ${words.map((word) => `s.search like ${b.bind(anywhere(word))}`).join(" and ")} limit 20000), `;
}
export const inSearch = "o.id in (select id from hit)";
