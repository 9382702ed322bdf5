import { useId, useState } from "react";
import { useFormat } from "../use-format.ts";
import css from "./chart-parts.module.css";
import { ChartTable, gridLines, Readout, useWidth } from "./chart-parts.tsx";

interface PaceProps {
  label: string;
  side: "marketing" | "sales";
  /** Running total by day of the period, first day first, up to today. */
  actual: readonly number[];
  /** Days of the whole period. */
  days: number;
  /** Where the dashed line ends, and what that is: a promise, a target or an even pace. */
  commitment: number;
  commitmentName: string;
  /** What is expected at the end, and its band. */
  forecast?: { value: number; low: number; high: number } | undefined;
  /** Labels beneath: day (0 = first) and text. */
  ticks: readonly { day: number; text: string }[];
  dayLabel: (day: number) => string;
  height?: number;
}

/** A running total against what is owed: commitment dashed and straight, forecast dotted with its band; both end in their number. */
export function PaceChart({ label, side, actual, days, commitment, commitmentName, forecast, ticks, dayLabel, height = 220 }: PaceProps) {
  const [ref, width] = useWidth<HTMLElement>(340);
  const [day, setDay] = useState<number | null>(null);
  const id = useId();
  const format = useFormat();
  const left = 28, right = 36, top = 10, bottom = 22;
  const lines = gridLines(Math.max(commitment, forecast?.value ?? 0, ...actual));
  // The band may reach a little beyond the last line.
  const max = Math.max(lines.at(-1) ?? 1, forecast?.high ?? 0);
  const x = (d: number) => left + (d / Math.max(1, days - 1)) * (width - left - right);
  const y = (value: number) => height - bottom - (value / max) * (height - top - bottom);
  const today = actual.length - 1;
  const last = actual.at(-1) ?? 0;
  const end = days - 1;
  const color = `var(--${side})`;
  const path = actual.map((value, d) => `${d === 0 ? "M" : "L"}${x(d)} ${y(value)}`).join("");
  const close = forecast && Math.abs(y(forecast.value) - y(commitment)) < 13 ? (forecast.value < commitment ? 1 : -1) * (13 - Math.abs(y(forecast.value) - y(commitment))) : 0;
  const at = day === null ? null : Math.min(day, today);
  return (
    <figure ref={ref} className={css.chart} aria-label={label} onPointerLeave={() => setDay(null)}>
      <svg
        height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setDay(Math.max(0, Math.min(end, Math.round(((event.clientX - box.left - left) / (width - left - right)) * end))));
        }}
      >
        <title id={id}>{label}</title>
        {lines.map((value) => (
          <g key={value}>
            <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} stroke={value === 0 ? "var(--line2)" : "var(--line)"} />
            <text className={css.axis} x={left - 8} y={y(value) + 4} textAnchor="end">{format.number(value)}</text>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick.day} x={x(tick.day)} y={height - 6} textAnchor={tick.day === 0 ? "start" : tick.day >= end ? "end" : "middle"}>{tick.text}</text>
        ))}
        {forecast && <path d={`M${x(today)} ${y(last)}L${x(end)} ${y(forecast.high)}L${x(end)} ${y(forecast.low)}Z`} fill={`var(--${side}-soft)`} />}
        <line x1={x(0)} y1={y(0)} x2={x(end)} y2={y(commitment)} stroke="var(--ink2)" strokeWidth="1.2" strokeDasharray="3 3" />
        {forecast && <line x1={x(today)} y1={y(last)} x2={x(end)} y2={y(forecast.value)} stroke={color} strokeWidth="2" strokeDasharray=".5 4" strokeLinecap="round" />}
        <path d={path} fill="none" stroke={color} strokeWidth="2" strokeLinejoin="round" />
        <circle cx={x(today)} cy={y(last)} r="4" fill={color} />
        {today < end * 0.8 && <text className={css.strong} x={x(today) + 8} y={y(last) + (y(last) + 18 > height - bottom ? -8 : 14)}>{format.number(last)} today</text>}
        <text x={width - right + 6} y={y(commitment) + 4 - (close > 0 ? close / 2 : 0)} className={css.axis} style={{ fill: "var(--ink2)" }}>{format.number(commitment)}</text>
        {forecast && <text x={width - right + 6} y={y(forecast.value) + 4 + (close > 0 ? close / 2 : close)} className={css.strong} style={{ fill: color }}>{format.number(forecast.value)}</text>}
        {at !== null && <line x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} stroke="var(--ink3)" />}
      </svg>
      {at !== null && (
        <Readout x={x(at)} y={top} width={width}>
          <strong>{dayLabel(at)}</strong>
          <span>{format.number(actual[at] ?? 0)} so far</span>
          <span className="ink3">{format.number((commitment * (at + 1)) / days, { digits: 0 })} at an even pace</span>
        </Readout>
      )}
      <ChartTable
        caption={label}
        headers={["Line", "Total"]}
        rows={[["Today", last], [commitmentName, commitment], ...(forecast ? [["Expected at the end", `${forecast.value}, range ${forecast.low} to ${forecast.high}`]] : [])]}
      />
    </figure>
  );
}
