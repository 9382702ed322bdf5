import { setQuarantine } from "@tandem/contract/capture/events";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { evaluateContacts } from "../../spine/evaluate-contacts.ts";
import { lockContacts } from "../../spine/lock-contacts.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";

export const setQuarantineRoute = handle(setQuarantine, async ({ app, principal }, { params, body }) =>
  app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const actor = actorOf(principal);
    const about = await tx.query<{ subject_id: string; contact_id: string }>(
      `select distinct s.subject_id, c.survivor_id as contact_id from signal s
       join assignment a on a.subject_id = s.subject_id and a.retracted is null and s.occurred_at >= a.from_at and s.occurred_at < a.to_at
       join contact c on c.id = a.contact_id where s.event_id = $1`,
      [params.eventId],
    );
    if (about.length === 0) throw new Refusal(setQuarantine.refusals[0]!);
    const work = await beginWork(app, tx, { at, actor });
    const contacts = await lockContacts(work, about.map((row) => row.contact_id));
    const changed = await tx.query("update signal set quarantined = $3 where subject_id = any($1) and event_id = $2 returning 1 as one", [about.map((row) => row.subject_id), params.eventId, body.quarantined ? "by-hand" : null]);
    for (const contact of contacts) contact.signals = null;
    await evaluateContacts(work, contacts.map((c) => c.id));
    work.audit.push({ at, actor, act: body.quarantined ? "capture.quarantined" : "capture.released", entityKind: "event", entityId: params.eventId });
    for (const contact of contacts) work.changes.push({ entityKind: "contact", entityId: contact.id, field: "quarantine", old: null, new: { eventId: params.eventId, quarantined: body.quarantined }, happenedAt: at });
    await settle(work);
    return { signals: changed.length };
  }),
);
