import { recordConsent } from "@tandem/contract/people/contacts";
import { noSuchContact } from "@tandem/contract/people/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { loadConsents } from "./consents.ts";
import { findContactGroup } from "./contact-group.ts";

export const recordConsentRoute = handle(recordConsent, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const group = await findContactGroup(tx, params.contactId);
    if (!group) throw new Refusal(noSuchContact);
    await tx.query("insert into consent (id, contact_id, purpose, given, at, applied_at, proof) values ($1, $2, $3, $4, $5, $5, $6)", [app.ids.next(), group.survivorId, body.purpose, body.given, at, body.proof]);
    await recordAudit(tx, [{ at, actor: actorOf(principal), act: body.given ? "consent.given" : "consent.withdrawn", entityKind: "contact", entityId: group.survivorId, summary: { purpose: body.purpose } }]);
    const standing = (await loadConsents(tx, group.memberIds)).find((consent) => consent.purpose === body.purpose)!;
    return { purpose: standing.purpose, given: standing.given };
  }),
);
