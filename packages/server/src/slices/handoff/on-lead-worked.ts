import type { Reaction } from "../../platform/facts.ts";

/** The clock that the notice names still wants something of somebody. */
const clockStands = "(select h.closed_at is null and c.state in ('running', 'warning', 'breached', 'paused') from clock c where c.handoff_id = h.id and starts_with(n.cause, 'clock ' || c.id))";

/**
 * What was told of a lead asks for something: that a queue be looked at, a lead be tried, a clock be met. Once that is
 * done, by whoever did it, there is nothing left to read: the count at the bell is of what still stands.
 */
export const onLeadWorked: Reaction = {
  name: "handoff.settle-notices",
  kinds: ["handoff.attempted", "handoff.accepted", "handoff.assigned", "handoff.closed", "clock.excused"],
  async handle(app, tx, facts) {
    const settled = await tx.query<{ user_id: string }>(
      `with settled as (
         update notification n set read_at = $2 from handoff h
         where h.id = any($1::uuid[]) and n.link = '/inbox/' || h.id and n.read_at is null and case n.kind
           when 'handoff.queued' then h.assignee_id is not null or h.closed_at is not null
           when 'handoff.assigned' then coalesce(h.first_attempt_at, h.accepted_at, h.closed_at) is not null or h.assignee_id is distinct from n.user_id
           when 'clock.warned' then h.assignee_id is distinct from n.user_id or ${clockStands} is not true
           when 'clock.breached' then ${clockStands} is not true
           when 'clock.escalated' then ${clockStands} is not true
           else false end
         returning n.user_id)
       select distinct user_id from settled`,
      [[...new Set(facts.map((fact) => fact.subject!.id))], app.clock.now()],
    );
    if (settled.length > 0) app.live.publish(tx, settled.map((row) => `user:${row.user_id}` as const), { kind: "notification.read", data: {} });
  },
};
