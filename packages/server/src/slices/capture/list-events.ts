import { listRecentEvents } from "@tandem/contract/capture/events";
import { listContacts } from "@tandem/contract/people/contacts";
import type { Sql } from "../../platform/sql.ts";
import { handle } from "../../platform/http/route.ts";
import { leastId } from "../../spine/event-partitions.ts";

const shown = 50;

interface Row {
  id: string;
  occurred_at: Date;
  received_at: Date;
  type: string;
  name: string | null;
  source: string;
  contact_id: string | null;
  contact_name: string | null;
  identified: boolean;
}

/** How far back to look, widened only while little is found: ids are time-ordered, and the index tells of ranges of them. */
const windows = [3_600_000, 86_400_000, 31 * 86_400_000];

export const listRecentEventsRoute = handle(listRecentEvents, async ({ app, principal }, { query }) => {
  // Whoever may not look at people learns no names here either.
  const isNamed = listContacts.who.includes(principal.role);
  let events: Row[] = [];
  for (const window of windows) {
    events = await listSince(app.db, app.clock.now().getTime() - window, query.source ?? null);
    if (events.length === shown) break;
  }
  const { waiting, parked } = await app.db.one<{ waiting: number; parked: number }>(
    "select (select coalesce(sum(cardinality(event_ids)), 0)::int from intake) as waiting, (select coalesce(sum(cardinality(event_ids)), 0)::int from parked_intake) as parked",
  );
  return {
    waiting,
    parked,
    events: events.map((row) => ({
      id: row.id, at: row.occurred_at.toISOString(), receivedAt: row.received_at.toISOString(), type: row.type, name: row.name, source: row.source,
      contact: row.contact_id === null ? null : { id: row.contact_id, name: isNamed ? row.contact_name : null, identified: row.identified },
    })),
  };
});

function listSince(sql: Sql, since: number, source: number | null): Promise<Row[]> {
  return sql.query<Row>(
    `select e.id, e.occurred_at, e.received_at, e.type, e.name, s.name as source, c.survivor_id as contact_id, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, c.identified_at is not null as identified
     from (select * from event where id >= $2 and ($1::int is null or source_id = $1) order by id desc limit ${shown}) e
     join source s on s.id = e.source_id
     left join lateral (select contact_id from assignment a where a.subject_id = e.subject_id and a.retracted is null and e.occurred_at >= a.from_at and e.occurred_at < a.to_at) a on true
     left join contact c on c.id = a.contact_id order by e.id desc`,
    [source, leastId(since)],
  );
}
