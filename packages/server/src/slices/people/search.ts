import { searchEverything } from "@tandem/contract/people/search";
import type { Stage } from "@tandem/domain/lifecycle/stage";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { opportunityScope } from "../../spine/row-scope.ts";
import { listed, searchConditions } from "./contact-filter.ts";
import { nameOf } from "./contact-list.ts";

const most = 8;
/** A common word is met soon; what ranks first is taken from this many of its rows. */
const candidates = 400;

/** The palette's search: three small questions at once, each from its trigram index. */
export const searchRoute = handle(searchEverything, async ({ app, principal }, { query: { q } }) => {
  const people = bound();
  const companies = bound();
  const deals = bound();
  const [contacts, found, opportunities] = await Promise.all([
    app.db.query<{ id: string; first_name: string | null; last_name: string | null; email: string | null; title: string | null; company: string | null; stage: Stage }>(
      `with hit as materialized (select c.id, c.first_name, c.last_name, c.email, c.title, c.company_id, c.stage, c.last_seen_at from contact_search w join contact c on c.id = w.contact_id
         where ${listed} and ${searchConditions("w.text", q, people).join(" and ") || "false"} limit ${candidates})
       select h.*, y.name as company from hit h left join company y on y.id = h.company_id order by h.last_seen_at desc nulls last, h.id limit ${most}`,
      people.params,
    ),
    app.db.query<{ id: string; name: string; domain: string | null }>(
      `with hit as materialized (select y.id, y.name, y.domain from company y where ${searchConditions("y.search", q, companies).join(" and ") || "false"} limit ${candidates})
       select * from hit order by length(name), name, id limit ${most}`,
      companies.params,
    ),
    app.db.query<{ id: string; name: string; company: string | null; state: string }>(
      `with hit as materialized (select o.id, o.name, o.company_id, o.state, o.created_at from opportunity o
         where ${searchConditions("o.search", q, deals).join(" and ") || "false"} and ${opportunityScope(principal, deals)} limit ${candidates})
       select h.id, h.name, y.name as company, h.state from hit h left join company y on y.id = h.company_id order by h.state = 'open' desc, h.created_at desc limit ${most}`,
      deals.params,
    ),
  ]);
  return {
    contacts: contacts.map((row) => ({ id: row.id, name: nameOf(row), email: row.email, title: row.title, company: row.company, stage: row.stage })),
    companies: found,
    opportunities,
  };
});
