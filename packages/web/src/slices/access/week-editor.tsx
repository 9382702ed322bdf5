import type { Week } from "@tandem/contract/access/business-hours";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { AddIcon, CloseIcon } from "../../ui/icons.ts";
import css from "./settings.module.css";
import { TimeInput } from "./time-input.tsx";

const days = [1, 2, 3, 4, 5, 6, 7] as const;
type Day = (typeof days)[number];
const names: Record<Day, string> = { 1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday", 6: "Saturday", 7: "Sunday" };

/** What is wrong with the hours of a day, in words; null when nothing is. */
export function weekProblem(week: Week): string | null {
  for (const day of days) {
    const blocks = week[day] ?? [];
    for (const [i, block] of blocks.entries()) {
      if (!block.start || !block.end || block.start >= block.end) return `${names[day]}: a block ends after it starts. Split a night shift at midnight.`;
      const before = blocks[i - 1];
      if (before && before.end > block.start) return `${names[day]}: the blocks overlap.`;
    }
  }
  return days.every((day) => (week[day] ?? []).length === 0) ? "At least one day needs hours." : null;
}

/** Hours of a week, several blocks a day where the day is split. */
export function WeekEditor({ week, onChange, disabled }: { week: Week; onChange: (week: Week) => void; disabled?: boolean }) {
  const put = (day: Day, blocks: { start: string; end: string }[]) => {
    const next: Week = { ...week, [day]: blocks };
    if (blocks.length === 0) delete next[day];
    onChange(next);
  };
  const add = (day: Day) => {
    const last = (week[day] ?? []).at(-1);
    const start = last && last.end < "22:00" ? nextHour(last.end) : "09:00";
    put(day, [...(week[day] ?? []), { start, end: last ? (start < "18:00" ? "18:00" : "24:00") : "17:30" }]);
  };
  const weekdays = () => onChange({ ...week, 2: week[1] ?? [], 3: week[1] ?? [], 4: week[1] ?? [], 5: week[1] ?? [] });
  return (
    <div className={css.days}>
      {days.map((day) => (
        <div key={day} className={css.day} role="group" aria-label={names[day]}>
          <span aria-hidden><span className={css.long}>{names[day]}</span><span className={css.short}>{names[day].slice(0, 2)}</span></span>
          <div className={css.blocks}>
            {(week[day] ?? []).map((block, i) => (
              <span key={i} className={css.block}>
                <TimeInput label={`${names[day]}, block ${i + 1}, start`} value={block.start} disabled={disabled} onChange={(start) => put(day, (week[day] ?? []).with(i, { ...block, start }))} />
                <span aria-hidden>–</span>
                <TimeInput label={`${names[day]}, block ${i + 1}, end`} value={block.end} disabled={disabled} onChange={(end) => put(day, (week[day] ?? []).with(i, { ...block, end }))} />
                {!disabled && <IconButton icon={CloseIcon} label={`Remove block ${i + 1} of ${names[day]}`} onClick={() => put(day, (week[day] ?? []).toSpliced(i, 1))} />}
              </span>
            ))}
            {(week[day] ?? []).length === 0 && <span className={css.free}>Free</span>}
            {!disabled && <IconButton icon={AddIcon} label={`Add a block to ${names[day]}`} onClick={() => add(day)} />}
          </div>
        </div>
      ))}
      {!disabled && <div><Button kind="soft" onClick={weekdays}>Tuesday to Friday as Monday</Button></div>}
    </div>
  );
}

function nextHour(time: string): string {
  return `${String(Number(time.slice(0, 2)) + 1).padStart(2, "0")}:${time.slice(3)}`;
}

/** "Mon–Fri 09:00–17:30" where all days agree, else the days one by one. */
export function weekInWords(week: Week): string {
  const text = (day: Day) => (week[day] ?? []).map((block) => `${block.start}–${block.end}`).join(", ");
  const runs: { from: Day; to: Day; hours: string }[] = [];
  for (const day of days) {
    const hours = text(day);
    const last = runs.at(-1);
    if (!hours) continue;
    if (last && last.hours === hours && last.to === day - 1) last.to = day;
    else runs.push({ from: day, to: day, hours });
  }
  const short = (day: Day) => names[day].slice(0, 3);
  return runs.map(({ from, to, hours }) => `${from === to ? short(from) : `${short(from)}–${short(to)}`} ${hours}`).join("; ");
}
