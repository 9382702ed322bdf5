import { claimHandoff, claimNext } from "@tandem/contract/handoff/acts";
import { atCapacity, handoffClosed, noSuchHandoff } from "@tandem/contract/handoff/parts";
import type { App } from "../../platform/app.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { assignHandoff } from "../../spine/assign-handoff.ts";
import type { HandoffState } from "../../spine/handoff-states.ts";
import { lockRoster } from "../../spine/roster.ts";
import { teamsOf } from "../../spine/row-scope.ts";
import type { Work } from "../../spine/work.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, queueEmpty] = claimNext.refusals;
const [, , , alreadyClaimed, notYourQueue] = claimHandoff.refusals;

export const claimHandoffRoute = handle(claimHandoff, (call, { params }) =>
  workOnHandoff(call, params.handoffId, (work, handoff) => claim(work, handoff, call.principal), { by: "sight" }),
);

/** Tries the leads of one's queues in the order of their clocks; one that somebody else takes meanwhile is passed over. */
export const claimNextRoute = handle(claimNext, async ({ app, principal }, { body }) => {
  const teams = teamsOf(principal).filter((id) => body.teamId === undefined || id === body.teamId);
  for (const id of await listUnclaimed(app, teams)) {
    const claimed = await tryClaim(app, principal, id);
    if (claimed) return claimed;
  }
  throw new Refusal(queueEmpty!);
});

const mostTried = 20;

async function listUnclaimed(app: App, teamIds: readonly string[]): Promise<string[]> {
  const rows = await app.db.query<{ id: string }>(
    `select h.id from handoff h left join lateral (select min(due_at) as due_at from clock k where k.handoff_id = h.id and k.stopped_at is null and k.state <> 'void') k on true
     where h.closed_at is null and h.assignee_id is null and h.team_id = any($1::uuid[]) order by k.due_at nulls last, h.opened_at, h.id limit ${mostTried}`,
    [teamIds],
  );
  return rows.map((row) => row.id);
}

async function tryClaim(app: App, principal: Principal, handoffId: string) {
  try {
    return await workOnHandoff({ app, principal }, handoffId, (work, handoff) => claim(work, handoff, principal), { by: "sight" });
  } catch (error) {
    if (error instanceof Refusal && [alreadyClaimed!.code, handoffClosed.code, noSuchHandoff.code].includes(error.kind.code)) return null;
    throw error;
  }
}

/** Under the lead's lock and then the teams', so that neither the lead nor the room is given twice. */
async function claim(work: Work, handoff: HandoffState, principal: Principal) {
  if (handoff.assigneeId === principal.userId) return { id: handoff.id, state: handoff.state };
  if (handoff.assigneeId !== null) throw new Refusal(alreadyClaimed!);
  if (!teamsOf(principal).includes(handoff.teamId)) throw new Refusal(notYourQueue!);
  const roster = await lockRoster(work);
  const limits = [...roster.teams.values()].map((team) => team.capacities.get(principal.userId)).filter((limit) => typeof limit === "number");
  const open = roster.people.get(principal.userId)?.openHandoffs ?? 0;
  if (limits.length > 0 && open >= Math.min(...limits)) throw new Refusal(atCapacity, `You hold ${open} of ${Math.min(...limits)} open leads. Settle one first.`);
  await assignHandoff(work, handoff, { userId: principal.userId }, { why: "claimed", notify: "claimed" });
  return { id: handoff.id, state: handoff.state };
}
