import { noSuchContact } from "@tandem/contract/people/parts";
import { listTimeline } from "@tandem/contract/people/timeline";
import { handle } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { agreementInForce } from "../../spine/agreement-in-force.ts";
import { epochDayAt } from "@tandem/domain/kit/zone";
import { findContactGroup } from "./contact-group.ts";
import { loadCounted } from "./counted-points.ts";
import { entryOf } from "./timeline-entry.ts";
import { listTimelineRows } from "./timeline.ts";

export const listTimelineRoute = handle(listTimeline, async ({ app, principal }, { params, query }) => {
  const now = app.clock.now();
  const group = await findContactGroup(app.db, params.contactId);
  if (!group) throw new Refusal(noSuchContact);
  const [inForce, { rows, next }] = await Promise.all([agreementInForce(app.db, now), listTimelineRows(app.db, principal, { memberIds: group.memberIds, ...query })]);
  const today = epochDayAt(inForce.agreement.timeZone, now.getTime());
  const countedOf = rows.some((row) => row.signals !== null) ? await loadCounted(app.db, inForce, group.survivorId, today) : undefined;
  return { rows: rows.map((row) => entryOf(row, inForce, today, countedOf)), next, count: null };
});
