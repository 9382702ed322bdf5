import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import type { Reaction } from "../../platform/facts.ts";
import { setTimers, type TimerHandler } from "../../platform/timers.ts";
import { engine } from "../../spine/actor.ts";
import { drainQueues } from "../../spine/drain-queue.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";

/**
 * When somebody may have come free (a lead settled or handed on, an absence over, a capacity raised), queues whose leads
 * only waited for that drain by themselves. Whose absence ends later rings then.
 */
export const onRoomMade: Reaction = {
  name: "handoff.drain-queues",
  kinds: ["handoff.opened", "handoff.closed", "handoff.assigned", "absence.changed", "calendar.changed", "team.changed", "user.activated"],
  handle: (app, tx) => drainAll(app, tx),
};

export const drainTimer: TimerHandler = { kind: "queue-drain", handle: (app, tx) => drainAll(app, tx) };

async function drainAll(app: App, tx: Transaction): Promise<void> {
  const at = app.clock.now();
  // Seen without locks first: mostly nothing waits, or nobody is free, and then nothing is locked.
  const teams = await tx.query<{ team_id: string; has_free: boolean; back_at: Date | null }>(
    `select w.team_id,
       exists (select from team_member m join app_user u on u.id = m.user_id
         where m.team_id = w.team_id and m.receives and u.active
           and not exists (select from absence a where a.user_id = u.id and a.from_at <= $1 and a.to_at > $1)
           and (select count(*) from handoff h where h.assignee_id = u.id and h.closed_at is null) < coalesce((select min(capacity) from team_member c where c.user_id = u.id), 2147483647)) as has_free,
       (select min(a.to_at) from absence a join team_member m on m.user_id = a.user_id where m.team_id = w.team_id and m.receives and a.from_at <= $1 and a.to_at > $1) as back_at
     from (select distinct team_id from handoff where closed_at is null and assignee_id is null and trace -> -1 ->> 'why' = 'nobody-free') w order by 1`,
    [at],
  );
  if (teams.length === 0) return;
  const free = teams.filter((team) => team.has_free).map((team) => team.team_id);
  if (free.length > 0) {
    const work = await beginWork(app, tx, { at, actor: engine });
    await drainQueues(work, free);
    await settle(work);
  }
  await setTimers(tx, teams.flatMap(({ team_id, back_at }) => (back_at ? [{ kind: "queue-drain", key: team_id, dueAt: back_at }] : [])));
}
