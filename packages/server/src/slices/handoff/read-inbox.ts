import { countInbox, readInbox, type InboxRow } from "@tandem/contract/handoff/inbox";
import { inboxGroups } from "@tandem/contract/handoff/inbox";
import { elapsedBusiness } from "@tandem/domain/sla/business-calendar";
import { startOfDay } from "@tandem/domain/kit/zone";
import { handle } from "../../platform/http/route.ts";
import { agreementInForce, type InForce } from "../../spine/agreement-in-force.ts";
import { dayIn } from "../../spine/company-day.ts";
import { attemptsClause, readPromises, type Promises } from "../../spine/promises.ts";
import { holdersOf, readingOf } from "./clock-reading.ts";
import { loadSparks } from "./engagement-days.ts";
import { loadHolderCalendars, type HolderCalendars } from "./holder-calendars.ts";
import { countInboxGroups, countOwed, listInboxRows, loadInboxAround, type InboxStoreRow } from "./inbox-store.ts";
import { reasonName, sourceOf, tierOf } from "./words.ts";

/** The list in which a rep lives: rows and counts in one go, then the hours and the engagement of the page. */
export const readInboxRoute = handle(readInbox, async ({ app, principal }, { query }) => {
  const now = app.clock.now();
  const inForce = await agreementInForce(app.db, now);
  const today = dayIn(inForce.agreement.timeZone, now);
  const settledSince = new Date(startOfDay(inForce.agreement.timeZone, today));
  const [{ rows, next }, groups, around] = await Promise.all([
    listInboxRows(app.db, principal, { ...query, settledSince }),
    countInboxGroups(app.db, principal, query.scope, settledSince),
    loadInboxAround(app.db, principal),
  ]);
  const holders = holdersOf(rows.flatMap((row) => row.clock ?? []));
  const [calendars, sparks, promises] = await Promise.all([
    loadHolderCalendars(app.db, now, holders.userIds, [...holders.teamIds, ...around.queues.map((queue) => queue.team.id)]),
    loadSparks(app.db, inForce, rows.map((row) => row.contact_id), today),
    readPromises(app.db, inForce, rows.flatMap((row) => [row.agreement_version, ...(row.clock ? [row.clock.agreementVersion] : [])])),
  ]);
  return {
    at: now.toISOString(),
    rows: rows.map((row) => inboxRowOf(row, { inForce, promises, calendars, spark: sparks.get(row.contact_id) ?? [], now })),
    next,
    count: { value: groups.reduce((sum, group) => sum + group.count, 0), capped: false },
    groups,
    scopes: { mine: around.mine, team: around.team, queue: around.queue },
    queues: around.queues.map(({ team, unclaimed, oldest }) => {
      const calendar = calendars.team(team.id);
      return { team, unclaimed, oldestSince: new Date(oldest).toISOString(), oldestWaitMs: elapsedBusiness(calendar, Date.parse(oldest), now.getTime()), dayMs: calendar.dayMs };
    }),
    room: { open: around.mine, capacity: around.capacity },
  };
});

export const countInboxRoute = handle(countInbox, ({ app, principal }) => countOwed(app.db, principal.userId));

function inboxRowOf(row: InboxStoreRow, { inForce, promises, calendars, spark, now }: { inForce: InForce; promises: Promises; calendars: HolderCalendars; spark: number[]; now: Date }): InboxRow {
  const { agreement } = inForce;
  const clause = attemptsClause(promises(row.agreement_version), row.tier);
  return {
    id: row.id,
    group: inboxGroups[row.rank]!,
    contact: { id: row.contact_id, name: row.contact_name },
    company: row.company,
    tier: tierOf(agreement, row.tier),
    fit: row.fit,
    grade: row.grade,
    engagement: row.engagement,
    spark,
    source: sourceOf(agreement, row.lane, row.last_touch ?? row.first_touch, row.source),
    clock: row.clock && readingOf(row.clock, calendars, { agreement, promises }, now),
    attempts: { done: row.attempts, channels: row.channels, needed: clause?.attempts ?? null, neededChannels: clause?.channels ?? null },
    state: row.state,
    assignee: row.assignee,
    team: row.team,
    openedAt: row.opened_at.toISOString(),
    acceptedAt: row.accepted_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    reason: reasonName(agreement, row.reason),
    seen: row.seen_at !== null,
  };
}
