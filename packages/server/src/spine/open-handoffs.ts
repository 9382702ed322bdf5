import type { CriteriaSubject } from "@tandem/domain/criteria/subject";
import { whyByItself } from "@tandem/domain/handoff/by-itself";
import { whyNow, type HandoffPackage } from "@tandem/domain/handoff/package";
import type { EpochDay } from "@tandem/domain/kit/epoch-day";
import { explainScore } from "@tandem/domain/scoring/explain";
import { tierOf, type Score } from "@tandem/domain/scoring/score";
import { startClocks } from "./clocks.ts";
import type { HandoffState } from "./handoff-states.ts";
import { notifyAssignment } from "./notify.ts";
import { ownersOf, rejectersOf, routeHandoff } from "./route-handoff.ts";
import { loadRoster, lockRoster } from "./roster.ts";
import { savePeople } from "./settle.ts";
import { fieldOf, subjectOf, type ContactState } from "./states.ts";
import { tell, type Work } from "./work.ts";

/** A contact that just became an MQL, with the score that made it one. */
export interface Qualified {
  readonly contact: ContactState;
  readonly score: Score;
  readonly subject: CriteriaSubject;
  /** When the event that qualified it was received. */
  readonly capturedAt: Date;
  /** What made it one where nobody did anything new: the days that passed since it was last scored, or another version. */
  readonly byItself: { readonly since: EpochDay } | "agreement" | null;
}

/** Hands MQLs over: package, assignee by routing, clocks, and the people concerned told; all with the stage move that caused it. */
export async function openHandoffs(work: Work, qualified: readonly Qualified[]): Promise<void> {
  if (qualified.length === 0) return;
  const contacts = qualified.map((q) => q.contact);
  await loadRoster(work);
  const asked = Promise.all([lockRoster(work), ownersOf(work, contacts), rejectersOf(work, contacts), loadAround(work, contacts)]);
  asked.catch(() => undefined);
  // Behind the questions: it is written while their answers are thought over.
  savePeople(work);
  const [roster, owners, rejecters, around] = await asked;
  for (const one of qualified) {
    const { contact, score, subject } = one;
    const tier = tierOf(work.inForce.compiled, subject, work.today);
    const decision = routeHandoff(work, roster, { subject, owners: owners.get(contact.id) ?? {}, rejectedBy: rejecters.get(contact.id) ?? new Set(), exclude: [] });
    const handoff: HandoffState = {
      id: work.app.ids.next(), contactId: contact.id, episodeId: contact.episodeId!, agreementVersion: work.inForce.version, tier, lane: score.lane, state: "open",
      assigneeId: decision.assigneeId, teamId: decision.teamId, rule: decision.rule, trace: decision.trace,
      capturedAt: one.capturedAt, scoredAt: work.at, openedAt: work.at, assignedAt: decision.assigneeId === null ? null : work.at, notifiedAt: decision.assigneeId === null ? null : work.app.clock.now(), seenAt: null,
      firstAttemptAt: null, firstConversationAt: null, acceptedAt: null, closedAt: null, closedBy: null, reason: null, words: null,
      fit: score.fit, grade: score.grade, engagement: score.engagement, version: 0, isNew: true, isDirty: true,
    };
    work.handoffs.set(handoff.id, handoff);
    contact.openHandoffId = handoff.id;
    work.assignments.push({ id: work.app.ids.next(), handoffId: handoff.id, assigneeId: handoff.assigneeId, teamId: handoff.teamId, at: work.at, why: decision.rule ?? "owner" });
    work.packages.push({ handoffId: handoff.id, package: packageOf(work, one, around) });
    startClocks(work, roster, handoff);
    notifyAssignment(work, roster, handoff, contact, "new");
    const payload = { handoffId: handoff.id, version: work.inForce.version, tier, by: score.by, lane: score.lane };
    work.facts.push(
      { kind: "lead.qualified", at: work.at, subject: { kind: "contact", id: contact.id }, payload },
      { kind: "handoff.opened", at: work.at, subject: { kind: "handoff", id: handoff.id }, payload: { ...payload, contactId: contact.id, assigneeId: handoff.assigneeId, teamId: handoff.teamId } },
    );
    work.audit.push({ at: work.at, actor: work.actor, act: "handoff.opened", entityKind: "handoff", entityId: handoff.id, summary: { ...payload, assigneeId: handoff.assigneeId, teamId: handoff.teamId } });
    tell(work, handoff.assigneeId === null ? [`team:${handoff.teamId}`, "everyone"] : [`user:${handoff.assigneeId}`, `team:${handoff.teamId}`, "everyone"], "handoff.changed", handoff.id);
  }
}

interface Around {
  readonly recent: ReadonlyMap<string, HandoffPackage["recent"]>;
  readonly campaigns: ReadonlyMap<string, readonly string[]>;
  readonly colleagues: ReadonlyMap<string, { id: string; name: string; title: string | null }[]>;
}

const recentEvents = 12;
const mostColleagues = 6;

interface AroundRow {
  readonly recent: { contact_id: string; at: string; signal: number; detail: string | null }[];
  readonly campaigns: { contact_id: string; names: string[] }[];
  readonly colleagues: { company_id: string; id: string; name: string; title: string | null }[];
}

/** Who is new is not among the contacts yet. The laterals hold the planner to a look-up a contact: with few rows yet it would read whole tables, and keep to that plan as they grow. */
const aroundText = `select
  (select coalesce(jsonb_agg(r), '[]') from (
    select q.id as contact_id, e.occurred_at as at, e.revision_id as signal, e.detail from unnest($1::uuid[]) q(id) cross join lateral (
      select s.occurred_at, s.revision_id, coalesce(ev.payload->'context'->'page'->>'path', ev.payload->'properties'->>'path', ev.payload->'properties'->>'title') as detail
      from (select id from contact where survivor_id = q.id union select q.id) c
      cross join lateral (select subject_id, from_at, to_at from assignment where contact_id = c.id and retracted is null offset 0) a
      join signal s on s.subject_id = a.subject_id and s.occurred_at >= a.from_at and s.occurred_at < a.to_at and s.quarantined is null
      join event ev on ev.subject_id = s.subject_id and ev.id = s.event_id
      order by s.occurred_at desc limit ${recentEvents}) e order by q.id, e.occurred_at desc) r) as recent,
  (select coalesce(jsonb_agg(n), '[]') from (
    select q.id as contact_id, array_agg(distinct coalesce(g.name, t.campaign)) as names from unnest($1::uuid[]) q(id) cross join lateral (
      select t.campaign, t.campaign_folded from (select id from contact where survivor_id = q.id union select q.id) c
      cross join lateral (select subject_id, from_at, to_at from assignment where contact_id = c.id and retracted is null offset 0) a
      join touch t on t.subject_id = a.subject_id and t.at >= a.from_at and t.at < a.to_at and t.campaign is not null
      offset 0) t
    left join campaign_utm u on u.utm_folded = t.campaign_folded left join campaign g on g.id = u.campaign_id group by 1) n) as campaigns,
  (select coalesce(jsonb_agg(k), '[]') from (
    select q.id as company_id, p.id, p.name, p.title from unnest($2::uuid[]) q(id) cross join lateral (
      select id, coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email, 'Unnamed') as name, title, engagement from contact
      where company_id = q.id and identified_at is not null and survivor_id = contact.id order by engagement desc limit ${mostColleagues + 1}) p order by q.id, p.engagement desc) k) as colleagues`;

/** What a package tells beside the score, for all MQLs of the batch at once, in one round trip. */
async function loadAround(work: Work, contacts: readonly ContactState[]): Promise<Around> {
  const ids = contacts.map((c) => c.id);
  const companyIds = [...new Set(contacts.map((c) => c.companyId).filter((id) => id !== null))];
  const [around] = await work.tx.query<AroundRow>({ name: "around-handoffs", text: aroundText }, [ids, companyIds]);
  const { recent, campaigns, colleagues } = around!;
  const { signalOf, agreement } = work.inForce;
  const names = new Map(agreement.signals.map((s) => [s.key, s.name]));
  return {
    recent: new Map(ids.map((id) => [id, recent.filter((r) => r.contact_id === id).map((r) => ({ at: new Date(r.at).toISOString(), name: names.get(signalOf.get(r.signal) ?? "") ?? "Earlier signal", detail: r.detail }))])),
    campaigns: new Map(campaigns.map((c) => [c.contact_id, c.names])),
    colleagues: new Map(contacts.map((c) => [c.id, colleagues.filter((p) => p.company_id === c.companyId && p.id !== c.id).slice(0, mostColleagues).map(({ id, name, title }) => ({ id, name, title }))])),
  };
}

function packageOf(work: Work, { contact, score, byItself }: Qualified, around: Around): HandoffPackage {
  const company = contact.companyId === null ? null : (work.companies.get(contact.companyId) ?? null);
  const linesOn = (day: EpochDay) => explainScore(work.inForce.compiled, subjectOf(contact, company), day);
  const lines = linesOn(work.today);
  const colleagues = around.colleagues.get(contact.id) ?? [];
  const lane = work.inForce.agreement.mql.fastLanes.find((l) => l.key === score.lane) ?? null;
  const name = typeof contact.values["first_name"] === "string" ? contact.values["first_name"] : "This lead";
  const why = byItself === null ? "" : byItself === "agreement" ? `Nothing new was done: they qualify by version ${work.inForce.version} of the agreement.` : whyByItself(linesOn(byItself.since), lines);
  const touchOf = (touch: ContactState["firstTouch"]) => touch && { at: touch.at, channel: touch.channel, source: touch.source, campaign: touch.campaign };
  return {
    contact: { ...contact.values, ...contact.custom },
    company: company && { id: company.id, ...company.values, ...company.custom },
    fit: { points: score.fit, grade: score.grade, lines: lines.fit },
    engagement: { points: score.engagement, lines: lines.engagement },
    qualifiedBy: { kind: score.by ?? "grid", lane: lane?.name ?? null },
    whyNow: whyNow({ name, lane, engagement: lines.engagement, fit: lines.fit, grade: score.grade, colleagues: colleagues.length, byItself: why }),
    firstTouch: touchOf(contact.firstTouch),
    lastTouch: touchOf(contact.lastTouch),
    recent: around.recent.get(contact.id) ?? [],
    campaigns: around.campaigns.get(contact.id) ?? [],
    colleagues: colleagues.slice(0, 5),
    missing: work.inForce.agreement.packageRequires.filter((ref) => fieldOf(contact, company, ref) === null),
  };
}
