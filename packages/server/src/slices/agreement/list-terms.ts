import { listTerms } from "@tandem/contract/agreement/terms";
import type { OutputOf } from "@tandem/contract/operation";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";

type Terms = OutputOf<typeof listTerms>;

/** Pages of events that are looked through for names: some ten thousand events, however many there are. */
const eventPages = 1_000;

interface Row {
  readonly campaigns: Terms["campaigns"] | null;
  readonly events: Terms["events"] | null;
  readonly teams: Terms["teams"] | null;
  readonly people: Terms["people"] | null;
}

export const listTermsRoute = handle(listTerms, async ({ app }) => {
  const inForce = await agreementInForce(app.db, app.clock.now());
  const { share } = await app.db.one<{ share: number }>(
    `select least(100, 100.0 * ${eventPages} / greatest(1, coalesce(sum(pg_relation_size(inhrelid)), 0) / 8192))::float8 as share from pg_inherits where inhparent = 'event'::regclass`,
  );
  const row = await app.db.one<Row>(
    `select
       (select jsonb_agg(jsonb_build_object('key', name_folded, 'name', name) order by name) from (select name_folded, name from campaign order by name limit 500) c) as campaigns,
       (select jsonb_agg(e order by e.count desc, e.name) from (
          select type, name, count(*)::int as count from event tablesample system ($1) where name is not null and type in ('track', 'page', 'screen') group by 1, 2 order by 3 desc limit 200) e) as events,
       (select jsonb_agg(jsonb_build_object('key', key, 'name', name, 'side', side,
          'receivers', (select count(*) from team_member m join app_user u on u.id = m.user_id where m.team_id = team.id and m.receives and u.active)) order by name) from team) as teams,
       (select jsonb_agg(jsonb_build_object('email', email, 'name', name, 'role', role) order by name) from app_user where active) as people`,
    [share],
  );
  return {
    fields: [...inForce.fields].map(([ref, field]) => ({ ref, name: field.name, entity: field.entity, type: field.type, options: field.options ? [...field.options] : null, custom: field.custom })),
    signals: inForce.agreement.signals.map(({ key, name }) => ({ key, name })),
    campaigns: row.campaigns ?? [],
    events: row.events ?? [],
    teams: row.teams ?? [],
    people: row.people ?? [],
  };
});
