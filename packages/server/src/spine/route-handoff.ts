import type { CriteriaSubject } from "@tandem/domain/criteria/subject";
import { compileCriteria } from "@tandem/domain/criteria/evaluate";
import type { Criteria } from "@tandem/domain/criteria/criteria";
import { route, type OwnerOf, type RouteStep, type RoutingRule, type RoutingTarget } from "@tandem/domain/routing/route";
import type { RoutingTarget as AgreedTarget } from "@tandem/domain/agreement/agreement";
import { rotationsOf, routingPeople } from "./roster.ts";
import type { Roster } from "./roster-states.ts";
import type { ContactState } from "./states.ts";
import type { Work } from "./work.ts";

export interface RoutingQuestion {
  readonly subject: CriteriaSubject;
  readonly owners: Readonly<Partial<Record<OwnerOf, string | null>>>;
  readonly rejectedBy: ReadonlySet<string>;
  /** Never these: the silent owner a lead is taken from. */
  readonly exclude: readonly string[];
}

export interface RoutingAnswer {
  readonly assigneeId: string | null;
  readonly teamId: string;
  readonly rule: string | null;
  readonly trace: readonly RouteStep[];
}

/** Routes one lead by the agreed rules and counts it in, so that the next lead of the same command sees it. */
export function routeHandoff(work: Work, roster: Roster, question: RoutingQuestion): RoutingAnswer {
  const { routing } = work.inForce.agreement;
  const rules = routing.rules.map((rule): RoutingRule => ({ key: rule.key, name: rule.name, matches: testOf(work, rule.when)(question.subject, work.today), target: targetOf(roster, rule.to) ?? { kind: "queue", teamId: fallbackOf(work, roster) } }));
  const fallback = fallbackOf(work, roster);
  const decision = route({ owners: question.owners, rules, people: routingPeople(roster, question.rejectedBy), teams: [...roster.teams.values()], rotations: rotationsOf(roster), fallback: { teamId: fallback }, exclude: question.exclude });
  if (decision.rotation) Object.assign(roster.teams.get(decision.rotation.teamId)!, { rotation: decision.rotation.state, rotated: true });
  if (decision.assignee.kind === "queue") return { assigneeId: null, teamId: decision.assignee.teamId, rule: decision.ruleKey, trace: decision.trace };
  const person = roster.people.get(decision.assignee.userId)!;
  person.openHandoffs += 1;
  person.weekHandoffs += 1;
  return { assigneeId: person.userId, teamId: teamOf(roster, person.userId, rules.find((r) => r.key === decision.ruleKey)?.target) ?? fallback, rule: decision.ruleKey, trace: decision.trace };
}

const tests = new WeakMap<Criteria, ReturnType<typeof compileCriteria>>();
const always = () => true;

/** A rule's criteria compiled once; agreements are kept, so their trees are too. */
function testOf(work: Work, when: Criteria | undefined): (subject: CriteriaSubject, today: number) => boolean {
  if (when === undefined) return always;
  let test = tests.get(when);
  if (!test) tests.set(when, (test = compileCriteria(when, (ref) => work.inForce.fields.get(ref)?.type ?? null)));
  return test;
}

function targetOf(roster: Roster, target: AgreedTarget): RoutingTarget | null {
  if ("user" in target) {
    const person = [...roster.people.values()].find((p) => p.email === target.user || p.userId === target.user);
    return person ? { kind: "user", userId: person.userId } : null;
  }
  const team = roster.teamByKey.get("queue" in target ? target.queue : target.team);
  if (!team) return null;
  return "queue" in target ? { kind: "queue", teamId: team.teamId } : { kind: "team", teamId: team.teamId, method: target.by };
}

/** The team of the routing rule where the person is in it, else the first team they receive leads in. */
function teamOf(roster: Roster, userId: string, target: RoutingTarget | undefined): string | null {
  if (target && target.kind !== "user") return target.teamId;
  return [...roster.teams.values()].find((t) => t.receiverIds.includes(userId))?.teamId ?? null;
}

/** The queue that always exists: the agreed team's, or, should nobody have made that team yet, the first one's. */
function fallbackOf(work: Work, roster: Roster): string {
  const team = roster.teamByKey.get(work.inForce.agreement.routing.fallbackTeam) ?? [...roster.teams.values()].sort((a, b) => (a.key < b.key ? -1 : 1))[0];
  if (!team) throw new Error("There is no team to hand leads to: make one under Settings, Teams.");
  return team.teamId;
}

/** Who already owns the contact, its company or an open opportunity there: they come before any rule. */
export async function ownersOf(work: Work, contacts: readonly ContactState[]): Promise<Map<string, Partial<Record<OwnerOf, string | null>>>> {
  const companyIds = [...new Set(contacts.map((c) => c.companyId).filter((id) => id !== null))];
  const open =
    companyIds.length === 0
      ? []
      : await work.tx.query<{ company_id: string; owner_id: string }>(
          { name: "deal-owners", text: "select distinct on (company_id) company_id, owner_id from opportunity where state = 'open' and owner_id is not null and company_id = any($1) order by company_id, created_at desc" },
          [companyIds],
        );
  const dealOwner = new Map(open.map((o) => [o.company_id, o.owner_id]));
  return new Map(
    contacts.map((c) => [
      c.id,
      { contact: c.ownerId, company: c.companyId === null ? null : (work.companies.get(c.companyId)?.ownerId ?? null), opportunity: c.companyId === null ? null : (dealOwner.get(c.companyId) ?? null) },
    ]),
  );
}

/** Who has rejected each of these leads before, or one merged into it: routing passes them by. */
export async function rejectersOf(work: Work, contacts: readonly ContactState[]): Promise<Map<string, Set<string>>> {
  const rows = await work.tx.query<{ contact_id: string; user_ids: string[] }>(
    {
      name: "rejecters",
      text: `select q.id as contact_id, array_agg(distinct h.closed_by) as user_ids from unnest($1::uuid[]) q(id)
             join contact c on c.survivor_id = q.id join handoff h on h.contact_id = c.id
             where h.state in ('rejected-nurture', 'rejected-unqualified') and h.closed_by is not null group by 1`,
    },
    [contacts.map((contact) => contact.id)],
  );
  return new Map(rows.map((row) => [row.contact_id, new Set(row.user_ids)]));
}
