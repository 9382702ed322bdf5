import { readBoard, type Board, type DealSums } from "@tandem/contract/pipeline/opportunities";
import type { PipelineStage } from "@tandem/contract/pipeline/parts";
import { weightedMinor } from "@tandem/domain/pipeline/amount";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import type { Sql } from "../../platform/sql.ts";
import { bound } from "../../platform/bound.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { opportunityScope, teamsOf } from "../../spine/row-scope.ts";
import { inSearch, opportunityConditions, searchTable } from "./opportunity-conditions.ts";
import { cursorAfter, orderOf, sorts, type Asking, type OpportunityQuery } from "./opportunity-list.ts";
import { loadMedians, opportunityRowOf, rowColumns, rowJoins, type OpportunityRowColumns } from "./opportunity-rows.ts";

/** Sums and first cards answer the same filter: the header of a column is the sum of its cards, shown and not yet shown. */
export const readBoardRoute = handle(readBoard, async ({ app, principal }, { query }): Promise<Board> => {
  const { sort, cards: limit, ...filter } = query;
  const now = app.clock.now();
  const { agreement } = await agreementInForce(app.db, now);
  const asking: Asking = { principal, now, today: dayIn(agreement.timeZone, now) };
  const [stages, sums, cards, medians, whose] = await Promise.all([
    app.db.query<PipelineStage>("select key, name, position, probability from pipeline_stage order by position"),
    readSums(app.db, asking, filter),
    readCards(app.db, asking, { filter, state: "open", sort, limit }),
    loadMedians(app.db),
    whoseDeals(app.db, principal),
  ]);
  const columns = stages.map((stage) => {
    const own = cards.filter((card) => card.stage === stage.key);
    const shown = own.slice(0, limit);
    const sum = sums.get(stage.key) ?? nothing;
    return {
      stage,
      sums: { ...sum, weighted: weightedMinor(sum.amount, stage.probability) },
      median: medians.get(stage.key) ?? null,
      cards: shown.map((row) => opportunityRowOf(row, medians, now)),
      next: own.length > limit ? cursorAfter(sorts[sort], shown.at(-1)!) : null,
    };
  });
  return { currency: agreement.currency, whose, columns, total: columns.reduce((total, column) => added(total, column.sums), nothing) };
});

/** The dashboard counts everybody's: who sees less is told whose sums these are. */
async function whoseDeals(sql: Sql, principal: Principal): Promise<Board["whose"]> {
  if (opportunityScope(principal, bound()) === "true") return { all: true, teams: [] };
  const rows = await sql.query<{ name: string }>("select name from team where id = any($1::uuid[]) order by name", [teamsOf(principal)]);
  return { all: false, teams: rows.map((row) => row.name) };
}

const nothing: DealSums = { count: 0, amount: 0, weighted: 0, withoutRate: 0, withoutAmount: 0 };

function added(a: DealSums, b: DealSums): DealSums {
  return { count: a.count + b.count, amount: a.amount + b.amount, weighted: a.weighted + b.weighted, withoutRate: a.withoutRate + b.withoutRate, withoutAmount: a.withoutAmount + b.withoutAmount };
}

async function readSums(sql: Sql, { principal, today }: Asking, filter: OpportunityQuery["filter"]): Promise<Map<string, DealSums>> {
  const b = bound();
  const hit = searchTable(filter.q, b);
  const conditions = [...opportunityConditions(filter, principal, today, b), ...(hit === "" ? [] : [inSearch])];
  const rows = await sql.query<Omit<DealSums, "weighted"> & { stage: string }>(
    `${hit === "" ? "" : `with ${hit.trimEnd().replace(/,$/, "")} `}select o.stage, count(*) as count, coalesce(sum(o.amount_company), 0)::bigint as amount,
       count(*) filter (where o.amount is not null and o.amount_company is null) as "withoutRate", count(*) filter (where o.amount is null) as "withoutAmount"
     from opportunity o where o.state = 'open' and ${conditions.join(" and ")} group by o.stage`,
    b.params,
  );
  return new Map(rows.map(({ stage, ...sums }) => [stage, { ...sums, weighted: 0 }]));
}

/** The first cards of every column in one statement, each column along its own index. */
function readCards(sql: Sql, { principal, today }: Asking, query: OpportunityQuery): Promise<(OpportunityRowColumns & { place: string })[]> {
  const b = bound();
  const sort = sorts[query.sort];
  const hit = searchTable(query.filter.q, b);
  const conditions = [...opportunityConditions(query.filter, principal, today, b), ...(hit === "" ? [] : [inSearch])];
  return sql.query(
    `with ${hit}page as materialized (
       select o.* from pipeline_stage s cross join lateral (
         select o.*, (${sort.key})::text as place from opportunity o where o.stage = s.key and o.state = 'open' and ${conditions.join(" and ")} order by ${orderOf(sort)} limit ${b.bind(query.limit + 1)}) o)
     select ${rowColumns}, o.place from page o ${rowJoins} order by p.position, ${orderOf(sort)}`,
    b.params,
  );
}
