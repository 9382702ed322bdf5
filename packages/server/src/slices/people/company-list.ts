import type { CompanyFilter, CompanyRow, CompanySort } from "@tandem/contract/people/companies";
import type { z } from "zod";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound } from "../../platform/bound.ts";
import { companyConditions, searchConditions } from "./contact-filter.ts";
import { numberPlace, readCursor, textPlace, timePlace, writeCursor } from "../../platform/cursor.ts";
import { opportunityScope } from "../../spine/row-scope.ts";

interface Sort {
  readonly key: string;
  readonly type: string;
  readonly descending: boolean;
  readonly place: z.ZodType<[string | number, string]>;
}
const sorts: Record<CompanySort, Sort> = {
  created: { key: "y.created_at", type: "timestamptz", descending: true, place: timePlace },
  employees: { key: "coalesce(y.employees, -1)", type: "integer", descending: true, place: numberPlace },
  name: { key: "y.sort_name", type: "text", descending: false, place: textPlace },
};

export interface CompanyQuery {
  readonly filter: CompanyFilter;
  readonly sort: CompanySort;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page of companies; people and deals are counted for the page only, and up to 1,000. */
export async function listCompanyRows(sql: Sql, principal: Principal, query: CompanyQuery): Promise<{ rows: CompanyRow[]; next: string | null }> {
  const sort = sorts[query.sort];
  const place = readCursor(sort.place, query.cursor);
  const b = bound();
  const search = searchConditions("y.search", query.filter.q, b);
  const conditions = companyConditions(query.filter, principal, b);
  if (search.length > 0) conditions.push("y.id in (select id from hit)");
  if (place) conditions.push(`(${sort.key}, y.id) ${sort.descending ? "<" : ">"} (${b.bind(place[0])}::${sort.type}, ${b.bind(place[1])}::uuid)`);
  const order = sort.descending ? `${sort.key} desc, y.id desc` : `${sort.key}, y.id`;
  const rows = await sql.query<ListRow>(
    `with ${search.length > 0 ? `hit as materialized (select y.id from company y where ${search.join(" and ")} limit 20000), ` : ""}
     page as materialized (select y.*, (${sort.key})::text as place from company y where ${conditions.join(" and ") || "true"} order by ${order} limit ${b.bind(query.limit + 1)})
     select y.id, y.name, y.domain, y.industry, y.employees, y.country, y.created_at, y.place, y.owner_id, u.name as owner_name, p.people, p.engagement,
       (select count(*)::int from (select from opportunity o where o.company_id = y.id and o.state = 'open' and ${opportunityScope(principal, b)} limit 1000) open) as open_opportunities
     from page y left join app_user u on u.id = y.owner_id
     left join lateral (select count(*)::int as people, coalesce(max(engagement), 0) as engagement from (
       select c.engagement from contact c where c.company_id = y.id and c.listed limit 1000) known) p on true
     order by ${order}`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(rowOf),
    next: rows.length > query.limit && last ? writeCursor([sort.type === "integer" ? Number(last.place) : last.place, last.id]) : null,
  };
}

interface ListRow {
  id: string; name: string; domain: string | null; industry: string | null; employees: number | null; country: string | null; created_at: Date; place: string;
  owner_id: string | null; owner_name: string | null; people: number; engagement: number; open_opportunities: number;
}

function rowOf(row: ListRow): CompanyRow {
  return {
    id: row.id, name: row.name, domain: row.domain, industry: row.industry, employees: row.employees, country: row.country, createdAt: row.created_at.toISOString(),
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? "Unknown" },
    people: row.people, openOpportunities: row.open_opportunities, engagement: row.engagement,
  };
}
