import type { StageMedian } from "@tandem/contract/pipeline/opportunities";
import type { OpportunityRow } from "@tandem/contract/pipeline/parts";
import { fewestStays, isStuck } from "@tandem/domain/pipeline/stage-age";
import type { Sql } from "../../platform/sql.ts";
import { contactJson, linkJson } from "./people-names.ts";

/** A deal as lists, boards and acts answer it. */

interface Row {
  id: string; name: string; stage: string; stage_name: string; position: number; stages: number; state: OpportunityRow["state"]; amount: number | null; currency: string; amount_company: number | null;
  rate: string | null; rate_day: string | null; close_on: string | null; created_at: Date; stage_since: Date; closed_at: Date | null; version: number;
  company: OpportunityRow["company"]; owner: OpportunityRow["owner"]; contact: OpportunityRow["contact"]; tasks: number;
}

/** Columns of a row; `from` names rows of `opportunity` under the alias `o`. What surrounds them is read for those only. */
export const rowColumns = `o.id, o.name, o.stage, p.name as stage_name, p.position, (select count(*)::int from pipeline_stage) as stages, o.state, o.amount, o.currency, o.amount_company,
  trim_scale(o.rate)::text as rate, o.rate_day, o.close_on, o.created_at, o.stage_since, o.closed_at, o.version, ${linkJson("y")} as company, ${linkJson("u")} as owner,
  (select ${contactJson("c")} from opportunity_contact m join contact mc on mc.id = m.contact_id join contact c on c.id = mc.survivor_id where m.opportunity_id = o.id and m.main) as contact,
  (select count(*)::int from (select from task k where k.opportunity_id = o.id and k.done_at is null limit 99) open) as tasks`;
export const rowJoins = "join pipeline_stage p on p.key = o.stage left join company y on y.id = o.company_id left join app_user u on u.id = o.owner_id";

/**
 * Median of the last stays (the index is of the database's collation, unlike keys) in each stage, milliseconds; a stage of which too few are known is left out.
 * @param dealId only of the stage this deal is in
 */
export async function loadMedians(sql: Sql, dealId: string | null = null): Promise<Map<string, StageMedian>> {
  const rows = await sql.query<{ key: string; median: number; stays: number }>(
    `select p.key, s.median, s.stays from pipeline_stage p cross join lateral (
       select count(*)::int as stays, percentile_cont(0.5) within group (order by v.stayed_ms) as median
       from (select stayed_ms from opportunity_move where from_stage = p.key collate "default" and stayed_ms is not null order by at desc limit 500) v) s
     where s.stays >= $1 and ($2::uuid is null or p.key = (select stage from opportunity where id = $2))`,
    [fewestStays, dealId],
  );
  return new Map(rows.map((row) => [row.key, { ms: Math.round(row.median), of: row.stays }]));
}

export function opportunityRowOf(row: Row, medians: ReadonlyMap<string, StageMedian>, now: Date): OpportunityRow {
  return {
    id: row.id,
    name: row.name,
    company: row.company,
    contact: row.contact,
    owner: row.owner,
    stage: { key: row.stage, name: row.stage_name, position: row.position, of: row.stages },
    state: row.state,
    amount: row.amount === null ? null : { amount: row.amount, currency: row.currency, company: row.amount_company, rate: row.rate === null || row.rate_day === null ? null : { rate: row.rate, day: row.rate_day } },
    closeOn: row.close_on,
    createdAt: row.created_at.toISOString(),
    stageSince: row.stage_since.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    stuck: row.state === "open" && isStuck({ ageMs: now.getTime() - row.stage_since.getTime(), medianMs: medians.get(row.stage)?.ms ?? null }),
    tasks: row.tasks,
    version: row.version,
  };
}
export type { Row as OpportunityRowColumns };

/** One deal, whoever asks: the caller has been judged already. */
export async function readOpportunityRow(sql: Sql, id: string, now: Date): Promise<OpportunityRow> {
  const [row, medians] = await Promise.all([sql.one<Row>(`select ${rowColumns} from opportunity o ${rowJoins} where o.id = $1`, [id]), loadMedians(sql, id)]);
  return opportunityRowOf(row, medians, now);
}
