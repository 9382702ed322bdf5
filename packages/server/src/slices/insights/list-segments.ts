import { listSegments } from "@tandem/contract/insights/figures";
import { MINUTE } from "@tandem/domain/kit/instant";
import type { Database } from "../../platform/database.ts";
import { handle } from "../../platform/http/route.ts";

interface Values {
  readonly countries: string[];
  readonly channels: string[];
}

/** What a menu offers may be some minutes old; reading it passes over everybody. */
const staleMs = 5 * MINUTE;
const kept = new WeakMap<Database, { readonly at: number; readonly values: Promise<Values> }>();

export const listSegmentsRoute = handle(listSegments, async ({ app: { db, clock } }) => {
  const now = clock.now().getTime();
  let known = kept.get(db);
  if (!known || now < known.at || now - known.at > staleMs) kept.set(db, (known = { at: now, values: readValues(db) }));
  known.values.catch(() => kept.delete(db));
  const [values, owners, teams] = await Promise.all([
    known.values,
    db.query<{ id: string; name: string }>("select u.id, u.name from app_user u where exists (select from team_member m join team t on t.id = m.team_id and t.side = 'sales' where m.user_id = u.id) order by u.name, u.id"),
    db.query<{ id: string; name: string }>("select id, name from team where side = 'sales' order by name, id"),
  ]);
  return { ...values, owners, teams };
});

function readValues(db: Database): Promise<Values> {
  return db.one<Values>(
    `with pair as (select distinct country, channel from journey where standing)
     select coalesce((select array_agg(distinct country order by country) from pair where country is not null), '{}') as countries,
       coalesce((select array_agg(distinct channel order by channel) from pair where channel is not null), '{}') as channels`,
  );
}
