import { listAssignees, listReceivers, reassignHandoff, reassignHandoffs } from "@tandem/contract/handoff/acts";
import type { ParsedInputOf } from "@tandem/contract/operation";
import type { App } from "../../platform/app.ts";
import { handle, type Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { assignHandoff } from "../../spine/assign-handoff.ts";
import { returnedToQueue } from "../../spine/drain-queue.ts";
import type { HandoffState } from "../../spine/handoff-states.ts";
import { loadRoster } from "../../spine/roster.ts";
import type { Roster } from "../../spine/roster-states.ts";
import { teamsOf } from "../../spine/row-scope.ts";
import { noSuchHandoff, notYours } from "@tandem/contract/handoff/parts";
import { managesHandoff, scopeParams, scopeSql } from "./row-scope.ts";
import { severally } from "./severally.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , notInTeams, onlyToQueue, notActive] = reassignHandoff.refusals;

export const reassignHandoffRoute = handle(reassignHandoff, (call, { params, body }) => reassign(call, params.handoffId, body));

/** Several to the same: each lead is judged by itself. */
export const reassignHandoffsRoute = handle(reassignHandoffs, (call, { body: { ids, ...body } }) => severally(ids, (id) => reassign(call, id, body)));

function reassign(call: Call, handoffId: string, body: ParsedInputOf<typeof reassignHandoff>["body"]) {
  return workOnHandoff(call, handoffId, async (work, handoff) => {
    const roster = await loadRoster(work);
    checkTarget(roster, call.principal, handoff, body.to);
    const why = "teamId" in body.to ? returnedToQueue : "handed over";
    await assignHandoff(work, handoff, body.to, { why });
    // What a person wrote stands beside the act, not in facts and audit.
    await work.tx.query("insert into activity (id, kind, contact_id, handoff_id, at, recorded_at, by_id, body) values ($1, 'note', $2, $3, $4, $4, $5, $6)", [work.app.ids.next(), work.contacts.get(handoff.contactId)!.id, handoff.id, work.at, call.principal.userId, body.why]);
    return { id: handoff.id, state: handoff.state };
  });
}

function checkTarget(roster: Roster, principal: Principal, handoff: HandoffState, to: { userId: string } | { teamId: string }): void {
  const asManager = managesHandoff(principal, handoff);
  if ("teamId" in to) {
    if (!(asManager ? [...principal.managedTeamIds, ...principal.teamIds] : principal.teamIds).includes(to.teamId)) throw new Refusal(notInTeams!);
    return;
  }
  if (!asManager) throw new Refusal(onlyToQueue!);
  const person = roster.people.get(to.userId);
  const isMember = principal.managedTeamIds.some((id) => roster.teams.get(id)?.receiverIds.includes(to.userId));
  if (!person || !isMember) throw new Refusal(notInTeams!);
  if (!person.active) throw new Refusal(notActive!);
}

interface AssigneeRow {
  people: { id: string; name: string; open: number; capacity: number | null; awayUntil: string | null; rejectedThisLead: boolean }[];
  queues: { id: string; name: string; unclaimed: number }[];
}

export const listAssigneesRoute = handle(listAssignees, async ({ app, principal }, { params }) => {
  const handoff = await app.db.find<{ contactId: string; assigneeId: string | null; teamId: string }>(
    `select contact_id as "contactId", assignee_id as "assigneeId", team_id as "teamId" from handoff h where id = $1 and ${scopeSql(2)}`,
    [params.handoffId, ...scopeParams(principal)],
  );
  if (!handoff) throw new Refusal(noSuchHandoff);
  const asManager = managesHandoff(principal, handoff);
  if (!asManager && handoff.assigneeId !== principal.userId) throw new Refusal(notYours);
  return loadAssignees(app, { asManager, principal, contactId: handoff.contactId, but: handoff.assigneeId });
});

export const listReceiversRoute = handle(listReceivers, async ({ app, principal }) => {
  const { people, queues } = await loadAssignees(app, { asManager: principal.role === "sales-manager", principal, contactId: null, but: null });
  return { people: people.map(({ rejectedThisLead: _, ...person }) => person), queues };
});

interface Asked {
  readonly asManager: boolean;
  readonly principal: Principal;
  /** The lead's person; null asks in general. */
  readonly contactId: string | null;
  /** Who holds it already. */
  readonly but: string | null;
}

/** Managers give to people of their teams and to all their queues, reps to the queues of their teams. */
function loadAssignees({ db, clock }: App, { asManager, principal, contactId, but }: Asked): Promise<AssigneeRow> {
  return db.one<AssigneeRow>(
    `select
      (select coalesce(jsonb_agg(to_jsonb(p) order by p.name), '[]') from (
        select u.id, u.name, (select count(*)::int from handoff h where h.assignee_id = u.id and h.closed_at is null) as open, min(m.capacity) as capacity,
          (select to_char(max(to_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from absence a where a.user_id = u.id and a.from_at <= $1 and a.to_at > $1) as "awayUntil",
          exists (select from handoff h where h.contact_id = $3::uuid and h.closed_by = u.id and h.state like 'rejected%') as "rejectedThisLead"
        from app_user u join team_member m on m.user_id = u.id where u.active and m.receives and m.team_id = any($2::uuid[]) and u.id is distinct from $4::uuid group by u.id) p) as people,
      (select coalesce(jsonb_agg(to_jsonb(q) order by q.name), '[]') from (
        select t.id, t.name, (select count(*)::int from handoff h where h.team_id = t.id and h.closed_at is null and h.assignee_id is null) as unclaimed
        from team t where t.side = 'sales' and t.id = any($5::uuid[])) q) as queues`,
    [clock.now(), asManager ? [...principal.managedTeamIds] : [], contactId, but, asManager ? teamsOf(principal) : [...principal.teamIds]],
  );
}
