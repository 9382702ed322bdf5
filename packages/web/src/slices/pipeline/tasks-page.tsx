import { listTasks, type Task } from "@tandem/contract/pipeline/tasks";
import type { TaskGroup } from "@tandem/domain/pipeline/task-due";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { usePages } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { GroupBar, Ask } from "../../ui/group-bar.tsx";
import { PageHeader } from "../../ui/page-header.tsx";
import { SegmentedTabs } from "../../ui/segmented-tabs.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { useKeys } from "../../ui/use-keys.ts";
import { useUrlSearch } from "./pipeline-search.ts";
import { QuickTask } from "./quick-task.tsx";
import { TaskLine } from "./task-line.tsx";
import { useTaskActs } from "./use-task-acts.ts";
import css from "./tasks.module.css";

const groups: { group: TaskGroup; title: string }[] = [{ group: "overdue", title: "Overdue" }, { group: "today", title: "Today" }, { group: "upcoming", title: "Upcoming" }, { group: "someday", title: "Without a date" }, { group: "done", title: "Done" }];

/** One's own tasks, what is late first. */
export function Page() {
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [search, change] = useUrlSearch<{ show?: string | undefined; add?: string | undefined }>("/tasks");
  const done = search.show === "done";
  const list = usePages(listTasks, { query: { show: done ? "done" : "open", limit: 100 } });
  const acts = useTaskActs();
  useEffect(() => {
    if (search.add !== "yes") return;
    input.current?.focus();
    change({ add: undefined });
  }, [search.add, change]);
  useKeys("Tasks", {
    c: { label: "Add task", run: () => input.current?.focus() },
    j: { label: "Next task", run: () => step(place.current, 1) },
    k: { label: "Task before", run: () => step(place.current, -1) },
  });
  const shown = groups.map(({ group, title }) => ({ group, title, rows: (list.rows ?? []).filter((task) => task.group === group) })).filter(({ rows }) => rows.length > 0);
  const owed = (list.rows ?? []).filter((task) => task.group === "overdue" || task.group === "today").length;
  const onKeyDown = (event: KeyboardEvent) => {
    const task = list.rows?.find((row) => row.id === (event.target as HTMLElement).closest<HTMLElement>("[data-task]")?.dataset["task"]);
    if (task && event.key === "x" && !(event.target instanceof HTMLInputElement)) acts.done(task, task.doneAt === null);
  };
  return (
    <div className={css.page}>
      <PageHeader title="Tasks" note={!done && list.rows && (owed > 0 ? `${format.number(owed)} for today` : "Nothing owed today")}>
        <SegmentedTabs label="Which tasks" value={done ? "done" : "open"} onChange={(show) => change({ show: show === "done" ? "done" : undefined })} tabs={[{ value: "open", label: "To do" }, { value: "done", label: "Done" }]} />
      </PageHeader>
      <div className={css.scroll} ref={place} onKeyDown={onKeyDown}>
        {!done && <QuickTask input={input} />}
        {list.error && !list.rows ? <ErrorState title="The tasks could not be loaded" error={list.error} onRetry={list.retry} /> : null}
        {!list.rows && !list.error && <div className={css.loading}><SkeletonLines lines={8} /></div>}
        {list.rows?.length === 0 && (done
          ? <EmptyState title="Nothing is done yet." text="What you tick off stands here, newest first." />
          : <EmptyState title="Nothing is to be done." text="Add a task above, or from a deal; it comes back as a reminder on its day." />)}
        {shown.map(({ group, title, rows }) => (
          <section key={group} aria-label={title}>
            <GroupBar title={title} count={rows.length}>{group === "overdue" && <Ask tone="warn">{oldest(rows, format)}</Ask>}</GroupBar>
            <ul>{rows.map((task) => <li key={task.id}><TaskLine task={task} onDone={acts.done} onRemove={acts.remove} /></li>)}</ul>
          </section>
        ))}
        {list.more && <div className={css.more}><Button kind="quiet" onClick={list.loadMore}>Show more</Button></div>}
      </div>
    </div>
  );
}

function oldest(rows: readonly Task[], format: ReturnType<typeof useFormat>): string {
  const due = rows[0]?.due;
  return due ? `oldest ${format.day(due.day)}` : "";
}

/** Moves the focus from ring to ring. */
function step(place: HTMLElement | null, by: 1 | -1): void {
  const rings = [...(place?.querySelectorAll<HTMLElement>("[data-task] > button:first-child") ?? [])];
  const at = rings.findIndex((ring) => ring.parentElement?.contains(document.activeElement));
  rings[at < 0 ? (by === 1 ? 0 : rings.length - 1) : Math.min(rings.length - 1, Math.max(0, at + by))]?.focus();
}
