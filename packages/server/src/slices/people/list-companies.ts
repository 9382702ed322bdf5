import { listCompanies } from "@tandem/contract/people/companies";
import { handle } from "../../platform/http/route.ts";
import { listCompanyRows } from "./company-list.ts";

export const listCompaniesRoute = handle(listCompanies, async ({ app, principal }, { query }) => {
  const { sort, cursor, limit, ...filter } = query;
  return { ...(await listCompanyRows(app.db, principal, { filter, sort, cursor, limit })), count: null };
});
