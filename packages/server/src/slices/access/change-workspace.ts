import { changeWorkspace } from "@tandem/contract/access/workspace";
import { handle } from "../../platform/http/route.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";

export const changeWorkspaceRoute = handle(changeWorkspace, async ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const { name } = await tx.one<{ name: string }>("update workspace set name = $1 returning name", [body.name]);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "access.workspace-renamed", entityKind: "workspace", entityId: null }]);
    app.live.publish(tx, ["everyone"], { kind: "access.changed", data: {} });
    return { name };
  }),
);
