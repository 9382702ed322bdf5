import { noSuchCompany } from "@tandem/contract/people/parts";
import { listCompanyTimeline } from "@tandem/contract/people/timeline";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { nameOf } from "./contact-list.ts";
import { entryOf } from "./timeline-entry.ts";
import { listTimelineRows } from "./timeline.ts";

/** A company's timeline is that of the people last seen there; more than this many would say nothing more on one page. */
const mostPeople = 200;

export const listCompanyTimelineRoute = handle(listCompanyTimeline, async ({ app, principal }, { params, query }) => {
  const now = app.clock.now();
  const people = await app.db.query<{ id: string | null; survivor_id: string; first_name: string | null; last_name: string | null; email: string | null }>(
    `select m.id, s.id as survivor_id, s.first_name, s.last_name, s.email from company y
     left join lateral (select id, survivor_id from contact where company_id = y.id order by last_seen_at desc nulls last, id limit ${mostPeople}) m on true
     left join contact s on s.id = m.survivor_id where y.id = $1`,
    [params.companyId],
  );
  if (people.length === 0) throw new Refusal(noSuchCompany);
  const byId = new Map(people.flatMap((p) => (p.id === null ? [] : [[p.id, { id: p.survivor_id, name: nameOf(p) }] as const])));
  const [inForce, { rows, next }] = await Promise.all([agreementInForce(app.db, now), listTimelineRows(app.db, principal, { memberIds: [...byId.keys()], ...query })]);
  const today = epochDayAt(inForce.agreement.timeZone, now.getTime());
  return { rows: rows.map((row) => ({ contact: byId.get(row.contact_id)!, entry: entryOf(row, inForce, today) })), next, count: null };
});
