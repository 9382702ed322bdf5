import { replayMatching } from "@tandem/contract/capture/events";
import { readEvent } from "@tandem/domain/capture/event";
import { handle } from "../../platform/http/route.ts";
import { actorOf } from "../../spine/actor.ts";
import { recordAudit } from "../../spine/audit.ts";
import type { AcceptedEvent } from "./accept-events.ts";
import { captureOf } from "./capture-of.ts";
import { releasedEvents } from "./forms.ts";
import { storableOf } from "./read-request.ts";
import { longestKept } from "./rejected-events.ts";

interface Waiting {
  readonly id: string;
  readonly source_id: number;
  readonly received_at: Date;
  readonly raw: string;
}

/** One repair for all that were refused for the same reason: a sender's mistake is seldom made once. */
export const replayMatchingRoute = handle(replayMatching, async ({ app, principal }, { body }) => {
  const rows = await app.db.query<Waiting>(
    `select id, source_id, received_at, raw from rejected_event
     where replayed_at is null and code = $1 and ($2::int is null or source_id = $2) and length(raw) < $3
       and ($4::uuid is null or (received_at, id) > (select received_at, id from rejected_event where id = $4))
     order by received_at, id limit $5`,
    [body.code, body.source ?? null, longestKept, body.cursor ?? null, body.limit + 1],
  );
  const page = rows.slice(0, body.limit);
  const receivedAt = app.clock.now();
  const taken: { id: string; events: AcceptedEvent[] }[] = [];
  const refused = new Map<string, { code: string; words: string; count: number }>();
  for (const row of page) {
    const events: AcceptedEvent[] = [];
    let no: { code: string; words: string } | null = null;
    const repaired = repair(row.raw, body);
    for (const raw of (await releasedEvents(app.db, row.source_id, repaired)) ?? [repaired]) {
      const reading = readEvent(raw, { receivedAt: row.received_at.getTime(), messageId: row.id });
      const storable = "refused" in reading ? reading : storableOf(reading.ok);
      if ("refused" in storable) no ??= storable.refused;
      else events.push({ sourceId: row.source_id, receivedAt, ...storable });
    }
    if (no === null) taken.push({ id: row.id, events });
    else refused.set(no.code, { ...no, count: (refused.get(no.code)?.count ?? 0) + 1 });
  }
  await captureOf(app).acceptor.accept(taken.flatMap(({ events }) => events));
  const replayed = await app.db.transaction(async (tx) => {
    const at = app.clock.now();
    const marked = await tx.query("update rejected_event set replayed_at = $2 where id = any($1::uuid[]) and replayed_at is null returning 1 as one", [taken.map(({ id }) => id), at]);
    if (marked.length > 0) await recordAudit(tx, [{ at, actor: actorOf(principal), act: "capture.events-replayed", entityKind: "event", entityId: null, summary: { code: body.code, replayed: marked.length, set: Object.keys(body.set), unset: body.unset } }]);
    return marked.length;
  });
  return { replayed, refused: [...refused.values()], next: rows.length > body.limit ? page.at(-1)!.id : null };
});

/** The event with the same change as all others; what is no object is left as it is and refused again. */
function repair(raw: string, { set, unset }: { set: Record<string, unknown>; unset: readonly string[] }): unknown {
  let event: unknown;
  try {
    event = JSON.parse(raw);
  } catch {
    return raw;
  }
  if (typeof event !== "object" || event === null || Array.isArray(event)) return event;
  const left = Object.entries(event).filter(([key]) => !unset.includes(key));
  return Object.fromEntries([...left, ...Object.entries(set)]);
}
