import { usualWeek } from "@tandem/contract/access/business-hours";
import { createUser, emailTaken } from "@tandem/contract/access/users";
import { notFound } from "@tandem/contract/access/words";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { recordAudit } from "../../spine/audit.ts";
import { makeLink } from "./invitation.ts";
import { hashPassword } from "./password.ts";
import { requireSession } from "./require-session.ts";
import { listUsers, saveNewUser } from "./user-store.ts";

export const createUserRoute = handle(createUser, async ({ app, principal }, { body }) => {
  requireSession(principal);
  const at = app.clock.now();
  const id = app.ids.next();
  const passwordHash = body.entry.kind === "password" ? await hashPassword(body.entry.password) : null;
  const timeZone = body.timeZone ?? (await agreementInForce(app.db, at)).agreement.timeZone;
  return app.db.transaction(async (tx) => {
    const { name, email, role, jobTitle, signsFor, holidayCountry, holidayRegion } = body;
    const saved = await saveNewUser(tx, { id, name, email, passwordHash, role, jobTitle, signsFor, holidayCountry, holidayRegion, timeZone, week: body.week ?? usualWeek, createdAt: at });
    if (!saved) throw new Refusal(emailTaken);
    const teamIds = [...new Set(body.teamIds)];
    const joined = await tx.query("insert into team_member (team_id, user_id) select id, $2 from team where id = any($1::uuid[]) returning team_id", [teamIds, id]);
    if (joined.length < teamIds.length) throw new Refusal(notFound, "One of the teams does not exist any more. Nothing was saved.");
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.user-created", entityKind: "user", entityId: id, summary: { role, signsFor, teamIds, entry: body.entry.kind } }]);
    const link = body.entry.kind === "invitation" ? await makeLink(app, tx, { id, name, email }, "invitation", principal.userId) : null;
    const [user] = await listUsers(tx, at, id);
    return { user: user!, link };
  });
});
