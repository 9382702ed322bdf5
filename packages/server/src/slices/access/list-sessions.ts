import { listSessions } from "@tandem/contract/access/me";
import { handle } from "../../platform/http/route.ts";
import { digestOf } from "./secret.ts";
import { tokenOf } from "./session.ts";

export const listSessionsRoute = handle(listSessions, async ({ app, principal, request }) => {
  const token = tokenOf(request);
  const rows = await app.db.query<{ created_at: Date; last_seen_at: Date; user_agent: string | null; address: string | null; current: boolean }>(
    "select created_at, last_seen_at, user_agent, address, token_hash is not distinct from $2 as current from session where user_id = $1 and expires_at > $3 order by last_seen_at desc limit 100",
    [principal.userId, token ? digestOf(token) : null, app.clock.now()],
  );
  return {
    rows: rows.map((row) => ({ createdAt: row.created_at.toISOString(), lastSeenAt: row.last_seen_at.toISOString(), userAgent: row.user_agent, address: row.address, current: row.current })),
  };
});
