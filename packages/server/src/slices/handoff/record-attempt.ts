import { attemptOutcomes, recordAttempt } from "@tandem/contract/handoff/acts";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { proveAttempt } from "../../spine/handoffs.ts";
import { attemptsClause, readPromises } from "../../spine/promises.ts";
import { isConversation, listProofs, removableMs, sofar } from "./attempts-store.ts";
import { workOnHandoff } from "./work-on-handoff.ts";

const [, , , , inFuture, beforeHandoff, wrongOutcome] = recordAttempt.refusals;
/** Clocks of computers differ; an attempt of "just now" may come from a minute ahead. */
const skewMs = 60_000;

/** The proof that stops a clock: at the instant it happened, recorded now. */
export const recordAttemptRoute = handle(recordAttempt, (call, { params, body }) =>
  workOnHandoff(call, params.handoffId, async (work, handoff) => {
    const { tx, app } = work;
    if (!(attemptOutcomes[body.channel] as readonly string[]).includes(body.outcome)) throw new Refusal(wrongOutcome!, `What can come of it: ${attemptOutcomes[body.channel].join(", ")}.`);
    const given = body.at === undefined ? work.at : new Date(body.at);
    if (given.getTime() > work.at.getTime() + skewMs) throw new Refusal(inFuture!);
    // Minutes are what people type: the minute of the handoff itself is not before it.
    if (given.getTime() < handoff.openedAt.getTime() - (body.at === undefined ? 0 : 59_999)) throw new Refusal(beforeHandoff!);
    const at = new Date(Math.min(work.at.getTime(), Math.max(handoff.openedAt.getTime(), given.getTime())));
    const contact = work.contacts.get(handoff.contactId)!;
    const id = app.ids.next();
    tx.send(
      `insert into activity (id, kind, contact_id, company_id, handoff_id, at, recorded_at, by_id, direction, outcome, body, private, minutes)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [id, body.channel, contact.id, contact.companyId, handoff.id, at, work.at, call.principal.userId, body.direction, body.outcome, body.note, body.private, body.minutes ?? null],
    );
    const before = new Set([...work.clocks.values()].filter((clock) => clock.machine.state.kind === "met").map((clock) => clock.id));
    const [proofs, promises] = await Promise.all([listProofs(tx, handoff.id), readPromises(tx, work.inForce, [handoff.agreementVersion])]);
    const counts = sofar(proofs);
    if (body.outcome !== "bounced") await proveAttempt(work, handoff, promises, { at, channel: body.channel, conversation: isConversation(body) }, { attempts: counts.done, channels: counts.channels });
    const stopped = [...work.clocks.values()].filter((clock) => clock.machine.state.kind === "met" && !before.has(clock.id)).map((clock) => clock.kind);
    work.facts.push({ kind: "handoff.attempted", at, subject: { kind: "handoff", id: handoff.id }, payload: { activityId: id, contactId: contact.id, channel: body.channel, outcome: body.outcome, by: call.principal.userId } });
    work.audit.push({ at: work.at, actor: work.actor, act: "handoff.attempted", entityKind: "handoff", entityId: handoff.id, summary: { activityId: id, channel: body.channel, outcome: body.outcome } });
    return { id, done: counts.done, needed: attemptsClause(promises(handoff.agreementVersion), handoff.tier)?.attempts ?? null, stopped, removableUntil: new Date(work.at.getTime() + removableMs).toISOString() };
  }),
);
