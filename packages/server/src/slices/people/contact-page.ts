import type { ContactPage, PointLine } from "@tandem/contract/people/contacts";
import { describeEngagementRule, describeFitRule } from "@tandem/domain/agreement/describe";
import type { FieldRef } from "@tandem/domain/criteria/criteria";
import { isoFromEpochDay, type EpochDay } from "@tandem/domain/kit/epoch-day";
import { explainScore, type EngagementLine, type FitLine, type GroupLine } from "@tandem/domain/scoring/explain";
import { scoreContact } from "@tandem/domain/scoring/score";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import type { InForce } from "../../spine/agreement-in-force.ts";
import { subjectOf, type CompanyState, type ContactState } from "../../spine/states.ts";
import { bound } from "../../platform/bound.ts";
import { handoffScope, opportunityScope } from "../../spine/row-scope.ts";
import type { ContactGroup } from "./contact-group.ts";
import { holderSql, nameOf } from "./contact-list.ts";

/** What surrounds a contact on its page, each read as JSON that already has the shape of the wire. */
export interface Surroundings {
  readonly name: string;
  readonly ownerName: string | null;
  readonly holder: ContactPage["holder"];
  readonly company: ContactPage["company"];
  readonly episodes: ContactPage["episodes"];
  readonly history: ContactPage["score"]["history"];
  readonly events: number;
  readonly openHandoff: ContactPage["openHandoff"];
  readonly opportunities: ContactPage["opportunities"];
  readonly answers: { question: string; answer: string; confidence: string; answeredAt: string; by: { id: string; name: string } | null }[];
  readonly identities: ContactPage["identities"];
  readonly merges: ContactPage["merges"];
  readonly duplicates: number;
}

/** Events are counted up to this many: a page says "1,000+" beyond. */
export const mostEventsCounted = 1_000;

/** Everything around a contact in one round trip. */
export async function loadSurroundings(sql: Sql, principal: Principal, group: ContactGroup): Promise<Surroundings> {
  const b = bound();
  const id = b.bind(group.survivorId);
  const members = `${b.bind([...group.memberIds])}::uuid[]`;
  const row = await sql.one<Record<string, never> & { name: { first_name: string | null; last_name: string | null; email: string | null } }>(
    `select
      (select jsonb_build_object('first_name', first_name, 'last_name', last_name, 'email', email) from contact where id = ${id}) as name,
      ${holderSql(id)} as holder,
      (select u.name from contact c join app_user u on u.id = c.owner_id where c.id = ${id}) as owner_name,
      (select jsonb_build_object('id', y.id, 'name', y.name, 'domain', y.domain, 'industry', y.industry, 'employees', y.employees, 'country', y.country, 'city', y.city,
         'peopleKnown', (select count(*) from (select from contact p where p.company_id = y.id and p.listed limit 1000) known))
       from contact c join company y on y.id = c.company_id where c.id = ${id}) as company,
      (select coalesce(jsonb_agg(to_jsonb(e) order by e.applied, e.id), '[]') from (
         select e.id, e.stage, ${wireTime("e.entered_at")} as "enteredAt", ${wireTime("e.left_at")} as "leftAt", e.cause, e.words, e.flag, e.history, ${link("u")} as by, e.agreement_version as "agreementVersion", e.applied
         from episode e left join app_user u on u.id = e.actor_id where e.contact_id = ${id} order by e.applied desc, e.id desc limit 200) e) as episodes,
      (select coalesce(jsonb_agg(to_jsonb(s) order by s.at), '[]') from (select ${wireTime("at")} as at, fit, engagement from score where contact_id = ${id} order by applied desc limit 30) s) as history,
      (select count(*)::int from (
         select from assignment a join event e on e.subject_id = a.subject_id and e.occurred_at >= a.from_at and e.occurred_at < a.to_at
         where a.contact_id = any(${members}) and a.retracted is null limit ${mostEventsCounted + 1}) counted) as events,
      (select jsonb_build_object('id', h.id, 'state', h.state, 'tier', h.tier, 'openedAt', ${wireTime("h.opened_at")}, 'assignee', ${link("u")}, 'team', jsonb_build_object('id', t.id, 'name', t.name),
         'dueAt', ${wireTime("k.due_at")}, 'clockState', k.state)
       from handoff h join team t on t.id = h.team_id left join app_user u on u.id = h.assignee_id
       left join lateral (select due_at, state from clock k where k.handoff_id = h.id and k.state in ('running', 'warning', 'breached') order by k.stopped_at is not null, k.due_at nulls last limit 1) k on true
       where h.contact_id = any(${members}) and h.closed_at is null and ${handoffScope(principal, b)} limit 1) as open_handoff,
      (select coalesce(jsonb_agg(to_jsonb(d) order by d.state = 'open' desc, d."stageSince" desc), '[]') from (
         select distinct on (o.id) o.id, o.name, o.stage, p.name as "stageName", p.position, (select count(*)::int from pipeline_stage) as stages, o.state, o.amount, o.currency,
           ${wireTime("o.stage_since")} as "stageSince", o.close_on as "closeOn", oc.role, ${link("u")} as owner
         from opportunity_contact oc join opportunity o on o.id = oc.opportunity_id join pipeline_stage p on p.key = o.stage left join app_user u on u.id = o.owner_id
         where oc.contact_id = any(${members}) and ${opportunityScope(principal, b)} order by o.id limit 50) d) as opportunities,
      (select coalesce(jsonb_agg(to_jsonb(q)), '[]') from (
         select distinct on (a.question) a.question, a.answer, a.confidence, ${wireTime("a.answered_at")} as "answeredAt", ${link("u")} as by
         from qualification_answer a left join app_user u on u.id = a.answered_by where a.contact_id = any(${members}) and a.superseded_at is null order by a.question, a.answered_at desc) q) as answers,
      (select coalesce(jsonb_agg(to_jsonb(i)), '[]') from (
         select s.id as "subjectId", s.kind, s.key, case when isfinite(a.from_at) then ${wireTime("a.from_at")} end as "from", case when isfinite(a.to_at) then ${wireTime("a.to_at")} end as "to", a.reason, a.contact_id as "contactId"
         from assignment a join subject s on s.id = a.subject_id where a.contact_id = any(${members}) and a.retracted is null order by s.kind desc, a.from_at desc limit 100) i) as identities,
      (select coalesce(jsonb_agg(to_jsonb(m) order by m.at desc), '[]') from (
         select m.id, ${contactLinkOf("f")} as "from", ${contactLinkOf("i")} as into, m.why, ${wireTime("m.merged_at")} as at, ${link("u")} as by, ${wireTime("m.undone_at")} as "undoneAt"
         from merge m join contact f on f.id = m.from_id join contact i on i.id = m.into_id left join app_user u on u.id = m.merged_by
         where m.from_id = any(${members}) or m.into_id = any(${members}) order by m.merged_at desc limit 50) m) as merges,
      (select count(*)::int from duplicate_proposal d join contact a on a.id = d.a_id join contact z on z.id = d.b_id
       where (d.a_id = ${id} or d.b_id = ${id}) and d.dismissed_at is null and a.survivor_id = a.id and z.survivor_id = z.id) as duplicates`,
    b.params,
  );
  const { name, owner_name, open_handoff, ...rest } = row as unknown as Surroundings & { name: Parameters<typeof nameOf>[0]; owner_name: string | null; open_handoff: ContactPage["openHandoff"] };
  return { ...rest, name: nameOf(name), ownerName: owner_name, openHandoff: open_handoff };
}

/** An instant as the wire writes it; null stays null. */
function wireTime(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
function link(alias: string): string {
  return `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) end`;
}
function contactLinkOf(alias: string): string {
  return `jsonb_build_object('id', ${alias}.id, 'email', ${alias}.email, 'createdAt', ${wireTime(`${alias}.created_at`)}, 'name', coalesce(nullif(trim(coalesce(${alias}.first_name, '') || ' ' || coalesce(${alias}.last_name, '')), ''), ${alias}.email, 'Unknown visitor'))`;
}

/** The score computed anew for today with every point opened; it equals the sum of its lines. */
export function explainedScore(inForce: InForce, contact: ContactState, company: CompanyState | null, today: EpochDay): Omit<ContactPage["score"], "history"> {
  const subject = subjectOf(contact, company);
  const { fit, grade, engagement } = scoreContact(inForce.compiled, subject, today);
  const explanation = explainScore(inForce.compiled, subject, today);
  return {
    fit,
    grade,
    engagement,
    day: isoFromEpochDay(today),
    agreementVersion: inForce.version,
    gradeFrom: inForce.compiled.gradeFrom,
    qualifiesFrom: inForce.compiled.grid[grade],
    fitLines: explanation.fit.map((line) => lineOf(line, inForce)),
    engagementLines: explanation.engagement.map((line) => lineOf(line, inForce)),
  };
}

function lineOf(line: FitLine | EngagementLine | GroupLine, inForce: InForce): PointLine {
  if (line.kind === "group-cap") return { kind: "group-cap", key: line.group, name: line.name, points: line.points, words: null, signal: null, days: [], takenByCap: 0 };
  const engagement = "signal" in line ? line : null;
  return {
    kind: "rule",
    key: line.rule,
    name: line.name,
    points: line.points,
    words: ruleWords(inForce, line.rule, engagement !== null),
    signal: engagement?.signal ?? null,
    days: engagement?.days.map((d) => ({ ...d, day: isoFromEpochDay(d.day) })) ?? [],
    takenByCap: engagement?.takenByCap ?? 0,
  };
}

/** The rule as its signatories read it. */
function ruleWords({ agreement, fields }: InForce, key: string, engagement: boolean): string | null {
  if (engagement) {
    const rule = agreement.engagement.rules.find((one) => one.key === key);
    return rule ? describeEngagementRule(rule, agreement) : null;
  }
  const rule = agreement.fit.rules.find((one) => one.key === key);
  return rule ? describeFitRule(rule, { field: (ref: FieldRef) => fields.get(ref) ?? null }) : null;
}
