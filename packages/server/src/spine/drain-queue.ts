import { assignHandoff } from "./assign-handoff.ts";
import { lockHandoffs } from "./handoffs.ts";
import { loadRoster } from "./roster.ts";
import type { Work } from "./work.ts";

/** Why a lead lies in a queue when a person put it there: such a lead waits for somebody to claim it. */
export const returnedToQueue = "returned to the queue";

const mostDrained = 50;

/**
 * Gives out what waits in the teams' queues only because nobody was free, of each team the clock that runs out first at
 * the front. Leads that a rule or a person put there stay. Answers how many found somebody. All queues at once: giving out
 * locks the teams, and contacts are locked before teams everywhere.
 */
export async function drainQueues(work: Work, teamIds: readonly string[]): Promise<number> {
  const waiting = await work.tx.query<{ id: string }>(
    `select w.id from unnest($1::uuid[]) with ordinality q(team_id, place)
     cross join lateral (
       select h.id, k.due_at, h.opened_at from handoff h
       join lateral (select why from handoff_assignment a where a.handoff_id = h.id order by at desc, id desc limit 1) last on true
       left join lateral (select min(due_at) as due_at from clock k where k.handoff_id = h.id and k.stopped_at is null and k.state <> 'void') k on true
       where h.team_id = q.team_id and h.closed_at is null and h.assignee_id is null and h.trace -> -1 ->> 'why' = 'nobody-free' and last.why <> $2
       order by k.due_at nulls last, h.opened_at limit ${mostDrained}) w
     order by q.place, w.due_at nulls last, w.opened_at`,
    [teamIds, returnedToQueue],
  );
  if (waiting.length === 0) return 0;
  const byId = new Map((await lockHandoffs(work, waiting.map((row) => row.id))).map((handoff) => [handoff.id, handoff]));
  await loadRoster(work);
  let given = 0;
  for (const { id } of waiting) {
    const handoff = byId.get(id);
    // Claimed or settled while we waited for its lock.
    if (!handoff || handoff.closedAt !== null || handoff.assigneeId !== null) continue;
    await assignHandoff(work, handoff, "route", { why: "somebody came free" });
    if (byId.get(id)!.assigneeId !== null) given += 1;
  }
  return given;
}
