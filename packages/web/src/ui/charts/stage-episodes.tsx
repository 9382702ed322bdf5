import { useId } from "react";
import { stageFill, stageLabel } from "../stage-chip.tsx";
import { formatMonth } from "../format.ts";
import { useFormat } from "../use-format.ts";
import css from "./chart-parts.module.css";
import { ChartTable, opens, useWidth } from "./chart-parts.tsx";

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
  const taken: { y: number; from: number; to: number }[] = [];
  /** The first of the lines where words fit without covering others; null where none is. */
  const place = (lines: readonly number[], from: number, to: number): number | null => {
    const free = lines.find((one) => from >= left && to <= width - right && !taken.some((other) => other.y === one && from < other.to + 8 && to > other.from - 8));
    if (free === undefined) return null;
    taken.push({ y: free, from, to });
    return free;
  };
  const ordered = episodes.toSorted((a, b) => a.entered - b.entered);
  const bars = ordered.map((one) => {
    // Wide enough to be seen, and never beyond today.
    const to = Math.min(x(now), Math.max(x(one.entered) + 7, x(one.left ?? now)));
    return { ...one, from: Math.min(x(one.entered), to - 7), to, days: Math.round(((one.left ?? now) - one.entered) / 86_400_000) };
  });
  // Words stand right of a bar on the left half, left of it on the right half, and never beyond the drawing; a second episode on the same line may stand one line higher.
  const titles = bars.map(({ stage, title, note, from, to }) => {
    const after = from < width * 0.45;
    const words = (title?.length ?? 0) * 6.4 + (note?.length ?? 0) * 5.6;
    return { after, at: title ? place([y(stage), y(stage) - line], after ? to + 10 : from - 10 - words, after ? to + 10 + words : from - 10) : null };
  });
  // How long a part took is told where no title stands: above its bar, or beneath that of the last one.
  const spans = bars.map(({ stage, title, from, to, days }, i) => {
    if (title || to - from <= 120) return null;
    const words = `${daysWords(days)} in ${inProse(stage)}`;
    const beneath = i === bars.length - 1 && y(stage) + line < bottom;
    const half = words.length * 2.8;
    return place([y(stage) + (beneath ? line : -line)], (from + to) / 2 - half, (from + to) / 2 + half) === null ? null : { words, y: y(stage) + (beneath ? 17 : -7) };
  });
  return (
    <figure ref={ref} className={css.chart}>
      <svg height={bottom + 26} viewBox={`0 0 ${width} ${bottom + 26}`} role={onOpen ? "group" : "img"} aria-labelledby={id}>
        <title id={id}>{label}</title>
        {stages.map((stage) => (
          <g key={stage}>
            <text x={0} y={y(stage) + 4}>{stageLabel(stage)}</text>
            <line x1={left} x2={width - right} y1={y(stage)} y2={y(stage)} stroke="var(--line)" />
          </g>
        ))}
        {monthStarts(start, now, Math.floor((width - left - right) / 44)).map((at) => (
          <g key={at}>
            <line x1={x(at)} x2={x(at)} y1={top} y2={bottom} stroke="var(--line)" />
            {x(at) < width - right - 48 && <text x={x(at) + 2} y={bottom + 18}>{formatMonth(new Date(at).toISOString().slice(0, 7))}</text>}
          </g>
        ))}
        {ordered.map((one, i) => {
          const before = ordered[i - 1];
          return before && <line key={`step-${one.id}`} x1={x(one.entered)} x2={x(one.entered)} y1={y(before.stage)} y2={y(one.stage)} stroke="var(--edge)" strokeWidth="1.2" />;
        })}
        {bars.map((one, i) => {
          const { from, to, days } = one;
          const { after, at: wordsAt } = titles[i]!;
          const span = spans[i];
          // Who speaks to the part says what is written beside it.
          const written = wordsAt === null ? (span?.words ?? null) : `${one.title} ${one.note ?? ""}`.trim();
          return (
            <g key={one.id} {...opens(onOpen && (() => onOpen(one.id)), `${written === null ? "" : `${written}. `}${stageLabel(one.stage)}, ${daysWords(days)}, since ${format.date(one.entered)}`)}>
              <rect x={from} y={y(one.stage) - 3.5} width={to - from} height={7} rx={2} fill={stageFill(one.stage)}>
                {written === null && <title>{`${stageLabel(one.stage)}, ${daysWords(days)}`}</title>}
              </rect>
              {wordsAt !== null && (
                <text x={after ? to + 10 : from - 10} y={wordsAt + 4} textAnchor={after ? "start" : "end"} style={halo}>
                  <tspan className={css.strong} style={{ fontWeight: 600, fill: "var(--ink)" }}>{one.title}</tspan> {one.note}
                </text>
              )}
              {span && <text x={(from + to) / 2} y={span.y} textAnchor="middle" style={halo}>{span.words}</text>}
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

const daysWords = (days: number) => (days < 1 ? "under a day" : days === 1 ? "1 day" : `${days} days`);
/** Names are words in a sentence; abbreviations stay as they are. */
const inProse = (stage: string) => (/^[A-Z]{3}$/.test(stageLabel(stage)) ? stageLabel(stage) : stageLabel(stage).toLowerCase());
const halo = { fill: "var(--ink2)", paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 3, strokeLinejoin: "round" } as const;

/** First days of months between two moments, at most so many: every second or third where the span is long. */
function monthStarts(from: number, to: number, most: number): number[] {
  const first = new Date(from);
  const months = (to - from) / 2_629_800_000;
  const step = Math.max(1, Math.ceil(months / Math.max(1, most)));
  const starts: number[] = [];
  for (let month = first.getUTCMonth() + 1; ; month += step) {
    const at = Date.UTC(first.getUTCFullYear(), month, 1);
    if (at >= to) return starts;
    starts.push(at);
  }
}
