import { taskGroups } from "@tandem/domain/pipeline/task-due";
import { z } from "zod";
import { badCursor, operation, type RefusalKind } from "../operation.ts";
import { changedMeanwhile, contactLink, cursor, day, id, limit, noSuchContact, noSuchOpportunity, noSuchUser, notInYourTeams, person, recorders, title, version } from "./parts.ts";

/** What somebody means to do, by when. Due days and times are on the wall of the person the task is for. */

const due = z.strictObject({ day, /** HH:MM; null is any time of that day. */ time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "a time such as 09:00").nullable().default(null) });

export const task = z.object({
  id,
  title: z.string(),
  group: z.enum(taskGroups),
  due: z.object({ day: z.string(), time: z.string().nullable() }).nullable(),
  dueAt: z.string().nullable(),
  timeZone: z.string(),
  contact: contactLink.nullable(),
  opportunity: z.object({ id, name: z.string() }).nullable(),
  company: z.string().nullable(),
  assignee: person,
  createdBy: person.nullable(),
  createdAt: z.string(),
  doneAt: z.string().nullable(),
  version,
});
export type Task = z.infer<typeof task>;

const noSuchTask: RefusalKind = { code: "no-such-task", status: 404, title: "There is no such task, or it is not yours to see." };
const notYourTask: RefusalKind = { code: "not-your-task", status: 403, title: "Only whoever has it, gave it, or manages them may change a task. Ask them." };

export const listTasks = operation({
  name: "pipeline.list-tasks",
  method: "GET",
  path: "/tasks",
  summary: "Tasks: one's own by default, soonest due first and undated last; done ones newest first. Or those of a contact or a deal.",
  who: recorders,
  query: z.strictObject({
    show: z.enum(["open", "done"]).default("open"),
    /** Ids of people of one's teams; oneself where left out, unless a contact or deal is named. */
    assignee: z.union([id, z.literal("me"), z.literal("anyone")]).optional(),
    contactId: id.optional(),
    opportunityId: id.optional(),
    cursor: cursor.optional(),
    limit,
  }),
  response: z.object({ rows: z.array(task), next: z.string().nullable(), count: z.null() }),
  refusals: [noSuchOpportunity, badCursor],
});

export const countTasks = operation({
  name: "pipeline.count-tasks",
  method: "GET",
  path: "/tasks/count",
  summary: "How many of one's own tasks are overdue, due today, later, undated; each up to 1,000.",
  who: recorders,
  response: z.object({ overdue: z.number().int(), today: z.number().int(), upcoming: z.number().int(), someday: z.number().int() }),
});

export const createTask = operation({
  name: "pipeline.create-task",
  method: "POST",
  path: "/tasks",
  summary: "Plans something to do, for oneself or somebody of one's teams. A reminder comes at the due time, or at nine on the day.",
  who: recorders,
  body: z.strictObject({ title, contactId: id.nullable().default(null), opportunityId: id.nullable().default(null), assigneeId: id.optional(), due: due.nullable().default(null) }),
  response: task,
  refusals: [noSuchContact, noSuchOpportunity, noSuchUser, notInYourTeams],
});

export const editTask = operation({
  name: "pipeline.edit-task",
  method: "PATCH",
  path: "/tasks/:taskId",
  summary: "Changes a task's words, due time or person.",
  who: recorders,
  params: z.object({ taskId: id }),
  body: z.strictObject({ version, title: title.optional(), due: due.nullable().optional(), assigneeId: id.optional() }),
  response: task,
  refusals: [noSuchTask, notYourTask, changedMeanwhile, noSuchUser, notInYourTeams],
});

export const completeTask = operation({
  name: "pipeline.complete-task",
  method: "PUT",
  path: "/tasks/:taskId/done",
  summary: "Ticks a task off, or opens it again. Doing what is done already changes nothing.",
  who: recorders,
  params: z.object({ taskId: id }),
  body: z.strictObject({ done: z.boolean() }),
  response: task,
  refusals: [noSuchTask, notYourTask],
});

export const removeTask = operation({
  name: "pipeline.remove-task",
  method: "DELETE",
  path: "/tasks/:taskId",
  summary: "Takes away a task that is not to be done any more.",
  who: recorders,
  params: z.object({ taskId: id }),
  refusals: [noSuchTask, notYourTask],
});
