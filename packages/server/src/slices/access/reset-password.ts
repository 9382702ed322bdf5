import { resetPassword, userInactive } from "@tandem/contract/access/users";
import { notFound } from "@tandem/contract/access/words";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { makeLink } from "./invitation.ts";
import { requireSession } from "./require-session.ts";
import { endSessions } from "./session.ts";

export const resetPasswordRoute = handle(resetPassword, async ({ app, principal }, { params }) => {
  requireSession(principal);
  const at = app.clock.now();
  return app.db.transaction(async (tx) => {
    const user = await tx.find<{ id: string; name: string; email: string; active: boolean; invited: boolean }>(
      "select id, name, email, active, password_hash is null as invited from app_user where id = $1 for update",
      [params.id],
    );
    if (!user) throw new Refusal(notFound);
    if (!user.active) throw new Refusal(userInactive);
    // Who asks for this may fear that somebody else is in.
    await endSessions(tx, user.id);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.password-reset", entityKind: "user", entityId: user.id }]);
    return makeLink(app, tx, user, user.invited ? "invitation" : "password-reset", principal.userId);
  });
});
