import { Fragment, type ReactNode } from "react";
import type { IconType } from "./button.tsx";
import css from "./timeline.module.css";
import { EventIcon } from "./icons.ts";
import { RelativeTime } from "./relative-time.tsx";
import { useFormat } from "./use-format.ts";

export interface TimelineEntry {
  readonly id: string;
  /** Instant, ISO or epoch milliseconds; entries come newest first. */
  readonly at: string | number;
  readonly icon?: IconType;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  /** At the right: "+8, cap 20", "Not scored". */
  readonly effect?: ReactNode;
  /** A person of Sales or Marketing did it. */
  readonly side?: "marketing" | "sales" | undefined;
}

/** What happened, by day. `dense` is the one-line form beside a record. */
export function Timeline({ entries, dense }: { entries: readonly TimelineEntry[]; dense?: boolean }) {
  const format = useFormat();
  if (dense) {
    return (
      <ol className={css.dense}>
        {entries.map(({ id, at, icon: Icon = EventIcon, title }) => (
          <li key={id} className={css.line}>
            <RelativeTime at={at} className="ink3" named />
            <Icon />
            <span>{title}</span>
          </li>
        ))}
      </ol>
    );
  }
  return (
    <div className={css.timeline}>
      {byDay(entries, format.dayHeader).map(([header, list]) => (
        <Fragment key={header}>
          <h3 className={css.day}>
            {header}
            {(header === "Today" || header === "Yesterday") && list[0] && <span className="ink3"> {format.weekday(list[0].at)}</span>}
          </h3>
          <ol>
            {list.map(({ id, at, icon: Icon = EventIcon, title, detail, effect, side }) => (
              <li key={id} className={css.entry}>
                <time className={css.time} dateTime={new Date(at).toISOString()} title={format.exact(at)}>{format.time(at)}</time>
                <span className={css.mark} data-side={side}><Icon /></span>
                <div className={css.text}>
                  <div className={css.title}>{title}</div>
                  {detail && <div className={css.detail}>{detail}</div>}
                </div>
                {effect && <span className={css.effect}>{effect}</span>}
              </li>
            ))}
          </ol>
        </Fragment>
      ))}
    </div>
  );
}

function byDay(entries: readonly TimelineEntry[], header: (at: string | number) => string): [string, TimelineEntry[]][] {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = header(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}
