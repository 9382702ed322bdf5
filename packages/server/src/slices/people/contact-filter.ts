import type { ContactFilter } from "@tandem/contract/people/contact-filter";
import type { CompanyFilter } from "@tandem/contract/people/companies";
import { criteriaToSql } from "@tandem/domain/criteria/to-sql";
import { fold } from "@tandem/domain/people/fold";
import type { App } from "../../platform/app.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { anywhere, type Bound } from "../../platform/bound.ts";
import { contactDialect } from "./criteria-dialect.ts";

/** People are listed once they identified themselves, and only those that stand: the condition of the partial indexes. */
export const listed = "c.listed";

/** Who asks, and what criteria are read by where the filter has any. */
export interface Asking {
  readonly principal: Principal;
  readonly criteria: { readonly inForce: InForce; readonly today: number } | null;
}

/** Reads the version in force only for a filter that needs it. */
export async function askingOf(app: App, principal: Principal, filter: ContactFilter): Promise<Asking> {
  if (filter.criteria === undefined) return { principal, criteria: null };
  const now = app.clock.now();
  const inForce = await agreementInForce(app.db, now);
  return { principal, criteria: { inForce, today: dayIn(inForce.agreement.timeZone, now) } };
}

/** The conditions of a filter on `contact c`, the search apart (it decides how the list is read). */
export function contactConditions(filter: ContactFilter, { principal, criteria }: Asking, sql: Bound): string[] {
  const conditions: string[] = [];
  const anyOf = (column: string, values: readonly string[] | undefined, type = "text") => {
    // One value is written as "=", so that an index that begins with the column still gives the order.
    if (values) conditions.push(values.length === 1 ? `${column} = ${sql.bind(values[0])}::${type}` : `${column} = any(${sql.bind(values)}::${type}[])`);
  };
  anyOf("c.stage", filter.stage);
  anyOf("c.grade", filter.grade);
  anyOf("c.country", filter.country);
  anyOf("c.first_touch->>'channel'", filter.channel);
  if (filter.owner) conditions.push(ownerCondition("c.owner_id", filter.owner, principal, sql));
  if (filter.team) conditions.push(`c.owner_id in (select user_id from team_member where team_id = any(${sql.bind(filter.team)}::uuid[]))`);
  if (filter.company) conditions.push(`c.company_id = ${sql.bind(filter.company)}`);
  if (filter.createdFrom) conditions.push(`c.created_at >= ${sql.bind(filter.createdFrom)}`);
  if (filter.createdTo) conditions.push(`c.created_at < ${sql.bind(filter.createdTo)}`);
  if (filter.seenFrom) conditions.push(`coalesce(c.last_seen_at, timestamptz '-infinity') >= ${sql.bind(filter.seenFrom)}`);
  // Never seen is not long ago; written as one range, which the index's statistics can judge.
  if (filter.seenTo) conditions.push(`coalesce(c.last_seen_at, timestamptz '-infinity') > timestamptz '-infinity' and coalesce(c.last_seen_at, timestamptz '-infinity') < ${sql.bind(filter.seenTo)}`);
  if (filter.engagementAtLeast !== undefined) conditions.push(`c.engagement >= ${sql.bind(Math.round(filter.engagementAtLeast * 1000))}`);
  if (filter.criteria !== undefined && criteria) {
    const { text, values } = criteriaToSql(filter.criteria, contactDialect(criteria.inForce), criteria.today, sql.params.length + 1);
    for (const value of values) sql.bind(value);
    conditions.push(text);
  }
  return conditions;
}

/** `none` is nobody and `me` the caller, beside the ids of people. */
export function ownerCondition(column: string, owners: readonly string[], principal: Principal, sql: Bound): string {
  const people = owners.filter((owner) => owner !== "none").map((owner) => (owner === "me" ? principal.userId : owner));
  const either = [...(people.length > 0 ? [`${column} = any(${sql.bind(people)}::uuid[])`] : []), ...(owners.includes("none") ? [`${column} is null`] : [])];
  return `(${either.join(" or ")})`;
}

export function companyConditions(filter: CompanyFilter, principal: Principal, sql: Bound): string[] {
  const conditions: string[] = [];
  if (filter.owner) conditions.push(ownerCondition("y.owner_id", filter.owner, principal, sql));
  if (filter.country) conditions.push(`y.country = any(${sql.bind(filter.country)}::text[])`);
  if (filter.industry) conditions.push(`y.industry = any(${sql.bind(filter.industry)}::text[])`);
  if (filter.employeesAtLeast !== undefined) conditions.push(`y.employees >= ${sql.bind(filter.employeesAtLeast)}`);
  if (filter.employeesAtMost !== undefined) conditions.push(`y.employees <= ${sql.bind(filter.employeesAtMost)}`);
  return conditions;
}

/**
 * Every word of a search must be found, in any order: "meyer anna" finds Anna Meyer. One or two letters have no trigram
 * of their own, so they must begin a word, which has.
 */
export function searchConditions(column: string, text: string | undefined, sql: Bound): string[] {
  return wordsOf(text).map((word) => {
    if (!/[\p{L}\p{N}]/u.test(word)) return "false";
    const pattern = anywhere(word);
    if (!/^[\p{L}\p{N}]{1,2}$/u.test(word)) return `${column} like ${sql.bind(pattern)}`;
    return `(${column} like ${sql.bind(pattern.slice(1))} or ${column} like ${sql.bind(`% ${pattern.slice(1)}`)})`;
  });
}

/** The words of a search, folded as the searched text is; more than six find no fewer rows worth the time. */
export function wordsOf(text: string | undefined): string[] {
  return fold(text ?? "").split(/\s+/).filter((word) => word !== "").slice(0, 6);
}
