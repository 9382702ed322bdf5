import type { FieldValue } from "@tandem/domain/criteria/criteria";
import type { OpportunityState } from "@tandem/domain/pipeline/opportunity";
import type { Sql } from "../../platform/sql.ts";
import type { Work } from "../../spine/work.ts";

/** A deal as an import reads and writes it; amounts in minor units. */
export interface DealRow {
  readonly id: string;
  readonly name: string;
  readonly companyId: string | null;
  readonly ownerId: string | null;
  readonly stage: string;
  readonly state: OpportunityState;
  readonly amount: number | null;
  readonly currency: string;
  readonly amountCompany: number | null;
  readonly rate: string | null;
  readonly rateDay: string | null;
  readonly closeOn: string | null;
  readonly createdAt: Date;
  readonly stageSince: Date;
  readonly closedAt: Date | null;
  readonly reason: string | null;
  readonly competitor: string | null;
  readonly source: string | null;
  readonly history: boolean;
  readonly flag: string | null;
  readonly custom: Record<string, FieldValue>;
  readonly search: string;
}

export interface PipelineStage {
  readonly key: string;
  readonly name: string;
}

export interface SavedDeals {
  readonly inserted: DealRow[];
  readonly updated: DealRow[];
  readonly moves: { readonly deal: DealRow; readonly from: DealRow | null; readonly at: Date }[];
  readonly mains: { readonly dealId: string; readonly contactId: string }[];
}

export function loadPipeline(sql: Sql): Promise<PipelineStage[]> {
  return sql.query("select key, name from pipeline_stage order by position");
}

/** Deals by their id in the other system, locked. */
export async function loadDeals(sql: Sql, system: string, externalIds: readonly string[]): Promise<Map<string, DealRow>> {
  const rows = await sql.query<DealRow & { external_id: string }>(
    `select r.external_id, o.id, o.name, o.company_id as "companyId", o.owner_id as "ownerId", o.stage, o.state, o.amount, o.currency, o.amount_company as "amountCompany", o.rate::text as rate,
       o.rate_day as "rateDay", o.close_on as "closeOn", o.created_at as "createdAt", o.stage_since as "stageSince", o.closed_at as "closedAt", o.reason, o.competitor, o.source, o.history, o.flag, o.custom, o.search
     from external_ref r join opportunity o on o.id = r.entity_id where r.system = $1 and r.kind = 'opportunity' and r.external_id = any($2) order by o.id for update of o`,
    [system, externalIds],
  );
  return new Map(rows.map(({ external_id, ...deal }) => [external_id, deal]));
}

const columns = "name, company_id, owner_id, stage, state, amount, currency, amount_company, rate, rate_day, close_on, created_at, stage_since, closed_at, reason, competitor, source, history, flag, custom, search";

/** Writes deals, their main contacts and their moves, each kind in one statement. */
export async function saveDeals(work: Work, { inserted, updated, moves, mains }: SavedDeals): Promise<void> {
  const { tx } = work;
  if (inserted.length > 0)
    await tx.query(
      `insert into opportunity (id, team_id, ${columns})
       select r.id, (select m.team_id from team_member m join team t on t.id = m.team_id where m.user_id = r.owner_id order by t.side = 'sales' desc, t.created_at, t.id limit 1), ${prefixed}
       from jsonb_populate_recordset(null::opportunity, $1) r`,
      [JSON.stringify(inserted.map(record))],
    );
  if (updated.length > 0)
    await tx.query(
      `update opportunity o set (${columns}, version) = (${prefixed}, o.version + 1) from jsonb_populate_recordset(null::opportunity, $1) r where o.id = r.id`,
      [JSON.stringify(updated.map(record))],
    );
  if (mains.length > 0)
    await tx.query("insert into opportunity_contact (opportunity_id, contact_id, main, added_at, added_by) select d, c, true, $3, $4 from unnest($1::uuid[], $2::uuid[]) r(d, c) on conflict do nothing", [
      mains.map((m) => m.dealId), mains.map((m) => m.contactId), work.at, work.actor.id,
    ]);
  if (moves.length > 0)
    await tx.query(
      `insert into opportunity_move (id, opportunity_id, from_stage, to_stage, from_state, to_state, at, by_id)
       select id, opportunity_id, from_stage, to_stage, from_state, to_state, at, $8 from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[]) r(id, opportunity_id, from_stage, to_stage, from_state, to_state, at)`,
      [
        moves.map(() => work.app.ids.next()), moves.map((m) => m.deal.id), moves.map((m) => m.from?.stage ?? null), moves.map((m) => m.deal.stage), moves.map((m) => m.from?.state ?? null),
        moves.map((m) => m.deal.state), moves.map((m) => m.at), work.actor.id,
      ],
    );
}

const prefixed = columns.split(", ").map((column) => `r.${column}`).join(", ");

function record(deal: DealRow): object {
  return {
    id: deal.id, name: deal.name, company_id: deal.companyId, owner_id: deal.ownerId, stage: deal.stage, state: deal.state, amount: deal.amount, currency: deal.currency,
    amount_company: deal.amountCompany, rate: deal.rate, rate_day: deal.rateDay, close_on: deal.closeOn, created_at: deal.createdAt, stage_since: deal.stageSince, closed_at: deal.closedAt,
    reason: deal.reason, competitor: deal.competitor, source: deal.source, history: deal.history, flag: deal.flag, custom: deal.custom, search: deal.search,
  };
}
