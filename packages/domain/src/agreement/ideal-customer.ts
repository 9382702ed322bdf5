import type { Criteria } from "../criteria/criteria.ts";
import type { Agreement } from "./agreement.ts";

/** Whom both teams want, as one tree: the profile without those whom it excludes. */
export function idealCustomerCriteria({ idealCustomer }: Pick<Agreement, "idealCustomer">): Criteria {
  const excluded = idealCustomer.exclusions?.when;
  return excluded ? { all: [idealCustomer.when, { not: excluded }] } : idealCustomer.when;
}
