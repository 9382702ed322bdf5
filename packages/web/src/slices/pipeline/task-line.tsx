import type { Task } from "@tandem/contract/pipeline/tasks";
import { useState } from "react";
import { useSession } from "../../app/session.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { CheckIcon, EditIcon, MoreIcon, RemoveIcon } from "../../ui/icons.ts";
import { Link } from "../../ui/link.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { EditTaskDialog } from "./edit-task-dialog.tsx";
import { dayAfter, todayIn } from "./words.ts";
import css from "./tasks.module.css";

interface TaskLineProps {
  task: Task;
  /** Beside a deal: the deal itself is not named again. */
  narrow?: boolean;
  onDone?: ((task: Task, done: boolean) => void) | undefined;
  onRemove?: ((task: Task) => void) | undefined;
}

/** One thing to do: a ring to tick, what it is about, when it is due. */
export function TaskLine({ task, narrow, onDone, onRemove }: TaskLineProps) {
  const { user } = useSession();
  const [editing, setEditing] = useState(false);
  const done = task.doneAt !== null;
  const about = task.opportunity ? { to: `/pipeline/${task.opportunity.id}`, name: task.opportunity.name } : task.contact ? { to: `/people/${task.contact.id}`, name: task.contact.name } : null;
  const others = task.assignee.id !== user.id ? `for ${task.assignee.name}` : task.createdBy && task.createdBy.id !== user.id ? `from ${task.createdBy.name}` : null;
  return (
    <div className={css.task} data-task={task.id} data-done={done || undefined} data-narrow={narrow || undefined}>
      <button type="button" className={css.tick} aria-pressed={done} aria-label={done ? `Open again: ${task.title}` : `Done: ${task.title}`} onClick={() => onDone?.(task, !done)} disabled={!onDone}><CheckIcon /></button>
      <span className={css.what}>
        <span className={css.title}>{task.title}</span>
        <span className={css.about}>
          {narrow && <Due task={task} />}
          {!narrow && about && <Link to={about.to}>{about.name}</Link>}
          {!narrow && task.company && <span>{task.company}</span>}
          {others && <span>{others}</span>}
        </span>
      </span>
      {!narrow && <span className={css.due}><Due task={task} /></span>}
      {(onRemove ?? onDone) && (
        <Menu
          label={`About ${task.title}`} target={<IconButton icon={MoreIcon} label={`Change ${task.title}`} />}
          entries={[{ label: "Edit…", icon: EditIcon, onSelect: () => setEditing(true) }, ...(onRemove ? [{ label: "Take away", icon: RemoveIcon, danger: true, onSelect: () => onRemove(task) }] : [])]}
        />
      )}
      {editing && <EditTaskDialog task={task} onClose={() => setEditing(false)} />}
    </div>
  );
}

function Due({ task }: { task: Task }) {
  const format = useFormat();
  if (task.doneAt) return <span>Done {format.moment(task.doneAt)}</span>;
  if (!task.due) return <span className="ink3">No date</span>;
  const today = todayIn(format.context.timeZone, format.now);
  const words = task.due.day === today ? "Today" : task.due.day === dayAfter(today, 1) ? "Tomorrow" : task.due.day === dayAfter(today, -1) ? "Yesterday" : format.day(task.due.day);
  return <span className="num" data-late={task.group === "overdue" || undefined} title={task.group === "overdue" ? "Overdue" : undefined}>{words}{task.due.time ? ` ${task.due.time}` : ""}{task.group === "overdue" && <span className="sr-only">, overdue</span>}</span>;
}
