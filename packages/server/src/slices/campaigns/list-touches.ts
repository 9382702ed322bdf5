import { listTouches, listUnmatchedUtm } from "@tandem/contract/campaigns/touches";
import { handle } from "../../platform/http/route.ts";
import { requireCampaign } from "./campaign-store.ts";
import { contactName } from "./contact-name.ts";
import { pageOfRows, readPlace } from "./cursor.ts";

interface FoundTouch {
  readonly id: string;
  readonly place: string;
  readonly at: Date;
  readonly channel: string;
  readonly source: string | null;
  readonly medium: string | null;
  readonly term: string | null;
  readonly content: string | null;
  readonly landing_page: string | null;
  readonly contact_id: string | null;
  readonly contact_name: string | null;
  readonly company: string | null;
}

export const listTouchesRoute = handle(listTouches, async ({ app }, { params, query }) => {
  await requireCampaign(app.db, params.campaignId);
  const after = readPlace(query.cursor);
  const found = await app.db.query<FoundTouch>(
    `select t.event_id as id, t.at::text as place, t.at, t.channel, t.source, t.medium, t.term, t.content, t.landing_page,
       case when c.identified_at is not null then c.id end as contact_id, ${contactName("c")} as contact_name, y.name as company
     from (
       select t.* from campaign_utm u cross join lateral (
         select * from touch where campaign_folded = u.utm_folded and ($2::timestamptz is null or (at, event_id) < ($2, $3::uuid)) order by at desc, event_id desc limit $4
       ) t where u.campaign_id = $1 order by t.at desc, t.event_id desc limit $4
     ) t
     left join assignment a on a.subject_id = t.subject_id and a.retracted is null and a.from_at <= t.at and t.at < a.to_at
     left join contact self on self.id = a.contact_id left join contact c on c.id = self.survivor_id left join company y on y.id = c.company_id
     order by t.at desc, t.event_id desc`,
    [params.campaignId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
  );
  const { rows, next } = pageOfRows(found, query.limit);
  return {
    rows: rows.map((row) => ({
      id: row.id, at: row.at.toISOString(), contact: row.contact_id === null ? null : { id: row.contact_id, name: row.contact_name!, company: row.company },
      channel: row.channel, source: row.source, medium: row.medium, term: row.term, content: row.content, landingPage: row.landing_page,
    })),
    next,
    count: null,
  };
});

const cap = 10_000;

/** Walks the index from one value to the next instead of passing over every touch. */
export const listUnmatchedUtmRoute = handle(listUnmatchedUtm, async ({ app }) => {
  const rows = await app.db.query<{ utm: string; touches: number; channel: string; last_at: Date }>(
    `with recursive value as (
       (select campaign_folded from touch where campaign_folded is not null order by campaign_folded limit 1)
       union all
       select (select t.campaign_folded from touch t where t.campaign_folded > value.campaign_folded order by t.campaign_folded limit 1) from value where value.campaign_folded is not null
     )
     select last.campaign as utm, last.channel, last.at as last_at, (select count(*) from (select 1 from touch t where t.campaign_folded = value.campaign_folded limit ${cap + 1}) counted) as touches
     from (select campaign_folded from value where campaign_folded is not null limit 5000) value
     cross join lateral (select campaign, channel, at from touch t where t.campaign_folded = value.campaign_folded order by at desc limit 1) last
     where not exists (select from campaign_utm u where u.utm_folded = value.campaign_folded)
     order by last.at desc limit 100`,
  );
  return rows.map((row) => ({ utm: row.utm, channel: row.channel, lastAt: row.last_at.toISOString(), touches: { value: Math.min(row.touches, cap), capped: row.touches > cap } }));
});
