import { changeUser, emailTaken, lastAdministrator, type User } from "@tandem/contract/access/users";
import { changedMeanwhile, notFound } from "@tandem/contract/access/words";
import type { Transaction } from "../../platform/transaction.ts";
import { appendFacts, type NewFact } from "../../platform/facts.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { fold } from "@tandem/domain/people/fold";
import { requireSession } from "./require-session.ts";
import { endSessions } from "./session.ts";
import { listUsers, movesCalendar, saveUserChange, type UserChange } from "./user-store.ts";

export const changeUserRoute = handle(changeUser, async ({ app, principal }, { params, body }) => {
  requireSession(principal);
  const at = app.clock.now();
  const { version, ...change } = body;
  return app.db.transaction(async (tx) => {
    // One change of administrators at a time, in one order: else two could each make the other the last one.
    const locked = await tx.query<{ id: string; active: boolean; role: string }>("select id, active, role from app_user where id = $1 or (role = 'administrator' and active) order by id for update", [params.id]);
    const before = locked.find((row) => row.id === params.id);
    if (!before) throw new Refusal(notFound);
    const stays = (change.role ?? before.role) === "administrator" && (change.active ?? before.active);
    if (!stays && !locked.some((row) => row.id !== params.id) && before.role === "administrator" && before.active) throw new Refusal(lastAdministrator);
    if (change.email !== undefined && (await tx.find("select 1 from app_user where email_folded = $1 and id <> $2", [fold(change.email), params.id]))) throw new Refusal(emailTaken);
    if ((await saveUserChange(tx, params.id, version, change)) === null) throw new Refusal(changedMeanwhile, undefined, (await listUsers(tx, at, params.id))[0]);
    if (change.active === false && before.active) await endWaysIn(tx, params.id, at);
    await appendFacts(tx, factsOf(params.id, at, before.active, change));
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.user-changed", entityKind: "user", entityId: params.id, summary: summaryOf(change) }]);
    app.live.publish(tx, [`user:${params.id}`], { kind: "access.changed", data: { userId: params.id } });
    return (await listUsers(tx, at, params.id))[0] as User;
  });
});

async function endWaysIn(tx: Transaction, userId: string, at: Date): Promise<void> {
  await endSessions(tx, userId);
  await tx.query("update api_key set revoked_at = $2 where user_id = $1 and revoked_at is null", [userId, at]);
  await tx.query("delete from invitation where user_id = $1", [userId]);
}

/** Handoffs react: a deactivated person's go back to routing, a changed calendar moves running clocks. */
function factsOf(id: string, at: Date, wasActive: boolean, change: UserChange): NewFact[] {
  const subject = { kind: "user", id };
  const facts: NewFact[] = [];
  if (change.active !== undefined && change.active !== wasActive) facts.push({ kind: change.active ? "user.activated" : "user.deactivated", at, subject });
  if (movesCalendar(change)) facts.push({ kind: "calendar.changed", at, subject });
  return facts;
}

/** What was typed stays out; what decides about rights goes in. */
function summaryOf(change: UserChange): Record<string, unknown> {
  const { role, active, signsFor } = change;
  return { fields: Object.keys(change), ...(role && { role }), ...(active !== undefined && { active }), ...(signsFor !== undefined && { signsFor }) };
}
