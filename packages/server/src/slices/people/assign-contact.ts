import { assignContact } from "@tandem/contract/people/contacts";
import { changedMeanwhile, noSuchContact } from "@tandem/contract/people/parts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork, tell } from "../../spine/work.ts";
import { requireOwner } from "./owner.ts";

export const assignContactRoute = handle(assignContact, ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    const [contact] = await lockContacts(work, [params.contactId]);
    if (!contact) throw new Refusal(noSuchContact);
    if (contact.version !== body.version) throw new Refusal(changedMeanwhile, undefined, { version: contact.version, ownerId: contact.ownerId });
    await requireOwner(tx, body.ownerId);
    if (contact.ownerId === body.ownerId) return { version: contact.version };
    work.changes.push({ entityKind: "contact", entityId: contact.id, field: "owner_id", old: contact.ownerId, new: body.ownerId, happenedAt: work.at });
    work.audit.push({ at: work.at, actor: work.actor, act: "contact.assigned", entityKind: "contact", entityId: contact.id, summary: { from: contact.ownerId, to: body.ownerId } });
    Object.assign(contact, { ownerId: body.ownerId, isDirty: true });
    tell(work, ["everyone"], "contact.changed", contact.id);
    await settle(work);
    return tx.one<{ version: number }>("select version from contact where id = $1", [contact.id]);
  }),
);
