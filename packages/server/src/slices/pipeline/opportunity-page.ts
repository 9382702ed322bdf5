import type { GroupMember, OpportunityPage } from "@tandem/contract/pipeline/opportunities";
import { fold } from "@tandem/domain/people/fold";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound } from "../../platform/bound.ts";
import { handoffScope } from "../../spine/row-scope.ts";
import { contactJson, contactName, linkJson, wireTime } from "./people-names.ts";

/** What surrounds a deal on its page, each read as JSON that already has the shape of the wire. */
export interface Surroundings {
  readonly team: OpportunityPage["team"];
  readonly companyFacts: OpportunityPage["companyFacts"];
  readonly stages: Omit<OpportunityPage["stages"][number], "median">[];
  readonly group: GroupMember[];
  readonly answers: { question: string; text: string; confidence: "low" | "medium" | "high"; evidence: string; activityId: string | null; at: string; by: { id: string; name: string } | null; contact: { id: string; name: string } }[];
  readonly handoff: OpportunityPage["handoff"];
}

type UnnamedTouch = Omit<NonNullable<GroupMember["firstTouch"]>, "campaignName">;
type UnnamedMember = Omit<GroupMember, "firstTouch" | "lastTouch"> & { readonly firstTouch: UnnamedTouch | null; readonly lastTouch: UnnamedTouch | null };

const touch = (column: string): string =>
  `case when ${column} is null then null else jsonb_build_object('at', ${column}->>'at', 'channel', ${column}->>'channel', 'source', ${column}->>'source', 'campaign', ${column}->>'campaign') end`;

/** The buying group as JSON, main contact first; merged contacts answer with their survivor. */
export const groupJson = (opportunityId: string): string =>
  `(select coalesce(jsonb_agg(to_jsonb(g) order by g.main desc, g."addedAt", g.contact->>'id'), '[]') from (
     select distinct on (c.id) jsonb_build_object('id', c.id, 'name', ${contactName("c")}, 'email', c.email, 'title', c.title, 'stage', c.stage, 'grade', c.grade, 'engagement', c.engagement,
       'lastSeenAt', ${wireTime("c.last_seen_at")}) as contact, m.role, m.main, m.added_at as "addedAt", ${touch("c.first_touch")} as "firstTouch", ${touch("c.last_touch")} as "lastTouch"
     from opportunity_contact m join contact mc on mc.id = m.contact_id join contact c on c.id = mc.survivor_id where m.opportunity_id = ${opportunityId} order by c.id, m.main desc, m.added_at limit 200) g)`;

/** Everything around a deal. */
export async function loadSurroundings(sql: Sql, principal: Principal, opportunityId: string): Promise<Surroundings> {
  const b = bound();
  const id = b.bind(opportunityId);
  const group = `(select c.id from opportunity_contact m join contact mc on mc.id = m.contact_id join contact c on c.survivor_id = mc.survivor_id where m.opportunity_id = ${id})`;
  const around = await sql.one<Surroundings & object>(
    `select ${linkJson("t")} as team,
       case when y.id is null then null else jsonb_build_object('id', y.id, 'name', y.name, 'domain', y.domain, 'industry', y.industry, 'employees', y.employees, 'country', y.country) end as "companyFacts",
       (select jsonb_agg(jsonb_build_object('key', p.key, 'name', p.name, 'position', p.position, 'probability', p.probability,
          'enteredAt', (select ${wireTime("max(v.at)")} from opportunity_move v where v.opportunity_id = ${id} and v.to_stage = p.key and v.from_stage is distinct from v.to_stage)) order by p.position) from pipeline_stage p) as stages,
       ${groupJson(id)} as "group",
       (select coalesce(jsonb_agg(to_jsonb(a)), '[]') from (
          select distinct on (a.question) a.question, a.answer as text, a.confidence, a.evidence, a.activity_id as "activityId", ${wireTime("a.answered_at")} as at, ${linkJson("u")} as by, ${contactJson("c")} as contact
          from qualification_answer a join contact ac on ac.id = a.contact_id join contact c on c.id = ac.survivor_id left join app_user u on u.id = a.answered_by
          where a.superseded_at is null and a.contact_id in ${group} order by a.question, a.answered_at desc) a) as answers,
       (select jsonb_build_object('id', h.id, 'state', h.state, 'openedAt', ${wireTime("h.opened_at")}, 'firstAttemptAt', ${wireTime("h.first_attempt_at")}, 'closedAt', ${wireTime("h.closed_at")}, 'contact', ${contactJson("c")})
          from handoff h join contact hc on hc.id = h.contact_id join contact c on c.id = hc.survivor_id where h.id = o.handoff_id and ${handoffScope(principal, b)}) as handoff
     from opportunity o left join team t on t.id = o.team_id left join company y on y.id = o.company_id where o.id = ${id}`,
    b.params,
  );
  return { ...around, group: await nameCampaigns(sql, around.group) };
}

/** Says of each touch which campaign its mark belongs to, upper and lower case alike. */
async function nameCampaigns(sql: Sql, group: readonly UnnamedMember[]): Promise<GroupMember[]> {
  const marks = group.flatMap(({ firstTouch, lastTouch }) => [firstTouch, lastTouch].flatMap((touch) => (touch?.campaign ? [fold(touch.campaign)] : [])));
  const rows = marks.length === 0 ? [] : await sql.query<{ mark: string; name: string }>("select u.utm_folded as mark, c.name from campaign_utm u join campaign c on c.id = u.campaign_id where u.utm_folded = any($1)", [marks]);
  const names = new Map(rows.map(({ mark, name }) => [mark, name]));
  const named = (touch: UnnamedTouch | null) => touch && { ...touch, campaignName: touch.campaign === null ? null : (names.get(fold(touch.campaign)) ?? null) };
  return group.map((member) => ({ ...member, firstTouch: named(member.firstTouch), lastTouch: named(member.lastTouch) }));
}

export async function readGroup(sql: Sql, opportunityId: string): Promise<GroupMember[]> {
  const { group } = await sql.one<{ group: (UnnamedMember & { addedAt: unknown })[] }>(`select ${groupJson("$1")} as "group"`, [opportunityId]);
  return nameCampaigns(sql, group.map(({ addedAt: _, ...member }) => member));
}
