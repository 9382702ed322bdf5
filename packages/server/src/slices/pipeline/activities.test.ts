import { editActivity, listActivities, logActivity, removeActivity } from "@tandem/contract/pipeline/activities";
import { getOpportunity } from "@tandem/contract/pipeline/opportunities";
import { completeTask, countTasks, createTask, editTask, listTasks, removeTask } from "@tandem/contract/pipeline/tasks";
import { beforeAll, describe, expect, test } from "vitest";
import { runDueTimers } from "../../platform/timers.ts";
import { testWorld, pageView } from "../../test/world.ts";
import { remindOfTask } from "./remind-of-task.ts";
import { pipelineApp, type PipelineApp } from "./pipeline.fixture.ts";

let t: PipelineApp;
let contactId: string;
let dealId: string;
beforeAll(async () => {
  t = await pipelineApp();
  contactId = await t.contact({ first_name: "Anna", email: "anna@firm.example" });
  dealId = await t.deal({ contactId });
});

describe("activities", () => {
  const log = (body: object, by = t.as.rep) => t.call(logActivity, { body: body as never }, by);

  test("are written down, corrected and taken away by their author, with undo", async () => {
    const made = await log({ kind: "call", opportunityId: dealId, outcome: "conversation", body: "Wants an offer", minutes: 12 });
    expect(made.body).toMatchObject({ kind: "call", contact: { id: contactId }, opportunity: { id: dealId }, outcome: "conversation", mine: true, proves: false, handoffId: null, version: 0 });
    const { id } = made.body;
    const edited = await t.call(editActivity, { params: { activityId: id }, body: { version: 0, body: "Wants two offers" } }, t.as.rep);
    expect(edited.body).toMatchObject({ body: "Wants two offers", version: 1 });
    expect((await t.call(editActivity, { params: { activityId: id }, body: { version: 0, body: "x" } }, t.as.rep)).problem).toMatchObject({ code: "changed-meanwhile", data: { body: "Wants two offers" } });
    expect((await t.call(editActivity, { params: { activityId: id }, body: { version: 1, body: "x" } }, t.as.colleague)).problem.code).toBe("not-your-activity");
    const texts = async () => (await t.call(listActivities, { query: { opportunityId: dealId } }, t.as.colleague)).body.rows.map((row) => row.body);
    expect((await t.call(removeActivity, { params: { activityId: id } }, t.as.rep)).status).toBe(204);
    expect(await texts()).toEqual([]);
    await t.call(removeActivity, { params: { activityId: id }, query: { back: "true" } }, t.as.rep);
    expect(await texts()).toEqual(["Wants two offers"]);
  });

  test("happened, came to something that can come of them, and say something", async () => {
    const tomorrow = new Date(t.clock.now().getTime() + 86_400_000).toISOString();
    expect((await log({ kind: "call", contactId, at: tomorrow })).problem.code).toBe("activity-in-future");
    expect((await log({ kind: "email", contactId, outcome: "no-answer" })).problem.code).toBe("outcome-not-of-kind");
    expect((await log({ kind: "note", contactId, body: "  " })).problem.code).toBe("invalid-input");
    expect((await log({ kind: "call" })).problem.code).toBe("invalid-input");
    expect((await log({ kind: "call", contactId: t.app.ids.next() })).problem.code).toBe("no-such-contact");
    expect((await log({ kind: "note", opportunityId: dealId, body: "Seen at the fair" }, t.as.marketing)).status).toBe(200);
  });

  test("page by key", async () => {
    for (let i = 0; i < 5; i += 1) await log({ kind: "note", contactId, body: `Note ${i}` });
    const first = (await t.call(listActivities, { query: { contactId, limit: 3 } }, t.as.rep)).body;
    const rest = (await t.call(listActivities, { query: { contactId, limit: 200, cursor: first.next! } }, t.as.rep)).body;
    const all = (await t.call(listActivities, { query: { contactId, limit: 200 } }, t.as.rep)).body;
    expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(all.rows.map((row) => row.id));
  });
});

describe("an attempt told as an activity", () => {
  test("proves the response of the author's own handoff and then stays; somebody else's call does not", async () => {
    const w = await testWorld({ reps: 1 });
    await w.send(pageView("a1", "/pricing"), { type: "identify", anonymousId: "a1", traits: { email: "lead@firm.example", firstName: "Lea" } }, { type: "track", anonymousId: "a1", event: "Demo Requested" });
    const handoff = await w.db.one<{ id: string; contact_id: string; assignee_id: string }>("select id, contact_id, assignee_id from handoff");
    expect(handoff.assignee_id).toBe(w.reps[0]!.id);
    const { logActivityRoute } = await import("./log-activity.ts");
    const { removeActivityRoute } = await import("./change-activity.ts");
    const principal = (userId: string) => ({ userId, name: "", role: "sales-rep", teamIds: [w.teamId], managedTeamIds: [], via: "session" }) as const;
    const body = { kind: "call", contactId: handoff.contact_id, opportunityId: null, direction: "out", outcome: "no-answer", subject: null, body: "", private: false, minutes: null };
    const stranger = w.app.ids.next();
    await w.db.query("insert into app_user (id, name, email, email_folded, role, time_zone, week, created_at) values ($1, 'S', 's@x', 's@x', 'sales-rep', 'Europe/Berlin', '{}', $2)", [stranger, w.clock.now()]);
    const clock = () => w.db.one<{ state: string }>("select state from clock where kind = 'first-attempt'");
    w.clock.advance(60_000);
    const other = (await logActivityRoute.handler({ app: w.app, principal: principal(stranger) } as never, { body } as never)) as { handoffId: string | null };
    expect([other.handoffId, (await clock()).state]).toEqual([null, "running"]);
    const own = (await logActivityRoute.handler({ app: w.app, principal: principal(handoff.assignee_id) } as never, { body } as never)) as { id: string; handoffId: string; proves: boolean };
    expect([own.handoffId, own.proves, (await clock()).state]).toEqual([handoff.id, true, "met"]);
    expect((await w.db.one<{ first_attempt_at: Date }>("select first_attempt_at from handoff")).first_attempt_at).toEqual(w.clock.now());
    await expect(Promise.resolve(removeActivityRoute.handler({ app: w.app, principal: principal(handoff.assignee_id) } as never, { params: { activityId: own.id }, query: {} } as never))).rejects.toThrow(/proves-an-attempt/);
  });
});

describe("tasks", () => {
  const make = async (body: object, by = t.as.rep) => (await t.call(createTask, { body: { title: "Call back", ...body } as never }, by)).body;
  const mine = async (query: object = {}, by = t.as.rep) => (await t.call(listTasks, { query: query as never }, by)).body.rows;

  test("are grouped by their person's day, soonest first, undated last", async () => {
    await make({ title: "someday" });
    await make({ title: "today", due: { day: "2026-01-05" }, opportunityId: dealId });
    await make({ title: "later", due: { day: "2026-01-09", time: "10:00" } });
    await make({ title: "late", due: { day: "2026-01-02" }, contactId });
    expect((await mine()).map((task) => [task.title, task.group, task.due])).toEqual([
      ["late", "overdue", { day: "2026-01-02", time: null }],
      ["today", "today", { day: "2026-01-05", time: null }],
      ["later", "upcoming", { day: "2026-01-09", time: "10:00" }],
      ["someday", "someday", null],
    ]);
    expect((await t.call(countTasks, {}, t.as.rep)).body).toEqual({ overdue: 1, today: 1, upcoming: 1, someday: 1 });
    const first = (await t.call(listTasks, { query: { limit: 2 } }, t.as.rep)).body;
    expect((await mine({ cursor: first.next!, limit: 50 })).map((task) => task.title)).toEqual(["later", "someday"]);
    expect((await t.call(getOpportunity, { params: { opportunityId: dealId } }, t.as.rep)).body.tasks).toBe(1);
  });

  test("are ticked off with undo, once", async () => {
    const task = (await mine())[0]!;
    const done = (value: boolean) => t.call(completeTask, { params: { taskId: task.id }, body: { done: value } }, t.as.rep);
    expect((await done(true)).body).toMatchObject({ group: "done", version: 1 });
    expect((await done(true)).body.version).toBe(1);
    expect((await mine({ show: "done" })).map((row) => row.id)).toEqual([task.id]);
    expect((await done(false)).body).toMatchObject({ group: "overdue", doneAt: null });
  });

  test("are changed by whoever has, gave or manages them, guarded by version", async () => {
    const task = await make({ title: "Send offer", due: { day: "2026-01-07", time: "15:00" } });
    const edit = (body: object, by = t.as.rep) => t.call(editTask, { params: { taskId: task.id }, body: { version: 0, ...body } as never }, by);
    expect((await edit({ title: "x" }, t.as.colleague)).problem.code).toBe("not-your-task");
    expect((await edit({ title: "x" }, t.as.otherRep)).problem.code).toBe("no-such-task");
    expect((await edit({ assigneeId: t.as.otherRep.id })).problem.code).toBe("not-in-your-teams");
    await t.db.query("update app_user set time_zone = 'America/New_York' where id = $1", [t.as.colleague.id]);
    const given = (await edit({ assigneeId: t.as.colleague.id })).body;
    expect(given).toMatchObject({ assignee: { id: t.as.colleague.id }, due: { day: "2026-01-07", time: "15:00" }, dueAt: "2026-01-07T20:00:00.000Z" });
    expect(await t.db.query("select title from notification where user_id = $1 and kind = 'task.assigned'", [t.as.colleague.id])).toEqual([{ title: "Task for you: Send offer" }]);
    expect((await edit({ title: "x" })).problem.code).toBe("changed-meanwhile");
    expect((await edit({ version: 1, due: { day: "2026-02-30" } })).problem.code).toBe("invalid-input");
    expect((await t.call(removeTask, { params: { taskId: task.id } }, t.as.manager)).status).toBe(204);
  });

  test("remind once, at their time; done or moved ones do not", async () => {
    const [a, b, c] = [await make({ title: "A", due: { day: "2026-01-12", time: "09:30" } }), await make({ title: "B", due: { day: "2026-01-12" } }), await make({ title: "C", due: { day: "2026-01-12" } })];
    await t.call(completeTask, { params: { taskId: b.id }, body: { done: true } }, t.as.rep);
    await t.call(editTask, { params: { taskId: c.id }, body: { version: 0, due: { day: "2026-01-13" } } }, t.as.rep);
    const told = async () => (await t.db.query<{ title: string }>("select title from notification where user_id = $1 and kind = 'task.due' and at >= '2026-01-12T08:00Z' order by at", [t.as.rep.id])).map((row) => row.title);
    const d = await make({ title: "D", due: { day: "2026-01-12", time: "09:30" } });
    // Done while its alarm waits: the alarm looks again.
    await t.db.query("update task set done_at = $2 where id = $1", [d.id, t.clock.now()]);
    t.clock.set(new Date("2026-01-12T07:00:00Z"));
    await runDueTimers(t.app, [remindOfTask]);
    t.clock.set(new Date("2026-01-12T08:29:00Z"));
    await runDueTimers(t.app, [remindOfTask]);
    expect(await told()).toEqual([]);
    t.clock.set(new Date("2026-01-12T08:31:00Z"));
    await runDueTimers(t.app, [remindOfTask]);
    await runDueTimers(t.app, [remindOfTask]);
    expect(await told()).toEqual(["Due now: A"]);
    t.clock.set(new Date("2026-01-13T08:00:30Z"));
    await runDueTimers(t.app, [remindOfTask]);
    expect(await told()).toEqual(["Due now: A", "Due today: C"]);
    expect(a.assignee.id).toBe(t.as.rep.id);
  });
});
