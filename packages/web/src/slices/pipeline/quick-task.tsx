import { createTask } from "@tandem/contract/pipeline/tasks";
import { useRef, useState, type RefObject } from "react";
import { useAct } from "../../app/query.ts";
import { Button } from "../../ui/button.tsx";
import { AddIcon, CalendarIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/menu.tsx";
import { useFormat } from "../../ui/use-format.ts";
import { dayAfter, todayIn } from "./words.ts";
import css from "./tasks.module.css";

interface QuickTaskProps {
  narrow?: boolean;
  about?: { opportunityId?: string; contactId?: string };
  input?: RefObject<HTMLInputElement | null>;
}

/** Writes down what is to be done without leaving the list: words, a day, Enter. */
export function QuickTask({ narrow, about = {}, input }: QuickTaskProps) {
  const format = useFormat();
  const own = useRef<HTMLInputElement>(null);
  const field = input ?? own;
  const today = todayIn(format.context.timeZone, format.now);
  const [title, setTitle] = useState("");
  const [day, setDay] = useState<string | null>(today);
  const [picking, setPicking] = useState(false);
  const add = useAct(createTask, { said: (task) => `Added: ${task.title}`, onDone: () => { setTitle(""); field.current?.focus(); } });
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const days = [{ label: "Today", day: today }, { label: "Tomorrow", day: dayAfter(today, 1) }, { label: "Next Monday", day: dayAfter(today, (8 - weekday) % 7 || 7) }, { label: "In a week", day: dayAfter(today, 7) }];
  const named = days.find((one) => one.day === day)?.label ?? (day === null ? "No date" : format.day(day));
  const submit = () => title.trim() !== "" && add.mutate({ body: { title, due: day === null ? null : { day, time: null }, ...about } });
  return (
    <form className={css.quick} data-narrow={narrow || undefined} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <AddIcon />
      <input ref={field} className={css.quickInput} aria-label="New task" placeholder={narrow ? "Add task" : "Add task: what is to be done"} value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      {picking
        ? <input type="date" className={css.quickDay} aria-label="Due day" value={day ?? ""} autoFocus onChange={(event) => setDay(event.target.value || null)} onBlur={() => setPicking(false)} />
        : (
          <Menu
            label="Due" target={<button type="button" className={css.dueButton}><CalendarIcon />{named}</button>}
            entries={[...days.map((one) => ({ label: one.label, checked: one.day === day, onSelect: () => setDay(one.day) })), { label: "No date", checked: day === null, onSelect: () => setDay(null) }, { label: "Another day…", onSelect: () => setPicking(true) }]}
          />
        )}
      {(title.trim() !== "" || !narrow) && <Button type="submit" busy={add.isPending} refused={title.trim() === "" ? "Say what is to be done" : undefined}>Add</Button>}
    </form>
  );
}
