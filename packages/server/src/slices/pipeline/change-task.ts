import { completeTask, createTask, editTask, removeTask, type Task } from "@tandem/contract/pipeline/tasks";
import { changedMeanwhile, noSuchContact } from "@tandem/contract/pipeline/parts";
import { dueInstant, dueOf, reminderAt, type DueInstant, type TaskDue } from "@tandem/domain/pipeline/task-due";
import type { Sql } from "../../platform/sql.ts";
import type { Principal } from "../../platform/http/principal.ts";
import { handle, type Call } from "../../platform/http/route.ts";
import { Refusal } from "../../platform/refusal.ts";
import { actorOf } from "../../spine/actor.ts";
import { notify } from "../../spine/notify.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork, tell, type Work } from "../../spine/work.ts";
import { requireColleague } from "./colleagues.ts";
import { requireVisible } from "./list-opportunity-timeline.ts";
import { findTask, linkOf, mayChangeTask, reminderKind, taskOf, type TaskRow } from "./task-store.ts";

const refusalOf = (code: string) => [...createTask.refusals, ...editTask.refusals].find((refusal) => refusal.code === code)!;

export const createTaskRoute = handle(createTask, ({ app, principal }, { body }) =>
  app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    if (body.opportunityId !== null) await requireVisible(tx, principal, body.opportunityId);
    if (body.contactId !== null && !(await tx.find("select 1 from contact where id = $1", [body.contactId]))) throw new Refusal(noSuchContact);
    const assigneeId = body.assigneeId ?? principal.userId;
    await requireColleague(tx, principal, assigneeId);
    const zone = await zoneOf(tx, assigneeId);
    const due = body.due === null ? null : readDue(body.due, zone);
    const id = app.ids.next();
    await tx.query(
      `insert into task (id, title, contact_id, opportunity_id, assignee_id, due_at, all_day, created_by, created_at) values ($1, $2, (select survivor_id from contact where id = $3), $4, $5, $6, $7, $8, $9)`,
      [id, body.title, body.contactId, body.opportunityId, assigneeId, due === null ? null : new Date(due.at), due?.allDay ?? true, principal.userId, work.at],
    );
    remind(work, id, due, zone);
    return saved(work, principal, id, "created");
  }),
);

export const editTaskRoute = handle(editTask, (call, { params, body }) =>
  workOnTask(call, params.taskId, async (work, row) => {
    const { tx } = work;
    if (row.version !== body.version) throw new Refusal(changedMeanwhile, undefined, taskOf(row, work.at));
    const assigneeId = body.assigneeId ?? row.assignee_id;
    if (assigneeId !== row.assignee_id) await requireColleague(tx, call.principal, assigneeId);
    const zone = assigneeId === row.assignee_id ? row.zone : await zoneOf(tx, assigneeId);
    // Given to somebody elsewhere, a task stays due at the same reading of the wall.
    const wanted = body.due === undefined ? (row.due_at === null ? null : dueOf({ at: row.due_at.getTime(), allDay: row.all_day }, row.zone)) : body.due;
    const due = wanted === null ? null : readDue(wanted, zone);
    await tx.query("update task set title = $2, assignee_id = $3, due_at = $4, all_day = $5, version = version + 1 where id = $1", [row.id, body.title ?? row.title, assigneeId, due === null ? null : new Date(due.at), due?.allDay ?? true]);
    remind(work, row.id, row.done_at === null ? due : null, zone);
    return saved(work, call.principal, row.id, "edited");
  }),
);

export const completeTaskRoute = handle(completeTask, (call, { params, body }) =>
  workOnTask(call, params.taskId, async (work, row) => {
    if (body.done === (row.done_at !== null)) return taskOf(row, work.at);
    await work.tx.query("update task set done_at = $2, version = version + 1 where id = $1", [row.id, body.done ? work.at : null]);
    remind(work, row.id, body.done || row.due_at === null ? null : { at: row.due_at.getTime(), allDay: row.all_day }, row.zone);
    work.facts.push({ kind: body.done ? "task.done" : "task.reopened", at: work.at, subject: { kind: "task", id: row.id }, payload: { assigneeId: row.assignee_id, contactId: row.contact_id, opportunityId: row.opportunity_id } });
    return saved(work, call.principal, row.id, body.done ? "done" : "reopened");
  }),
);

export const removeTaskRoute = handle(removeTask, (call, { params }) =>
  workOnTask(call, params.taskId, async (work, row) => {
    await work.tx.query("delete from task where id = $1", [row.id]);
    remind(work, row.id, null, row.zone);
    work.audit.push({ at: work.at, actor: work.actor, act: "task.removed", entityKind: "task", entityId: row.id });
    tellTask(work, row);
    await settle(work);
    return null;
  }),
);

function workOnTask<T>({ app, principal }: Call, id: string, act: (work: Work, row: TaskRow) => Promise<T>): Promise<T> {
  return app.db.transaction(async (tx) => {
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: actorOf(principal) });
    await tx.query("select 1 from task where id = $1 for update", [id]);
    const row = await findTask(tx, principal, id);
    if (!row) throw new Refusal(refusalOf("no-such-task"));
    if (!mayChangeTask(principal, row)) throw new Refusal(refusalOf("not-your-task"));
    return act(work, row);
  });
}

/** Somebody who is given a task by another person is told so. */
async function saved(work: Work, principal: Principal, id: string, act: string): Promise<Task> {
  const row = (await findTask(work.tx, principal, id))!;
  if (row.assignee_id !== principal.userId && (act === "created" || act === "edited"))
    notify(work, row.assignee_id, { kind: "task.assigned", title: `Task for you: ${row.title}`, body: row.opportunity?.name ?? row.contact?.name ?? "", link: linkOf(row), cause: `task ${id} assigned ${row.assignee_id}` });
  work.audit.push({ at: work.at, actor: work.actor, act: `task.${act}`, entityKind: "task", entityId: id, summary: { assigneeId: row.assignee_id } });
  tellTask(work, row);
  await settle(work);
  return taskOf(row, work.at);
}

function tellTask(work: Work, row: TaskRow): void {
  tell(work, [`user:${row.assignee_id}`, ...(row.created_by === null ? [] : [`user:${row.created_by}`])], "task.changed", row.id);
  if (row.opportunity_id !== null) tell(work, ["everyone"], "opportunity.changed", row.opportunity_id);
  if (row.contact_id !== null) tell(work, ["everyone"], "contact.changed", row.contact_id);
}

function readDue(due: TaskDue, zone: string): DueInstant {
  const at = dueInstant(due, zone);
  if (!at) throw new Error(`The contract let a day through that does not exist: ${due.day}`);
  return at;
}

async function zoneOf(sql: Sql, userId: string): Promise<string> {
  return (await sql.one<{ zone: string }>("select time_zone as zone from app_user where id = $1", [userId])).zone;
}

/** One alarm a task, moved with it; a time that has passed already reminds nobody. */
function remind(work: Work, id: string, due: DueInstant | null, zone: string): void {
  const at = due === null ? null : reminderAt(due, zone);
  if (at !== null && at > work.at.getTime()) work.timers.set.push({ kind: reminderKind, key: id, dueAt: new Date(at) });
  else work.timers.cancelled.push({ kind: reminderKind, key: id });
}
