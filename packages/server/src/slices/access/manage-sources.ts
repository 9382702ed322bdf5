import { createSource, listSources, revokeSource } from "@tandem/contract/access/sources";
import { notFound } from "@tandem/contract/access/words";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { requireSession } from "./require-session.ts";
import * as store from "./source-store.ts";

export const listSourcesRoute = handle(listSources, async ({ app }) => ({ rows: await store.listSources(app.db, app.config.baseUrl) }));

export const createSourceRoute = handle(createSource, async ({ app, principal }, { body }) => {
  requireSession(principal);
  const at = app.clock.now();
  return app.db.transaction(async (tx) => {
    const made = await store.saveNewSource(tx, app.config.baseUrl, body.name, body.kind, at);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.source-created", entityKind: "source", entityId: null, summary: { source: made.id, kind: made.kind } }]);
    return made;
  });
});

export const revokeSourceRoute = handle(revokeSource, async ({ app, principal }, { params }) => {
  const at = app.clock.now();
  await app.db.transaction(async (tx) => {
    const revoked = await tx.find("update source set revoked_at = coalesce(revoked_at, $2) where id = $1 and kind in ('browser', 'server') returning id", [params.id, at]);
    if (!revoked) throw new Refusal(notFound);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "access.source-revoked", entityKind: "source", entityId: null, summary: { source: params.id } }]);
  });
  return null;
});
