import type { TimerHandler } from "../../platform/timers.ts";
import { engine } from "../../spine/actor.ts";
import { notify } from "../../spine/notify.ts";
import { settle } from "../../spine/settle.ts";
import { beginWork } from "../../spine/work.ts";
import { duePlace, linkOf, reminderKind, taskSelect, type TaskRow } from "./task-store.ts";

/** Says once that a task is due. The timer is only the alarm: done or moved meanwhile, it reminds nobody. */
export const remindOfTask: TimerHandler = {
  kind: reminderKind,
  async handle(app, tx, timers) {
    const rows = await tx.query<TaskRow>(`${taskSelect("k.id = any($1::uuid[]) and k.done_at is null and k.due_at is not null", duePlace)} order by k.id`, [timers.map((timer) => timer.key)]);
    const work = await beginWork(app, tx, { at: app.clock.now(), actor: engine });
    for (const row of rows)
      notify(work, row.assignee_id, {
        kind: "task.due", title: `${row.all_day ? "Due today" : "Due now"}: ${row.title}`, body: [row.opportunity?.name ?? row.contact?.name, row.company].filter(Boolean).join(", "),
        link: linkOf(row), cause: `task ${row.id} due ${row.due_at!.getTime()}`,
      });
    await settle(work);
  },
};
