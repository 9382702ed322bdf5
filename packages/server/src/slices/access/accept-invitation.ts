import { acceptInvitation, invitationOver, readInvitation } from "@tandem/contract/access/sign-in";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { recordAudit } from "../../spine/audit.ts";
import { findInvited, takeInvitation } from "./invitation.ts";
import { hashPassword } from "./password.ts";
import { endSessions, startSession } from "./session.ts";

export const readInvitationRoute = handle(readInvitation, async ({ app }, { body }) => {
  const found = await findInvited(app.db, body.token, app.clock.now());
  if (!found) throw new Refusal(invitationOver);
  const { name } = await app.db.one<{ name: string }>("select name from workspace");
  return { name: found.name, email: found.email, workspaceName: name, purpose: found.purpose };
});

export const acceptInvitationRoute = handle(acceptInvitation, async ({ app, request, reply }, { body }) => {
  const now = app.clock.now();
  // Looked up first, so that guesses cost us a look and not a hash; decided by whoever takes the link.
  if (!(await findInvited(app.db, body.token, now))) throw new Refusal(invitationOver);
  const hash = await hashPassword(body.password);
  return app.db.transaction(async (tx) => {
    const found = await takeInvitation(tx, body.token, now);
    if (!found) throw new Refusal(invitationOver);
    await tx.query("update app_user set password_hash = $2 where id = $1", [found.id, hash]);
    await endSessions(tx, found.id);
    await startSession(app, tx, found.id, request, reply);
    await recordAudit(tx, [{ at: now, actor: { kind: "user", id: found.id }, act: `access.${found.purpose}-accepted`, entityKind: "user", entityId: found.id }]);
    return { userId: found.id };
  });
});
