import { listClosures, removeClosure, saveClosure } from "@tandem/contract/access/absences";
import { notFound } from "@tandem/contract/access/words";
import type { App } from "../../platform/app.ts";
import type { Transaction } from "../../platform/transaction.ts";
import { appendFacts } from "../../platform/facts.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";

export const listClosuresRoute = handle(listClosures, async ({ app }) => ({ rows: await app.db.query<{ day: string; name: string }>("select day, name from closure order by day desc limit 1000") }));

export const saveClosureRoute = handle(saveClosure, async ({ app, principal }, { params: { day }, body }) =>
  app.db.transaction(async (tx) => {
    await tx.query("insert into closure (day, name) values ($1, $2) on conflict (day) do update set name = excluded.name", [day, body.name]);
    await settle(app, tx, principal, "access.closure-saved", day);
    return { day, name: body.name };
  }),
);

export const removeClosureRoute = handle(removeClosure, async ({ app, principal }, { params: { day } }) => {
  await app.db.transaction(async (tx) => {
    if (!(await tx.find("delete from closure where day = $1 returning day", [day]))) throw new Refusal(notFound);
    await settle(app, tx, principal, "access.closure-removed", day);
  });
  return null;
});

/** A closed day moves clocks that run on any calendar. */
async function settle(app: App, tx: Transaction, principal: Principal, act: string, day: string): Promise<void> {
  const at = app.clock.now();
  await appendFacts(tx, [{ kind: "calendar.changed", at, subject: null, payload: { day } }]);
  await recordAudit(tx, [{ at, actor: actorOf(principal), act, entityKind: "closure", entityId: null, summary: { day } }]);
}
