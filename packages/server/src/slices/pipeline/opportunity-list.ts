import type { OpportunityFilter, OpportunitySort } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import type { z } from "zod";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound } from "../../platform/bound.ts";
import { dayPlace, numberPlace, readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { closeKey, inSearch, opportunityConditions, searchTable } from "./opportunity-conditions.ts";
import { loadMedians, opportunityRowOf, rowColumns, rowJoins, type OpportunityRowColumns } from "./opportunity-rows.ts";

interface Sort {
  readonly key: string;
  readonly type: "date" | "bigint" | "timestamptz";
  readonly descending: boolean;
  readonly place: z.ZodType<[string | number, string]>;
}
/** Soonest close first, then largest, newest, longest in the stage: each written as in its index. */
export const sorts: Record<OpportunitySort, Sort> = {
  close: { key: closeKey, type: "date", descending: false, place: dayPlace },
  amount: { key: "coalesce(o.amount_company, -1)", type: "bigint", descending: true, place: numberPlace },
  created: { key: "o.created_at", type: "timestamptz", descending: true, place: timePlace },
  age: { key: "o.stage_since", type: "timestamptz", descending: false, place: timePlace },
};
export const orderOf = ({ key, descending }: Sort): string => (descending ? `${key} desc, o.id desc` : `${key}, o.id`);

/** The cursor behind the last row shown; lists and board columns share it. */
export function cursorAfter(sort: Sort, last: { readonly place: string; readonly id: string }): string {
  return writeCursor([sort.type === "bigint" ? Number(last.place) : last.place, last.id]);
}

export interface OpportunityQuery {
  readonly filter: OpportunityFilter;
  readonly state: "open" | "won" | "lost" | "any";
  readonly stages?: readonly string[] | undefined;
  readonly sort: OpportunitySort;
  readonly cursor?: string | undefined;
  readonly limit: number;
}
export interface Asking {
  readonly principal: Principal;
  readonly today: EpochDay;
  readonly now: Date;
}

/** Counts stop here: "10,000+". */
export const mostCounted = 10_000;

/** One page of deals; the count comes with the first page only. */
export async function listOpportunityRows(sql: Sql, asking: Asking, query: OpportunityQuery): Promise<{ rows: OpportunityRow[]; next: string | null; count: { value: number; capped: boolean } | null }> {
  const sort = sorts[query.sort];
  const place = readCursor(sort.place, query.cursor);
  const [rows, medians, count] = await Promise.all([readPage(sql, asking, query, place), loadMedians(sql), place ? null : countDeals(sql, asking, query)]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => opportunityRowOf(row, medians, asking.now)), next: rows.length > query.limit && last ? cursorAfter(sort, last) : null, count };
}

function readPage(sql: Sql, asking: Asking, query: OpportunityQuery, place: [string | number, string] | null): Promise<(OpportunityRowColumns & { place: string })[]> {
  const b = bound();
  const sort = sorts[query.sort];
  const { hit, conditions } = conditionsOf(asking, query, b);
  if (place) conditions.push(`(${sort.key}, o.id) ${sort.descending ? "<" : ">"} (${b.bind(place[0])}::${sort.type}, ${b.bind(place[1])}::uuid)`);
  return sql.query(
    `with ${hit}page as materialized (select o.*, (${sort.key})::text as place from opportunity o where ${conditions.join(" and ")} order by ${orderOf(sort)} limit ${b.bind(query.limit + 1)})
     select ${rowColumns}, o.place from page o ${rowJoins} order by ${orderOf(sort)}`,
    b.params,
  );
}

async function countDeals(sql: Sql, asking: Asking, query: OpportunityQuery): Promise<{ value: number; capped: boolean }> {
  const b = bound();
  const { hit, conditions } = conditionsOf(asking, query, b);
  const { count } = await sql.one<{ count: number }>(`with ${hit}found as (select from opportunity o where ${conditions.join(" and ")} limit ${mostCounted + 1}) select count(*) as count from found`, b.params);
  return { value: Math.min(count, mostCounted), capped: count > mostCounted };
}

function conditionsOf({ principal, today }: Asking, query: OpportunityQuery, b: ReturnType<typeof bound>): { hit: string; conditions: string[] } {
  const hit = searchTable(query.filter.q, b);
  const conditions = opportunityConditions(query.filter, principal, today, b);
  if (hit !== "") conditions.push(inSearch);
  if (query.state !== "any") conditions.push(`o.state = '${query.state}'`);
  if (query.stages) conditions.push(`o.stage = any(${b.bind(query.stages)}::text[])`);
  return { hit, conditions };
}
