import type { Reaction } from "../../platform/facts.ts";
import { engine } from "../../spine/actor.ts";
import { assignHandoff } from "../../spine/assign-handoff.ts";
import { lockHandoffs } from "../../spine/handoffs.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";

/** Whoever leaves, leaves no lead behind: open ones go where routing says now. */
export const onUserDeactivated: Reaction = {
  name: "handoff.reroute-of-deactivated",
  kinds: ["user.deactivated"],
  async handle(app, tx, facts) {
    const userIds = facts.map((fact) => fact.subject?.id).filter((id) => id !== undefined);
    const rows = await tx.query<{ id: string }>("select h.id from handoff h join app_user u on u.id = h.assignee_id where h.assignee_id = any($1::uuid[]) and h.closed_at is null and not u.active order by h.opened_at", [userIds]);
    if (rows.length === 0) return;
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
    for (const handoff of await lockHandoffs(work, rows.map((row) => row.id))) {
      if (handoff.closedAt === null && handoff.assigneeId !== null && userIds.includes(handoff.assigneeId)) await assignHandoff(work, handoff, "route", { why: "its owner left" });
    }
    await settle(work);
  },
};
