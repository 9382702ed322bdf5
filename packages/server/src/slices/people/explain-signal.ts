import { noSuchContact } from "@tandem/contract/people/parts";
import { explainSignal } from "@tandem/contract/people/timeline";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { bound } from "../../platform/bound.ts";
import { findContactGroup } from "./contact-group.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { stretchesOf } from "./stretches.ts";

interface SignalRow {
  eventId: string; at: Date; place: string; day: string; type: string; name: string | null; path: string | null; quarantined: string | null;
}

/** The last step down from a score: rule, days, and here the events of a day or of all days. */
export const explainSignalRoute = handle(explainSignal, async ({ app }, { params, query }) => {
  const group = await findContactGroup(app.db, params.contactId);
  if (!group) throw new Refusal(noSuchContact);
  const inForce = await agreementInForce(app.db, app.clock.now());
  const before = readCursor(timePlace, query.cursor);
  const b = bound();
  const members = b.bind([...group.memberIds]);
  const revision = b.bind(inForce.revisionOf.get(params.signal) ?? 0);
  const limit = b.bind(query.limit + 1);
  const day = query.day ? `and s.day = ${b.bind(query.day)}::date` : "";
  const earlier = before ? `and (s.occurred_at, s.event_id) < (${b.bind(before[0])}::timestamptz, ${b.bind(before[1])}::uuid)` : "";
  // A subject's signals are found by their key, which knows no time: each page reads all of them and keeps the latest.
  const rows = await app.db.query<SignalRow>(
    `with stretch as materialized (${stretchesOf(members)}),
     page as materialized (
       select s.* from stretch w cross join lateral (
         select s.subject_id, s.event_id, s.occurred_at, s.day, s.quarantined from signal s
         where s.subject_id = w.subject_id and s.revision_id = ${revision} and s.quarantined is null and s.occurred_at >= w.from_at and s.occurred_at < w.to_at ${day} ${earlier}
         order by s.occurred_at desc, s.event_id desc limit ${limit}) s
       order by s.occurred_at desc, s.event_id desc limit ${limit})
     select p.event_id as "eventId", p.occurred_at as at, p.occurred_at::text as place, p.day, coalesce(e.type, 'track') as type, e.name,
       coalesce(e.payload->'context'->'page'->>'path', e.payload->'properties'->>'path') as path, p.quarantined
     from page p left join event e on e.subject_id = p.subject_id and e.id = p.event_id order by p.occurred_at desc, p.event_id desc`,
    b.params,
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(({ place: _, at, ...row }) => ({ ...row, at: at.toISOString() })),
    next: rows.length > query.limit && last ? writeCursor([last.place, last.eventId]) : null,
  };
});
