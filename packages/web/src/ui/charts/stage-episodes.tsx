import { useId } from "react";
import { stageFill, stageLabel } from "../stage-chip.tsx";
import { useFormat } from "../use-format.ts";
import css from "./charts.module.css";
import { ChartTable, useWidth } from "./chart-parts.tsx";

export interface EpisodeSpan {
  readonly id: string;
  readonly stage: string;
  /** Instants in epoch milliseconds; `left` is absent for the present episode. */
  readonly entered: number;
  readonly left?: number | undefined;
  /** Written beside the bar: "Episode 2", with its note: "7 Sep, v7. Back by webinar". */
  readonly title?: string | undefined;
  readonly note?: string | undefined;
}

const rank = ["advocate", "customer", "opportunity", "sql", "sal", "mql", "lead", "visitor", "nurture", "disqualified", "lost", "churned"];

/** A person's passages through the stages: the path upwards, detours beneath, today at the right. */
export function StageEpisodes({ episodes, now, label, onOpen }: { episodes: readonly EpisodeSpan[]; now: number; label: string; onOpen?: (id: string) => void }) {
  const [ref, width] = useWidth<HTMLElement>(1000);
  const id = useId();
  const format = useFormat();
  const stages = rank.filter((stage) => episodes.some((one) => one.stage.toLowerCase() === stage));
  const left = 72, right = 32, line = 14, top = 8;
  const bottom = top + stages.length * line;
  const start = Math.min(...episodes.map((one) => one.entered), now - 86_400_000);
  const x = (at: number) => left + ((at - start) / (now - start)) * (width - left - right);
  const y = (stage: string) => top + stages.indexOf(stage.toLowerCase()) * line + line / 2;
  const ordered = episodes.toSorted((a, b) => a.entered - b.entered);
  return (
    <figure ref={ref} className={css.chart}>
      <svg height={bottom + 26} viewBox={`0 0 ${width} ${bottom + 26}`} role="img" aria-labelledby={id}>
        <title id={id}>{label}</title>
        {stages.map((stage) => (
          <g key={stage}>
            <text x={0} y={y(stage) + 4}>{stageLabel(stage)}</text>
            <line x1={left} x2={width - right} y1={y(stage)} y2={y(stage)} stroke="var(--line)" />
          </g>
        ))}
        {monthStarts(start, now).map((at) => (
          <g key={at}>
            <line x1={x(at)} x2={x(at)} y1={top} y2={bottom} stroke="var(--line)" />
            {x(at) < width - right - 48 && <text x={x(at) + 2} y={bottom + 18}>{monthName(at, format.context.locale)}</text>}
          </g>
        ))}
        {ordered.map((one, i) => {
          const before = ordered[i - 1];
          return before && <line key={`step-${one.id}`} x1={x(one.entered)} x2={x(one.entered)} y1={y(before.stage)} y2={y(one.stage)} stroke="var(--edge)" strokeWidth="1.2" />;
        })}
        {ordered.map((one, i) => {
          const from = x(one.entered);
          const to = Math.max(from + 7, x(one.left ?? now));
          // Words stand right of a bar on the left half, left of it on the right half, and never beyond the drawing.
          const after = from < width * 0.45;
          const words = (one.title?.length ?? 0) * 6.4 + (one.note?.length ?? 0) * 5.6;
          const fits = after ? to + 10 + words < width - right : from - 10 - words > left;
          const days = Math.round(((one.left ?? now) - one.entered) / 86_400_000);
          return (
            <g key={one.id} onClick={onOpen && (() => onOpen(one.id))} style={{ cursor: onOpen ? "pointer" : undefined }}>
              <rect x={from} y={y(one.stage) - 3.5} width={to - from} height={7} rx={2} fill={stageFill(one.stage)}>
                <title>{`${stageLabel(one.stage)}, ${days} days`}</title>
              </rect>
              {one.title && fits && (
                <text x={after ? to + 10 : from - 10} y={y(one.stage) + 4} textAnchor={after ? "start" : "end"} style={halo}>
                  <tspan className={css.strong} style={{ fontWeight: 600, fill: "var(--ink)" }}>{one.title}</tspan> {one.note}
                </text>
              )}
              {!one.title && to - from > 120 && (
                <text x={(from + to) / 2} y={y(one.stage) + (i === ordered.length - 1 ? 17 : -7)} textAnchor="middle" style={halo}>{days} days in {stageLabel(one.stage).toLowerCase()}</text>
              )}
            </g>
          );
        })}
        <line x1={x(now)} x2={x(now)} y1={0} y2={bottom + 4} stroke="var(--ink)" strokeWidth="1.5" />
        <text x={x(now)} y={bottom + 18} textAnchor="middle" className={css.strong}>Today</text>
      </svg>
      <ChartTable
        caption={label} headers={["Stage", "Entered", "Left", "Note"]}
        rows={ordered.map((one) => [stageLabel(one.stage), format.date(one.entered), one.left ? format.date(one.left) : "now", `${one.title ?? ""} ${one.note ?? ""}`.trim()])}
      />
    </figure>
  );
}

const halo = { fill: "var(--ink2)", paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 3, strokeLinejoin: "round" } as const;

/** First days of months between two moments; every second or third where the span is long. */
function monthStarts(from: number, to: number): number[] {
  const first = new Date(from);
  const months = (to - from) / 2_629_800_000;
  const step = Math.max(1, Math.ceil(months / 12));
  const starts: number[] = [];
  for (let month = first.getUTCMonth() + 1; ; month += step) {
    const at = Date.UTC(first.getUTCFullYear(), month, 1);
    if (at >= to) return starts;
    starts.push(at);
  }
}
function monthName(at: number, locale: string): string {
  const month = new Date(at).getUTCMonth();
  return new Intl.DateTimeFormat(locale, { month: "short", ...(month === 0 ? { year: "numeric" } : {}), timeZone: "UTC" }).format(at).replace("Sept", "Sep");
}
