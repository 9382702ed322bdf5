import { listActivities } from "@tandem/contract/pipeline/activities";
import { handle } from "../../platform/http/route.ts";
import { activityOf, activitySelect, type ActivityRow } from "./activity-store.ts";
import { bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { activityScope } from "../../spine/row-scope.ts";
import { requireVisible } from "./list-opportunity-timeline.ts";

export const listActivitiesRoute = handle(listActivities, async ({ app, principal }, { query }) => {
  if (query.opportunityId !== undefined) await requireVisible(app.db, principal, query.opportunityId);
  const b = bound();
  const place = readCursor(timePlace, query.cursor);
  const conditions = [
    query.opportunityId !== undefined ? `a.opportunity_id = ${b.bind(query.opportunityId)}` : `a.contact_id in (select m.id from contact m where m.survivor_id = (select survivor_id from contact where id = ${b.bind(query.contactId)}))`,
    "a.removed_at is null",
    activityScope(principal, b),
    ...(place ? [`(a.at, a.id) < (${b.bind(place[0])}::timestamptz, ${b.bind(place[1])}::uuid)`] : []),
  ];
  const rows = await app.db.query<ActivityRow>(`${activitySelect(conditions.join(" and "))} order by a.at desc, a.id desc limit ${b.bind(query.limit + 1)}`, b.params);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => activityOf(row, principal)), next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null };
});
