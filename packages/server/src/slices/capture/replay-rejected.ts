import { replayRejected } from "@tandem/contract/capture/events";
import { readEvent } from "@tandem/domain/capture/event";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import type { AcceptedEvent } from "./accept-events.ts";
import { captureOf } from "./capture-of.ts";
import { releasedEvents } from "./forms.ts";
import { storableOf } from "./read-request.ts";

const [noSuchEvent, replayedAlready, stillRefused] = replayRejected.refusals;

export const replayRejectedRoute = handle(replayRejected, async ({ app, principal }, { params, body }) => {
  const row = await app.db.find<{ source_id: number; received_at: Date; replayed_at: Date | null }>("select source_id, received_at, replayed_at from rejected_event where id = $1", [params.id]);
  if (!row) throw new Refusal(noSuchEvent!);
  if (row.replayed_at) throw new Refusal(replayedAlready!);
  const repaired = parse(body.raw);
  const events: AcceptedEvent[] = ((await releasedEvents(app.db, row.source_id, repaired)) ?? [repaired]).map((raw) => {
    // The id of the refused row stands in where the sender gave none: replaying twice still counts once.
    const reading = readEvent(raw, { receivedAt: row.received_at.getTime(), messageId: params.id });
    const storable = "refused" in reading ? reading : storableOf(reading.ok);
    if ("refused" in storable) throw new Refusal(stillRefused!, storable.refused.words, { code: storable.refused.code });
    return { sourceId: row.source_id, receivedAt: app.clock.now(), ...storable };
  });
  await captureOf(app).acceptor.accept(events);
  await app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const marked = await tx.query("update rejected_event set replayed_at = $2 where id = $1 and replayed_at is null returning 1 as one", [params.id, at]);
    if (marked.length > 0) await recordAudit(tx, [{ at, actor: actorOf(principal), act: "capture.event-replayed", entityKind: "event", entityId: params.id }]);
  });
  return { accepted: true };
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(stillRefused!, `The text is not JSON: ${(error as Error).message}`);
  }
}
