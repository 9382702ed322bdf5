import { useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Skeleton } from "../skeleton.tsx";
import css from "./charts.module.css";

const names = ["ink", "ink2", "ink3", "line", "line2", "surface", "sunken", "accent", "accent-soft", "marketing", "sales", "warn-fill", "breach-fill", "good-fill", "m1", "m2", "m3", "s1", "s2", "s3", "flow"] as const;
export type ChartTokens = Readonly<Record<(typeof names)[number], string>>;

function readTokens(): ChartTokens {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as ChartTokens;
}

interface EChartProps {
  /** Says what the drawing shows, for those who do not see it. */
  label: string;
  /** The option, from the theme's colours; memoise it. */
  option: (tokens: ChartTokens) => EChartsCoreOption;
  height?: number;
  onClick?: (point: { name: string; dataIndex: number; seriesName?: string | undefined; value: unknown }) => void;
  /** The same numbers as text: a `ChartTable`. */
  table?: ReactNode;
}

/** A chart by ECharts in our colours, type and lines: for heat maps, scatter plots and long series. */
export function EChart({ label, option, height = 240, onClick, table }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const clicked = useRef(onClick);
  clicked.current = onClick;
  const scheme = useComputedColorScheme("light");
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let gone = false;
    const observer = new ResizeObserver(() => chart.current?.resize());
    void import("./echarts-core.ts").then(({ init }) => {
      if (gone || !box.current) return;
      chart.current = init(box.current, undefined, { renderer: "svg" });
      chart.current.on("click", (point) => clicked.current?.(point as never));
      observer.observe(box.current);
      setReady(true);
    });
    return () => {
      gone = true;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    if (!ready) return;
    const tokens = readTokens();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.current?.setOption({ ...base(tokens, !still), ...option(tokens) }, { notMerge: true });
  }, [ready, option, scheme]);
  return (
    <figure className={css.chart} aria-label={label}>
      {!ready && <div style={{ position: "absolute", inset: 0 }}><Skeleton height={height} /></div>}
      <div ref={box} style={{ height }} aria-hidden />
      {table}
    </figure>
  );
}

function base(tokens: ChartTokens, animation: boolean): EChartsCoreOption {
  return {
    animation, animationDuration: 160, animationDurationUpdate: 160,
    textStyle: { fontFamily: "Inter Variable, system-ui", fontSize: 11, color: tokens.ink3 },
    color: [tokens.ink2, tokens.sales, tokens.marketing],
    grid: { left: 8, right: 8, top: 8, bottom: 0, containLabel: true },
    tooltip: {
      backgroundColor: tokens.surface, borderColor: tokens.line2, textStyle: { color: tokens.ink, fontSize: 11 }, padding: [6, 10],
      extraCssText: "border-radius:8px;box-shadow:var(--shadow-float)",
    },
  };
}
