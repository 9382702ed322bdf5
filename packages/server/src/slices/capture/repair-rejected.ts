import { listRejected, replayRejected } from "@tandem/contract/capture/events";
import { readEvent } from "@tandem/domain/capture/event";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import { payloadOf } from "./read-request.ts";
import { captureOf } from "./capture-of.ts";

const pageSize = 50;
const [noSuchEvent, replayedAlready, stillRefused] = replayRejected.refusals;

interface Row {
  id: string;
  received_at: Date;
  source: string;
  code: string;
  words: string;
  raw: string;
  replayed_at: Date | null;
}

export const listRejectedRoute = handle(listRejected, async ({ app }, { query }) => {
  const rows = await app.db.query<Row>(
    `select r.id, r.received_at, s.name as source, r.code, r.words, r.raw, r.replayed_at from rejected_event r join source s on s.id = r.source_id
     where ($1::uuid is null or (r.received_at, r.id) < (select received_at, id from rejected_event where id = $1)) and ($2::text is null or r.code = $2)
     order by r.received_at desc, r.id desc limit ${pageSize + 1}`,
    [query.cursor ?? null, query.code ?? null],
  );
  const page = rows.slice(0, pageSize);
  return {
    rows: page.map((row) => ({ id: row.id, receivedAt: row.received_at.toISOString(), source: row.source, code: row.code, words: row.words, raw: row.raw, replayedAt: row.replayed_at?.toISOString() ?? null })),
    next: rows.length > pageSize ? page.at(-1)!.id : null,
    count: null,
  };
});

export const replayRejectedRoute = handle(replayRejected, async ({ app, principal }, { params, body }) => {
  const row = await app.db.find<{ source_id: number; received_at: Date; replayed_at: Date | null }>("select source_id, received_at, replayed_at from rejected_event where id = $1", [params.id]);
  if (!row) throw new Refusal(noSuchEvent!);
  if (row.replayed_at) throw new Refusal(replayedAlready!);
  let raw: unknown;
  try {
    raw = JSON.parse(body.raw);
  } catch {
    throw new Refusal(stillRefused!, "The text is not JSON.");
  }
  // The id of the refused row stands in where the sender gave none: replaying twice still counts once.
  const reading = readEvent(raw, { receivedAt: row.received_at.getTime(), messageId: params.id });
  if ("refused" in reading) throw new Refusal(stillRefused!, reading.refused.words, { code: reading.refused.code });
  await captureOf(app).acceptor.accept([{ sourceId: row.source_id, receivedAt: app.clock.now(), event: reading.ok, payload: payloadOf(reading.ok) }]);
  await app.db.transaction(async (tx) => {
    await tx.query("update rejected_event set replayed_at = $2 where id = $1", [params.id, app.clock.now()]);
    await recordAudit(tx, [{ at: app.clock.now(), actor: actorOf(principal), act: "capture.event-replayed", entityKind: "event", entityId: params.id }]);
  });
  return { accepted: true };
});
