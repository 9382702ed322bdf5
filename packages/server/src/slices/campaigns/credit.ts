import type { ClosedLoopFigure } from "@tandem/contract/campaigns/closed-loop";
import { noSource } from "@tandem/contract/insights/figures";
import { wholeCredit, type AttributionModel } from "@tandem/domain/attribution/credit";
import { segmentOfDeals, segmentOfPeople, type Bound, type Report } from "../insights/door.ts";

/**
 * Credit in SQL, for whole reports: who is counted, which touches count for each, and how they share. The report sums it
 * by key and the rows behind a cell list it: one text for both. The rule is domain/attribution/credit.ts.
 */
export interface CreditQuestion {
  readonly report: Report;
  readonly figure: ClosedLoopFigure;
  readonly model: AttributionModel;
  readonly by: "campaign" | "channel" | "source";
  readonly basis: "cohort" | "period";
  /** Only those who had a touch of this campaign: the rest cannot have credit for it. */
  readonly campaignId?: string;
}

/** Row keys that are neither a campaign nor a channel nor a source. */
export const noCampaign = "none";
export const noTouch = "no-touch";

/**
 * CTEs ending in `credit (id, contact_id, opportunity_id, at, key, credit, amount, owner_id, team_id)`: one row for every
 * counted lead or deal and every key that had a touch of it. `entity` holds each counted one once.
 */
export function creditSql(question: CreditQuestion, bound: Bound): string {
  const { by, model } = question;
  if (by === "source") return `with entity as (${entitySql(question, bound)}), credit as (select id, contact_id, opportunity_id, at, ${sourceOf("entity.contact_id")} as key, ${wholeCredit} as credit, amount, owner_id, team_id from entity)`;
  const touched = question.campaignId === undefined ? "" : `touched (id) as materialized (${peopleTouchedBy(bound.bind(question.campaignId))}), `;
  // Each counted one goes along through every step: nothing has to be joined back, so no plan depends on a guess.
  return `with ${touched}entity as materialized (${entitySql(question, bound)}),
    who as materialized (${whoSql(question)}),
    touchpoint as (${touchpointSql(question, bound)}
      union all select ${carried("e")}, null, null, '${noTouch}' from entity e),
    ranked as (
      select *, row_number() over (partition by id order by touched_at nulls last, tie) as position, greatest(1, count(touched_at) over (partition by id)) as touches,
        touched_at is not null or count(touched_at) over (partition by id) = 0 as counts from touchpoint
    ),
    credit as (
      select id, contact_id, opportunity_id, at, key, sum(${creditOf(model, `${wholeCredit}::bigint`)})::int as credit, sum(${creditOf(model, "r.amount")})::bigint as amount, owner_id, team_id
      from ranked r where r.counts group by id, contact_id, opportunity_id, at, key, owner_id, team_id
    )`;
}

/** What is known of a counted one, under an alias. */
function carried(alias: string): string {
  return ["id", "contact_id", "opportunity_id", "at", "moment", "amount", "owner_id", "team_id"].map((column) => `${alias}.${column}`).join(", ");
}

/** What one touch gets of a whole: earlier ones first where it does not divide. */
function creditOf(model: AttributionModel, whole: string): string {
  switch (model) {
    case "first-touch":
      return `case when r.position = 1 then ${whole} else 0 end`;
    case "last-touch":
      return `case when r.position = r.touches then ${whole} else 0 end`;
    case "linear":
      return `${whole} / r.touches + case when r.position <= ${whole} % r.touches then 1 else 0 end`;
  }
}

const personMoments = { leads: "j.lead_at", mqls: "j.mql_at", sals: "j.sal_at", sqls: "j.sql_at", customers: "j.customer_at" } as const;

/** Who is counted: people at a stage they entered, or deals. `moment` is when the touches that count end. */
function entitySql(question: CreditQuestion, bound: Bound): string {
  const { report, figure, basis } = question;
  const span = (column: string) => `${column} >= ${bound.bind(new Date(report.counted.fromMs).toISOString())}::timestamptz and ${column} < ${bound.bind(new Date(report.counted.toMs).toISOString())}::timestamptz`;
  if (figure === "opportunities" || figure === "won") {
    const at = figure === "won" ? "o.closed_at" : "o.created_at";
    const main = "(select soc.contact_id from opportunity_contact soc where soc.opportunity_id = o.id and soc.main)";
    const inTime = basis === "period" ? span(at) : `exists (select from journey sj where sj.contact_id = (select sc.survivor_id from contact sc where sc.id = ${main}) and sj.standing and ${span("sj.lead_at")})`;
    return `select o.id, ${main} as contact_id, o.id as opportunity_id, ${at} as at, o.created_at as moment, coalesce(o.amount_company, 0) as amount, o.owner_id, o.team_id
      from opportunity o where ${figure === "won" ? "o.state = 'won' and " : ""}${inTime}${segmentOfDeals(report.segment, bound)}${question.campaignId === undefined ? "" : " and o.id in (select toc.opportunity_id from opportunity_contact toc join touched on touched.id = toc.contact_id)"}`;
  }
  const moment = personMoments[figure];
  const inTime = basis === "period" ? span(moment) : `${span("j.lead_at")} and ${moment} is not null`;
  return `select j.contact_id as id, j.contact_id, null::uuid as opportunity_id, ${moment} as at, ${moment} as moment, 0::bigint as amount, null::uuid as owner_id, null::uuid as team_id
    from journey j where j.standing and ${inTime}${segmentOfPeople(report.segment, bound)}${question.campaignId === undefined ? "" : " and j.contact_id in (select id from touched)"}`;
}

/** Contacts (and those they were merged into) with any touch of a campaign; `campaign` is a placeholder. */
export function peopleTouchedBy(campaign: string): string {
  return `select unnest(array[c.id, c.survivor_id]) from contact c where c.id in (
      select a.contact_id from campaign_utm u join touch t on t.campaign_folded = u.utm_folded join assignment a on a.subject_id = t.subject_id and a.retracted is null and a.from_at <= t.at and t.at < a.to_at where u.campaign_id = ${campaign}
      union select contact_id from campaign_member where campaign_id = ${campaign} and status in ('responded', 'attended'))`;
}

/** Everybody whose touches count for it: the person or the whole buying group, with whoever was merged into them. */
function whoSql({ figure }: CreditQuestion): string {
  if (figure !== "opportunities" && figure !== "won") return "select e.*, e.contact_id as person from entity e union all select e.*, c.id from entity e join contact c on c.survivor_id = e.contact_id and c.survivor_id <> c.id";
  return `select e.*, g.contact_id as person from entity e join opportunity_contact g on g.opportunity_id = e.id
    union select e.*, c.survivor_id from entity e join opportunity_contact g on g.opportunity_id = e.id join contact c on c.id = g.contact_id
    union select e.*, m.id from entity e join opportunity_contact g on g.opportunity_id = e.id join contact c on c.id = g.contact_id join contact m on m.survivor_id = c.survivor_id and m.survivor_id <> m.id`;
}

/** Touches up to the moment and within the agreement's window; a direct visit is no touch, an answer to a campaign is. */
function touchpointSql({ report, by }: CreditQuestion, { bind }: Bound): string {
  const days = report.inForce.agreement.attribution.windowDays;
  const inTime = (at: string) => `${at} <= w.moment${days === null ? "" : ` and ${at} >= w.moment - ${bind(days * 24)}::int * interval '1 hour'`}`;
  return `select ${carried("w")}, t.at as touched_at, t.event_id::text as tie, ${by === "campaign" ? `coalesce(u.campaign_id::text, '${noCampaign}')` : "t.channel"} as key
    from who w join assignment a on a.contact_id = w.person and a.retracted is null
    join touch t on t.subject_id = a.subject_id and t.at >= a.from_at and t.at < a.to_at and t.channel <> 'direct' and ${inTime("t.at")}
    ${by === "campaign" ? "left join campaign_utm u on u.utm_folded = t.campaign_folded" : ""}
    union all
    select ${carried("w")}, m.at, m.campaign_id::text || m.contact_id::text, ${by === "campaign" ? "m.campaign_id::text" : "c.channel"}
    from who w join campaign_member m on m.contact_id = w.person and m.status in ('responded', 'attended') and ${inTime("m.at")} join campaign c on c.id = m.campaign_id`;
}

/** Where the person said they came from; an empty text and the word "unknown" are two different answers. */
function sourceOf(contactId: string): string {
  return `coalesce((select '=' || sc.source from contact self join contact sc on sc.id = self.survivor_id where self.id = ${contactId}), '${noSource}')`;
}
