import { changeMe, changePreferences, usualPreferences, type Preferences } from "@tandem/contract/access/me";
import { changedMeanwhile } from "@tandem/contract/access/words";
import { appendFacts } from "../../platform/facts.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { movesCalendar, saveUserChange } from "./user-store.ts";

export const changeMeRoute = handle(changeMe, async ({ app, principal }, { body }) => {
  const at = app.clock.now();
  const { version, ...change } = body;
  return app.db.transaction(async (tx) => {
    const saved = await saveUserChange(tx, principal.userId, version, change);
    if (saved === null) throw new Refusal(changedMeanwhile);
    if (movesCalendar(change)) await appendFacts(tx, [{ kind: "calendar.changed", at, subject: { kind: "user", id: principal.userId } }]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.profile-changed", entityKind: "user", entityId: principal.userId, summary: { fields: Object.keys(change) } }]);
    return { version: saved };
  });
});

/** Looks, not rights: no audit line. */
export const changePreferencesRoute = handle(changePreferences, async ({ app, principal }, { body }) => {
  const { preferences } = await app.db.one<{ preferences: Partial<Preferences> }>("update app_user set preferences = preferences || $2::jsonb where id = $1 returning preferences", [principal.userId, JSON.stringify(body)]);
  return { ...usualPreferences, ...preferences };
});
