import { signVersion } from "@tandem/contract/agreement/versions";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { listVersionRows } from "./store.ts";

const [noSuchVersion, notASignatory, keyMayNotSign, otherText, personHasSigned, sideHasSigned] = signVersion.refusals;

export const signVersionRoute = handle(signVersion, async ({ app, principal, request }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const version = await tx.find<{ hash: string }>("select hash from agreement_version where version = $1 for update", [params.version]);
    if (!version) throw new Refusal(noSuchVersion!);
    if (principal.via === "api-key") throw new Refusal(keyMayNotSign!);
    // Held: whoever takes the right away meanwhile comes after this signature or before it.
    const side = (await tx.find<{ signs_for: string | null }>("select signs_for from app_user where id = $1 and active for share", [principal.userId]))?.signs_for ?? null;
    if (side === null) throw new Refusal(notASignatory!);
    const at = app.clock.now();
    if (version.hash !== body.hash) throw new Refusal(otherText!);
    if (await tx.find("select 1 as one from signature where version = $1 and user_id = $2 and side <> $3", [params.version, principal.userId, side])) throw new Refusal(personHasSigned!);
    const signed = await tx.query(
      "insert into signature (version, side, user_id, hash, signed_at, address) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning side",
      [params.version, side, principal.userId, body.hash, at, request.ip],
    );
    if (signed.length === 0) throw new Refusal(sideHasSigned!);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: "agreement.signed", entityKind: "agreement", entityId: null, summary: { version: params.version, side, hash: body.hash } }]);
    app.live.publish(tx, ["everyone"], { kind: "agreement.changed", data: { version: params.version } });
    return (await listVersionRows(tx, at)).find((v) => v.version === params.version)!;
  }),
);
