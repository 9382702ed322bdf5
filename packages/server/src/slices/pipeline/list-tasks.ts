import { countTasks, listTasks } from "@tandem/contract/pipeline/tasks";
import { endOfDay } from "@tandem/domain/pipeline/task-due";
import { handle } from "../../platform/http/route.ts";
import { bound } from "../../platform/bound.ts";
import { readCursor, timePlace, writeCursor } from "../../platform/cursor.ts";
import { requireVisible } from "./list-opportunity-timeline.ts";
import { taskScope } from "./row-scope.ts";
import { duePlace, taskOf, taskSelect, type TaskRow } from "./task-store.ts";

export const listTasksRoute = handle(listTasks, async ({ app, principal }, { query }) => {
  if (query.opportunityId !== undefined) await requireVisible(app.db, principal, query.opportunityId);
  const b = bound();
  const place = readCursor(timePlace, query.cursor);
  const done = query.show === "done";
  const key = done ? "k.done_at" : duePlace;
  const about = query.contactId !== undefined || query.opportunityId !== undefined;
  const assignee = query.assignee ?? (about ? "anyone" : "me");
  const conditions = [
    // Whoever sees a deal sees what is to be done there.
    query.opportunityId !== undefined ? `k.opportunity_id = ${b.bind(query.opportunityId)}` : taskScope(principal, b),
    done ? "k.done_at is not null" : "k.done_at is null",
    ...(assignee === "anyone" ? [] : [`k.assignee_id = ${b.bind(assignee === "me" ? principal.userId : assignee)}`]),
    ...(query.contactId === undefined ? [] : [`k.contact_id in (select m.id from contact m where m.survivor_id = (select survivor_id from contact where id = ${b.bind(query.contactId)}))`]),
    ...(place ? [`(${key}, k.id) ${done ? "<" : ">"} (${b.bind(place[0])}::timestamptz, ${b.bind(place[1])}::uuid)`] : []),
  ];
  const direction = done ? "desc" : "asc";
  const rows = await app.db.query<TaskRow>(`${taskSelect(conditions.join(" and "), key)} order by ${key} ${direction}, k.id ${direction} limit ${b.bind(query.limit + 1)}`, b.params);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => taskOf(row, app.clock.now())), next: rows.length > query.limit && last ? writeCursor([last.place, last.id]) : null, count: null };
});

export const countTasksRoute = handle(countTasks, async ({ app, principal }) => {
  const now = app.clock.now();
  const { zone } = await app.db.one<{ zone: string }>("select time_zone as zone from app_user where id = $1", [principal.userId]);
  return app.db.one(
    `select count(*) filter (where due_at < $2) as overdue, count(*) filter (where due_at >= $2 and due_at < $3) as today, count(*) filter (where due_at >= $3) as upcoming, count(*) filter (where due_at is null) as someday
     from (select due_at from task where assignee_id = $1 and done_at is null order by due_at limit 1000) mine`,
    [principal.userId, now, new Date(endOfDay(now.getTime(), zone))],
  );
});
