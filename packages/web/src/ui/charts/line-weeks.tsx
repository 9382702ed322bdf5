import { useId, useState, type ReactNode } from "react";
import { useFormat } from "../use-format.ts";
import css from "./chart-parts.module.css";
import { ChartTable, gridLines, Patterns, Readout, useWidth } from "./chart-parts.tsx";

export interface WeekSeries {
  readonly name: string;
  /** `proposed` accent solid, `in-force` grey dashed, or a side's hue. Never accent and marketing in one chart. */
  readonly kind: "proposed" | "in-force" | "marketing" | "sales" | "ink";
  readonly values: readonly number[];
}

interface LineWeeksProps {
  label: string;
  /** One label a point: "W34". */
  weeks: readonly string[];
  series: readonly WeekSeries[];
  /** From this week on the cohorts are still maturing. */
  maturingFrom?: number | undefined;
  chosen?: number | undefined;
  /** What the readout says, beyond the values. */
  readout?: (week: number) => ReactNode;
  onOpen?: (week: number) => void;
  formatValue?: (value: number) => string;
  height?: number;
}

const strokes = {
  proposed: { color: "var(--accent)", width: 2, dash: undefined },
  "in-force": { color: "var(--ink3)", width: 1.5, dash: "4 3" },
  marketing: { color: "var(--marketing)", width: 2, dash: undefined },
  sales: { color: "var(--sales)", width: 2, dash: undefined },
  ink: { color: "var(--ink)", width: 2, dash: undefined },
} as const;

/** Numbers by week, labelled at their ends; a click opens the week. Arrow keys read week by week. */
export function LineWeeks({ label, weeks, series, maturingFrom, chosen, readout, onOpen, formatValue, height = 220 }: LineWeeksProps) {
  const [ref, width] = useWidth<HTMLElement>(380);
  const [hover, setHover] = useState<number | null>(null);
  const id = useId();
  const format = useFormat();
  const say = formatValue ?? ((value: number) => format.number(value));
  const right = Math.max(...series.map((one) => one.name.length + say(one.values.at(-1) ?? 0).length)) * 6 + 16;
  const left = 32, top = 10, bottom = 24;
  const lines = gridLines(Math.max(0, ...series.flatMap((one) => one.values)));
  const max = lines.at(-1) ?? 1;
  const end = weeks.length - 1;
  const x = (week: number) => left + (week / Math.max(1, end)) * (width - left - right);
  const y = (value: number) => height - bottom - (value / max) * (height - top - bottom);
  const at = hover ?? chosen ?? null;
  const every = Math.max(1, Math.ceil((weeks.length * 44) / (width - left - right)));
  const places = spread(series.map((one) => y(one.values.at(-1) ?? 0)), 14);
  return (
    <figure ref={ref} className={css.chart} onPointerLeave={() => setHover(null)}>
      <svg
        height={height} viewBox={`0 0 ${width} ${height}`} role="application" aria-labelledby={id} tabIndex={0}
        style={{ cursor: onOpen ? "pointer" : undefined }}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setHover(Math.max(0, Math.min(end, Math.round(((event.clientX - box.left - left) / (width - left - right)) * end))));
        }}
        onClick={() => at !== null && onOpen?.(at)}
        onKeyDown={(event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (step) {
            event.preventDefault();
            setHover(Math.max(0, Math.min(end, (at ?? (step > 0 ? -1 : end + 1)) + step)));
          } else if (event.key === "Enter" && at !== null) onOpen?.(at);
        }}
      >
        <title id={id}>{label}</title>
        <Patterns id={id} />
        {maturingFrom !== undefined && (
          <>
            <rect x={x(maturingFrom)} y={top} width={Math.max(0, x(end) - x(maturingFrom))} height={height - top - bottom} fill={`url(#${id}-young)`} />
            <text x={(x(maturingFrom) + x(end)) / 2} y={height - bottom - 10} textAnchor="middle" style={{ fill: "var(--ink2)", paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 3 }}>maturing</text>
          </>
        )}
        {lines.map((value) => (
          <g key={value}>
            <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} stroke={value === 0 ? "var(--line2)" : "var(--line)"} />
            <text className={css.axis} x={left - 8} y={y(value) + 4} textAnchor="end">{say(value)}</text>
          </g>
        ))}
        {weeks.map((week, i) => (i % every === 0 || i === at) && (
          <text key={week} x={x(i)} y={height - 6} textAnchor="middle" className={i === at ? css.strong : css.axis}>{week}</text>
        ))}
        {at !== null && <line x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} stroke="var(--ink2)" />}
        {series.map((one, s) => {
          const { color, width: stroke, dash } = strokes[one.kind];
          return (
            <g key={one.name}>
              <path d={one.values.map((value, i) => `${i === 0 ? "M" : "L"}${x(i)} ${y(value)}`).join("")} fill="none" stroke={color} strokeWidth={stroke} strokeDasharray={dash} strokeLinejoin="round" />
              {at !== null && one.values[at] !== undefined && <circle cx={x(at)} cy={y(one.values[at])} r="3.5" fill={one.kind === "in-force" ? "var(--surface)" : color} stroke={color} strokeWidth="1.5" />}
              <text x={x(end) + 8} y={(places[s] ?? 0) + 4} className={css.axis} style={{ fill: color, fontWeight: one.kind === "in-force" ? 400 : 600 }}>{one.name}, {say(one.values.at(-1) ?? 0)}</text>
            </g>
          );
        })}
      </svg>
      {at !== null && (
        <Readout x={x(at)} y={height / 2} width={width}>
          <strong>{weeks[at]}</strong>
          <span>{series.map((one) => `${one.name} ${say(one.values[at] ?? 0)}`).join(", ")}</span>
          {readout?.(at)}
        </Readout>
      )}
      <ChartTable caption={label} headers={["Week", ...series.map((one) => one.name)]} rows={weeks.map((week, i) => [week, ...series.map((one) => say(one.values[i] ?? 0))])} />
    </figure>
  );
}

/** Moves labels apart so that none covers another; order is kept. */
function spread(wanted: readonly number[], gap: number): number[] {
  const order = wanted.map((y, i) => ({ y, i })).toSorted((a, b) => a.y - b.y);
  order.forEach((one, n) => {
    const before = order[n - 1];
    if (before && one.y - before.y < gap) one.y = before.y + gap;
  });
  const placed = [...wanted];
  for (const { y, i } of order) placed[i] = y;
  return placed;
}
