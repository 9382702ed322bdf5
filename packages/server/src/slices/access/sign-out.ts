import { signOut, signOutEverywhere } from "@tandem/contract/access/sign-in";
import { handle } from "../../platform/http/route.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { requireSession } from "./require-session.ts";
import { digestOf } from "./secret.ts";
import { clearCookie, endSessions, tokenOf } from "./session.ts";

export const signOutRoute = handle(signOut, async ({ app, request, reply }) => {
  const token = tokenOf(request);
  if (token) await app.db.query("delete from session where token_hash = $1", [digestOf(token)]);
  clearCookie(app, reply);
  return null;
});

export const signOutEverywhereRoute = handle(signOutEverywhere, async ({ app, principal, reply }) => {
  requireSession(principal);
  const ended = await app.db.transaction(async (tx) => {
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "access.signed-out-everywhere", entityKind: "user", entityId: principal.userId }]);
    return endSessions(tx, principal.userId);
  });
  clearCookie(app, reply);
  return { ended };
});
