import type { Bound } from "../../platform/bound.ts";
import { passagesIn } from "./definitions.ts";
import type { Report } from "./report.ts";

/** One promise that keeps leads from falling through, and a statement that finds whoever breaks it. */
export interface Check {
  readonly key: string;
  readonly name: string;
  readonly promise: string;
  /** Rows (id, at, contact_id, handoff_id, detail) that must not exist. */
  readonly offenders: (report: Report, bound: Bound) => string;
}

export const checks: readonly Check[] = [
  {
    key: "mql-handed-over",
    name: "Every MQL is handed over",
    promise: "Each MQL episode of the period has a handoff, joined one that was open, or is imported history.",
    offenders: (report, q) =>
      `select p.episode_id as id, p.entered_at as at, p.contact_id, null::uuid as handoff_id, 'MQL without a handoff' as detail from passage p
       where ${passagesIn(report, q, report.counted)} and not p.history and not exists (select from handoff h where h.episode_id = p.episode_id)
         and not exists (select from handoff o where o.contact_id = p.contact_id and o.opened_at <= p.entered_at and (o.closed_at is null or o.closed_at >= p.entered_at))`,
  },
  {
    key: "open-has-somebody",
    name: "Every open handoff has somebody who answers for it",
    promise: "Its owner is active, or it waits in the queue of a team with somebody active in it.",
    offenders: () =>
      `select h.id, h.opened_at as at, h.contact_id, h.id as handoff_id, case when h.assignee_id is null then 'Queue of a team with nobody in it' else 'Owner is no longer active' end as detail from handoff h
       where h.closed_at is null and case when h.assignee_id is null
         then not exists (select from team_member m join app_user u on u.id = m.user_id and u.active where m.team_id = h.team_id)
         else not exists (select from app_user u where u.id = h.assignee_id and u.active) end`,
  },
  {
    key: "open-has-clock",
    name: "Every open handoff that a clause covers has its clock",
    promise: "Where the agreement it was opened under times its tier, a clock was started.",
    offenders: () =>
      `select h.id, h.opened_at as at, h.contact_id, h.id as handoff_id, 'Open without a clock' as detail from handoff h join agreement_version v on v.version = h.agreement_version
       where h.closed_at is null and v.document #> '{sla,sales}' @> jsonb_build_array(jsonb_build_object('kind', 'disposition', 'tiers', jsonb_build_array(h.tier)))
         and not exists (select from clock k where k.handoff_id = h.id)`,
  },
  {
    key: "stage-fits-handoff",
    name: "Stage and handoff say the same",
    promise: "Whoever has an open handoff stands at MQL or with Sales; whoever waits as MQL has one.",
    offenders: () =>
      `select h.id, h.opened_at as at, h.contact_id, h.id as handoff_id, 'Open handoff of somebody who is ' || c.stage as detail from handoff h join contact c on c.id = h.contact_id
       where h.closed_at is null and c.stage in ('visitor', 'lead', 'nurture', 'disqualified')
       union all
       select p.episode_id, p.entered_at, p.contact_id, null, 'Waits as MQL without an open handoff' from passage p join journey j on j.contact_id = p.contact_id and j.standing
       where p.standing and p.place = 'mql' and p.returned_at is null and j.stage = 'mql' and not p.history
         and not exists (select from handoff o where o.contact_id = p.contact_id and o.closed_at is null)`,
  },
  {
    key: "one-place",
    name: "Everybody is in one stage",
    promise: "Each contact has exactly one present episode, and it is the stage the contact shows.",
    offenders: () =>
      `select c.id, c.stage_since as at, c.id as contact_id, null::uuid as handoff_id, 'Shows ' || c.stage || ', stands at ' || coalesce(e.stage, 'nothing') as detail
       from journey j join contact c on c.id = j.contact_id left join episode e on e.contact_id = c.id and e.left_at is null
       where j.standing and j.reached > 1 and e.stage is distinct from c.stage`,
  },
  {
    key: "accounted",
    name: "What is counted is what happened",
    promise: "Journeys and passages hold exactly the episodes of the people they are of.",
    offenders: (report, q) =>
      `select e.id, e.entered_at as at, e.contact_id, null::uuid as handoff_id, 'MQL episode that no passage holds' as detail from episode e
       where e.stage = 'mql' and e.entered_at >= ${q.bind(new Date(report.counted.fromMs).toISOString())}::timestamptz and e.entered_at < ${q.bind(new Date(report.counted.toMs).toISOString())}::timestamptz
         and not exists (select from passage p where p.episode_id = e.id)`,
  },
];
