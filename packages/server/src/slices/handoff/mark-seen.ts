import { markSeen } from "@tandem/contract/handoff/handoff";
import { noSuchHandoff } from "@tandem/contract/handoff/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { scopeParams, scopeSql } from "./row-scope.ts";

/** A segment of speed to lead: when the assignee had it before their eyes. What the reader was told of it is read with it. One statement, because it happens at every opening. */
export const markSeenRoute = handle(markSeen, async ({ app, principal }, { params }) => {
  const row = await app.db.find<{ seen_at: Date | null }>(
    `with seen as (update handoff set seen_at = $2 where id = $1 and assignee_id = $4 and seen_at is null and closed_at is null returning seen_at),
       read as (update notification set read_at = $2 where link = '/inbox/' || $1 and user_id = $4 and read_at is null)
     select coalesce((select seen_at from seen), h.seen_at) as seen_at from handoff h where h.id = $1 and ${scopeSql(3)}`,
    [params.handoffId, app.clock.now(), ...scopeParams(principal)],
  );
  if (!row) throw new Refusal(noSuchHandoff);
  return { seenAt: row.seen_at?.toISOString() ?? null };
});
