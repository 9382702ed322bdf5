import { completeTask, createTask, listTasks, removeTask } from "@tandem/contract/pipeline/tasks";
import { usePages } from "../../app/query.ts";
import { useMay } from "../../app/session.ts";
import { Section } from "../../ui/section.tsx";
import { QuickTask } from "./quick-task.tsx";
import { TaskLine } from "./task-line.tsx";
import { useTaskActs } from "./use-task-acts.ts";
import css from "./opportunity.module.css";

/** What is to be done in this deal, whoever has it. */
export function DealTasks({ opportunityId }: { opportunityId: string }) {
  const may = useMay();
  const shown = may(listTasks);
  const list = usePages(listTasks, { query: { opportunityId, limit: 50 } }, { enabled: shown });
  const acts = useTaskActs();
  if (!shown) return null;
  return (
    <Section title="Tasks" note={list.rows?.length || undefined}>
      <ul>
        {list.rows?.map((task) => <li key={task.id}><TaskLine task={task} narrow onDone={may(completeTask) ? acts.done : undefined} onRemove={may(removeTask) ? acts.remove : undefined} /></li>)}
      </ul>
      {list.rows?.length === 0 && <p className={css.none}>Nothing is planned. What you add comes back as a reminder.</p>}
      {may(createTask) && <QuickTask narrow about={{ opportunityId }} />}
    </Section>
  );
}
