import type { CampaignRow } from "@tandem/contract/campaigns/campaigns";
import { noSuchCampaign } from "@tandem/contract/campaigns/parts";
import type { Sql } from "../../platform/sql.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";

/** Touches of a campaign are counted up to here. */
const cap = 10_000;
/** People are told apart among the latest touches of each value: a list of campaigns is not held up by its largest. */
const peopleCap = 2_000;

interface FoundCampaign {
  readonly id: string;
  readonly place: string;
  readonly name: string;
  readonly channel: CampaignRow["channel"];
  readonly goal: string;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly budget: number | null;
  readonly spent: number;
  readonly without_rate: number;
  readonly utm: string[];
  readonly people: number;
  readonly people_capped: boolean;
  readonly members: number;
  readonly touches: number;
  readonly last_touch_at: Date | null;
  readonly archived_at: Date | null;
  readonly version: number;
}

/** How the list can be sorted: the value of `c` it goes by, its type, and whether the greatest stands first. */
export const campaignOrders = {
  days: { by: "coalesce(c.starts_on, '-infinity')", type: "date", descends: true },
  name: { by: "c.name_folded", type: "text", descends: false },
} as const;

/** Campaigns with everything the list says of them. `where` speaks of `c` and binds from `$2` on. */
export function selectCampaigns(sql: Sql, where: string, params: readonly unknown[], limit: number, { by, descends }: (typeof campaignOrders)[keyof typeof campaignOrders] = campaignOrders.name): Promise<FoundCampaign[]> {
  const order = descends ? `${by} desc, c.id desc` : `${by}, c.id`;
  return sql.query<FoundCampaign>(
    `select c.id, ${by}::text as place, c.name, c.channel, c.goal, c.starts_on, c.ends_on, c.budget, c.archived_at, c.version,
       s.spent, s.without_rate, u.utm, m.members, p.people, t.touches > ${peopleCap} as people_capped, least(t.touches, ${cap + 1}) as touches, t.last_touch_at
     from (select * from campaign c where ${where} order by ${order} limit $1) c
     cross join lateral (select coalesce(sum(amount_company), 0)::bigint as spent, count(*) filter (where amount_company is null) as without_rate from spend where campaign_id = c.id) s
     cross join lateral (select coalesce(array_agg(utm order by utm), '{}') as utm from campaign_utm where campaign_id = c.id) u
     cross join lateral (select count(*) as members from campaign_member where campaign_id = c.id) m
     cross join lateral (
       select coalesce(sum(found.touches), 0)::bigint as touches, max(found.last_at) as last_touch_at from campaign_utm x
       cross join lateral (select count(*) as touches, max(at) as last_at from (select at from touch where campaign_folded = x.utm_folded order by at desc limit ${cap + 1}) recent) found
       where x.campaign_id = c.id
     ) t
     cross join lateral (
       select count(distinct coalesce(k.survivor_id, who.subject_id))::int as people from (
         select a.contact_id, found.subject_id from (
           select recent.subject_id, max(recent.at) as at from campaign_utm x
           cross join lateral (select subject_id, at from touch where campaign_folded = x.utm_folded order by at desc limit ${peopleCap}) recent
           where x.campaign_id = c.id group by recent.subject_id
         ) found left join assignment a on a.subject_id = found.subject_id and a.retracted is null and a.from_at <= found.at and found.at < a.to_at
         union all
         select contact_id, null from campaign_member where campaign_id = c.id and status in ('responded', 'attended')
       ) who left join contact k on k.id = who.contact_id
     ) p
     order by ${order}`,
    [limit, ...params],
  );
}

/** As it goes over the wire. */
export function presentCampaign(row: FoundCampaign, currency: string): CampaignRow {
  return {
    id: row.id,
    name: row.name,
    channel: row.channel,
    goal: row.goal,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    budget: row.budget === null ? null : { amount: row.budget, currency },
    spent: { amount: row.spent, currency },
    spentWithoutRate: row.without_rate,
    utm: row.utm,
    people: { value: row.people, capped: row.people_capped },
    members: row.members,
    touches: { value: Math.min(row.touches, cap), capped: row.touches > cap },
    lastTouchAt: row.last_touch_at?.toISOString() ?? null,
    archivedAt: row.archived_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** One campaign as it goes over the wire, or the refusal. */
export async function loadCampaign(sql: Sql, id: string, now: Date): Promise<CampaignRow> {
  const [found] = await selectCampaigns(sql, "c.id = $2", [id], 1);
  if (!found) throw new Refusal(noSuchCampaign);
  return presentCampaign(found, (await agreementInForce(sql, now)).agreement.currency);
}

/** Refuses when there is no such campaign. */
export async function requireCampaign(sql: Sql, id: string): Promise<void> {
  if (!(await sql.find("select 1 as found from campaign where id = $1", [id]))) throw new Refusal(noSuchCampaign);
}
