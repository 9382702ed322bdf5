import { changePassword, wrongPassword } from "@tandem/contract/access/me";
import { tooManyAttempts } from "@tandem/contract/access/sign-in";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { countAttempt, forgetAttempts } from "./attempts.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { requireSession } from "./require-session.ts";
import { endSessions, tokenOf } from "./session.ts";

export const changePasswordRoute = handle(changePassword, async ({ app, principal, request }, { body }) => {
  requireSession(principal);
  const at = app.clock.now();
  // Whoever finds an open screen must not guess the password there either.
  if (!(await countAttempt(app.db, at, request.ip, principal.userId))) throw new Refusal(tooManyAttempts);
  const { password_hash } = await app.db.one<{ password_hash: string | null }>("select password_hash from app_user where id = $1", [principal.userId]);
  if (!(await verifyPassword(body.current, password_hash))) throw new Refusal(wrongPassword);
  const hash = await hashPassword(body.next);
  await app.db.transaction(async (tx) => {
    const changed = await tx.find("update app_user set password_hash = $2 where id = $1 and password_hash = $3 returning id", [principal.userId, hash, password_hash]);
    if (!changed) throw new Refusal(wrongPassword);
    await tx.query("delete from invitation where user_id = $1", [principal.userId]);
    await endSessions(tx, principal.userId, tokenOf(request));
    await forgetAttempts(tx, at, request.ip, principal.userId);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.password-changed", entityKind: "user", entityId: principal.userId }]);
  });
  return null;
});
