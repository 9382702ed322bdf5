import { listColleagues } from "@tandem/contract/access/users";
import { editTask, type Task } from "@tandem/contract/pipeline/tasks";
import { useState } from "react";
import { useAct, useOperation } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { FormError } from "../../ui/form-error.tsx";
import { DateInput, TextInput } from "../../ui/text-input.tsx";
import css from "./pipeline.module.css";

export function EditTaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const [title, setTitle] = useState(task.title);
  const [day, setDay] = useState(task.due?.day ?? "");
  const [time, setTime] = useState(task.due?.time ?? "");
  const [assigneeId, setAssignee] = useState(task.assignee.id);
  const people = useOperation(listColleagues).data?.rows ?? [];
  const save = useAct(editTask, { quietErrors: true, said: (row) => `Saved: ${row.title}`, onDone: onClose });
  const body = { version: task.version, title, due: day === "" ? null : { day, time: time === "" ? null : time }, ...(assigneeId !== task.assignee.id && { assigneeId }) };
  return (
    <Dialog
      open onClose={onClose} title="Edit task" lead={`Due times are read where ${task.assignee.name} is (${task.timeZone}).`}
      actions={<><Button kind="quiet" onClick={onClose}>Cancel</Button><Button kind="primary" hint="mod+enter" type="submit" form="edit-task" busy={save.isPending} refused={title.trim() === "" ? "Say what is to be done" : undefined}>Save</Button></>}
    >
      <form id="edit-task" className={css.form} onSubmit={(event) => { event.preventDefault(); save.mutate({ params: { taskId: task.id }, body }); }}>
        <TextInput label="What" value={title} onChange={setTitle} data-autofocus />
        <div className={css.pair}>
          <DateInput label="Day" optional value={day} onChange={setDay} />
          <TextInput label="Time" type="time" optional value={time} onChange={setTime} />
        </div>
        <Combobox label="For" value={assigneeId} valueLabel={task.assignee.name} onChange={(id) => id && setAssignee(id)} choices={people.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name }))} />
        <FormError error={save.error} />
      </form>
    </Dialog>
  );
}
