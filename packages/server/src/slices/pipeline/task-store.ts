import type { Task } from "@tandem/contract/pipeline/tasks";
import { dueOf, taskGroup } from "@tandem/domain/pipeline/task-due";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { bound } from "../../platform/bound.ts";
import { contactJson, linkJson } from "./people-names.ts";
import { taskScope } from "./row-scope.ts";

export interface TaskRow {
  id: string; title: string; due_at: Date | null; all_day: boolean; done_at: Date | null; created_at: Date; version: number; place: string; zone: string; assignee: Task["assignee"]; assignee_id: string;
  created_by: string | null; creator: Task["createdBy"]; contact: Task["contact"]; contact_id: string | null; opportunity: Task["opportunity"]; opportunity_id: string | null; company: string | null; managed: boolean;
}

/** Tasks `task k` that meet the condition. `place` is where a list goes on. */
export const taskSelect = (condition: string, place: string, managed = "false"): string =>
  `select k.id, k.title, k.due_at, k.all_day, k.done_at, k.created_at, k.version, (${place})::text as place, u.time_zone as zone, ${linkJson("u")} as assignee, k.assignee_id, k.created_by, ${linkJson("w")} as creator,
     ${contactJson("c")} as contact, c.id as contact_id, ${linkJson("o")} as opportunity, k.opportunity_id, y.name as company, ${managed} as managed
   from task k join app_user u on u.id = k.assignee_id left join app_user w on w.id = k.created_by left join opportunity o on o.id = k.opportunity_id
   left join contact kc on kc.id = k.contact_id left join contact c on c.id = kc.survivor_id left join company y on y.id = coalesce(o.company_id, c.company_id) where ${condition}`;

export const duePlace = "coalesce(k.due_at, timestamptz 'infinity')";

/** One task the caller may see, and whether they manage whoever has it. */
export function findTask(sql: Sql, principal: Principal, id: string): Promise<TaskRow | null> {
  const b = bound();
  const managed = principal.role === "sales-manager" ? `exists (select from team_member tm where tm.user_id = k.assignee_id and tm.team_id = any(${b.bind([...principal.managedTeamIds])}::uuid[]))` : "false";
  return sql.find<TaskRow>(taskSelect(`k.id = ${b.bind(id)} and ${taskScope(principal, b)}`, duePlace, managed), b.params);
}

/** Whoever has it, gave it, or manages whoever has it. */
export function mayChangeTask(principal: Principal, row: Pick<TaskRow, "assignee_id" | "created_by" | "managed">): boolean {
  return row.assignee_id === principal.userId || row.created_by === principal.userId || row.managed;
}

/** As its person reads it: due days and groups are those of their own wall. */
export function taskOf(row: TaskRow, now: Date): Task {
  const dueAt = row.due_at?.getTime() ?? null;
  return {
    id: row.id, title: row.title, group: taskGroup({ dueAt, done: row.done_at !== null }, now.getTime(), row.zone), due: dueAt === null ? null : dueOf({ at: dueAt, allDay: row.all_day }, row.zone), dueAt: row.due_at?.toISOString() ?? null,
    timeZone: row.zone, contact: row.contact, opportunity: row.opportunity, company: row.company, assignee: row.assignee, createdBy: row.creator, createdAt: row.created_at.toISOString(), doneAt: row.done_at?.toISOString() ?? null,
    version: row.version,
  };
}

/** Where a task leads. */
export function linkOf(row: { opportunity_id: string | null; contact_id: string | null }): string {
  return row.opportunity_id !== null ? `/pipeline/${row.opportunity_id}` : row.contact_id !== null ? `/people/${row.contact_id}` : "/tasks";
}

/** The kind of the timer that reminds of a task; its key is the task's id. */
export const reminderKind = "task-reminder";
