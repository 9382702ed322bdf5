import { completeTask, createTask, listTasks, removeTask, type Task } from "@tandem/contract/pipeline/tasks";
import { call } from "../../app/api.ts";
import { invalidate, patch, useAct } from "../../app/query.ts";
import { toast } from "../../ui/toast.tsx";

/** Ticking off and taking away, at once and with a way back. */
export function useTaskActs(): { done: (task: Task, done: boolean) => void; remove: (task: Task) => void } {
  const hide = (id: string) => patch(listTasks, (list) => ({ ...list, rows: list.rows.filter((row) => row.id !== id) }));
  const complete = useAct(completeTask, {
    optimistic: (input) => hide(input.params.taskId),
    said: (task) => (task.doneAt ? `Done: ${task.title}` : `Open again: ${task.title}`),
    undo: (task) => call(completeTask, { params: { taskId: task.id }, body: { done: task.doneAt === null } }),
  });
  const remove = useAct(removeTask, { optimistic: (input) => hide(input.params.taskId) });
  return {
    done: (task, done) => complete.mutate({ params: { taskId: task.id }, body: { done } }),
    remove: (task) => remove.mutate({ params: { taskId: task.id } }, { onSuccess: () => sayRemoved(task) }),
  };
}

/** Taken away is made anew by an undo: nothing hung on its id but the list. */
function sayRemoved(task: Task): void {
  const again = { title: task.title, contactId: task.contact?.id ?? null, opportunityId: task.opportunity?.id ?? null, assigneeId: task.assignee.id, due: task.due };
  toast.say(`Taken away: ${task.title}`, { undo: () => call(createTask, { body: again }).then(() => invalidate(["pipeline"]), (error: unknown) => toast.problem(error)) });
}
