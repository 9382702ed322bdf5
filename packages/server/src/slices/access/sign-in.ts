import { signIn, tooManyAttempts, wrongCredentials } from "@tandem/contract/access/sign-in";
import { fold } from "@tandem/domain/people/fold";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { recordAudit } from "../../spine/audit.ts";
import { countAttempt, forgetAttempts } from "./attempts.ts";
import { verifyPassword } from "./password.ts";
import { startSession } from "./session.ts";

/** An unknown address, a wrong password and an inactive person get the same answer after the same time. */
export const signInRoute = handle(signIn, async ({ app, request, reply }, { body }) => {
  const now = app.clock.now();
  const account = fold(body.email.trim());
  if (!(await countAttempt(app.db, now, request.ip, account))) throw new Refusal(tooManyAttempts);
  const user = await app.db.find<{ id: string; password_hash: string | null; active: boolean }>("select id, password_hash, active from app_user where email_folded = $1", [account]);
  const right = await verifyPassword(body.password, user?.active ? user.password_hash : null);
  const line = (act: string, id: string) => ({ at: now, actor: { kind: "user" as const, id }, act, entityKind: "user", entityId: id });
  if (!right || !user) {
    if (user) await recordAudit(app.db, [line("access.sign-in-failed", user.id)]);
    throw new Refusal(wrongCredentials);
  }
  await app.db.transaction(async (tx) => {
    await forgetAttempts(tx, now, request.ip, account);
    await startSession(app, tx, user.id, request, reply);
    await recordAudit(tx, [line("access.signed-in", user.id)]);
  });
  return { userId: user.id };
});
