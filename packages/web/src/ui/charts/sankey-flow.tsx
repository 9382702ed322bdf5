import { useId, useState } from "react";
import { useFormat } from "../use-format.ts";
import css from "./chart-parts.module.css";
import { ChartTable, opens, Readout, useWidth } from "./chart-parts.tsx";
import { placeFlow, type FlowLink, type FlowNode, type PlacedLink } from "./sankey-layout.ts";

interface SankeyFlowProps {
  label: string;
  nodes: readonly FlowNode[];
  links: readonly FlowLink[];
  /** Those who came back: a dashed line beneath, from a detour to where they entered again. */
  returned?: { from: string; to: string; text: string } | undefined;
  /** Beside skip ribbons: "7 skipped SAL". */
  skipText?: (link: FlowLink) => string;
  onOpenNode?: (key: string) => void;
  onOpenLink?: (from: string, to: string) => void;
  height?: number;
}

/** Width is episodes. Forward on top, detours below, returns as a dashed line. */
export function SankeyFlow({ label, nodes, links, returned, skipText, onOpenNode, onOpenLink, height = 280 }: SankeyFlowProps) {
  const [ref, width] = useWidth<HTMLElement>(720);
  const [hover, setHover] = useState<PlacedLink | null>(null);
  const id = useId();
  const format = useFormat();
  const narrow = width < 460;
  const left = narrow ? 8 : 56;
  const right = width - (narrow ? 100 : 136);
  const top = 24;
  const placed = placeFlow(nodes, links, { left, right, top, height: height - top - (returned ? 30 : 8) });
  const nodeOf = (key: string) => placed.nodes.find((node) => node.key === key);
  const lastColumn = Math.max(...nodes.map((node) => node.column));
  const fillOf = (link: PlacedLink) =>
    link.kind === "detour" ? "var(--flow)" : link.kind === "won" ? "var(--good-fill)" : link.kind === "skip" ? "var(--marketing)" : "var(--s1)";
  return (
    <figure ref={ref} className={css.chart} onPointerLeave={() => setHover(null)}>
      <svg height={height} viewBox={`0 0 ${width} ${height}`} role={onOpenNode || onOpenLink ? "group" : "img"} aria-labelledby={id}>
        <title id={id}>{label}</title>
        {placed.links.toSorted((a, b) => Number(a.kind === "skip") - Number(b.kind === "skip") || b.value - a.value).map((link) => (
          <path
            key={`${link.from}-${link.to}`} d={ribbon(link)} fill="none" stroke={fillOf(link)} strokeWidth={link.width}
            opacity={hover && hover.from === link.from && hover.to === link.to ? 0.95 : link.kind === "detour" ? 0.62 : link.kind === "skip" ? 0.8 : link.kind === "won" ? 0.6 : 0.8}
            {...opens(onOpenLink && (() => onOpenLink(link.from, link.to)), `${nodeOf(link.from)?.label} to ${nodeOf(link.to)?.label}, ${format.number(link.value)}`)}
            onPointerEnter={() => setHover(link)} onFocus={() => setHover(link)} onBlur={() => setHover(null)}
          />
        ))}
        {placed.links.filter((link) => link.kind === "skip" && skipText).map((link) => (
          <text key={`text-${link.from}-${link.to}`} x={(link.dip?.x ?? (link.x0 + link.x1) / 2) + 28} y={(link.dip?.y ?? Math.max(link.y0, link.y1)) + link.width / 2 + 14} textAnchor="middle" className={css.strong} style={{ ...halo, fill: "var(--marketing)", fontWeight: 500 }}>{skipText?.(link)}</text>
        ))}
        {returned && <Return from={nodeOf(returned.from)} to={nodeOf(returned.to)} text={returned.text} bottom={height - 10} nodeWidth={placed.nodeWidth} />}
        {placed.nodes.map((node) => (
          <g key={node.key} {...opens(onOpenNode && (() => onOpenNode(node.key)), `${node.label} ${format.number(node.value)}`)}>
            <rect x={node.x} y={node.y} width={placed.nodeWidth} height={node.height} rx="1.5" fill={node.fill} />
            {node.column === lastColumn ? (
              <text x={node.x + placed.nodeWidth + 8} y={node.y + node.height / 2 + 4} className={css.name}>{node.label} <tspan style={{ fill: "var(--ink3)", fontWeight: 400 }}>{format.number(node.value)}</tspan></text>
            ) : node.column === 0 && !narrow ? (
              <text x={node.x - 8} y={node.y + node.height / 2} textAnchor="end" className={css.name}>
                {node.label}{" "}
                <tspan x={node.x - 8} dy="15" style={{ fill: "var(--ink3)", fontWeight: 400 }}>{format.number(node.value)}</tspan>
              </text>
            ) : (
              <text x={node.x} y={node.y - 8} className={css.name}>{node.label} <tspan style={{ fill: "var(--ink3)", fontWeight: 400 }}>{format.number(node.value)}</tspan></text>
            )}
          </g>
        ))}
      </svg>
      {hover && (
        <Readout x={(hover.x0 + hover.x1) / 2} y={(hover.y0 + hover.y1) / 2} width={width}>
          <strong>{format.number(hover.value)}</strong>
          <span>{nodeOf(hover.from)?.label} to {nodeOf(hover.to)?.label}</span>
        </Readout>
      )}
      <ChartTable caption={label} headers={["From", "To", "Episodes"]} rows={links.map((link) => [nodeOf(link.from)?.label ?? link.from, nodeOf(link.to)?.label ?? link.to, format.number(link.value)])} />
    </figure>
  );
}

const halo = { paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 4, strokeLinejoin: "round" } as const;

function ribbon({ x0, y0, x1, y1, dip }: PlacedLink): string {
  if (dip) {
    const [a, b] = [(x0 + dip.x) / 2, (dip.x + x1) / 2];
    return `M${x0} ${y0}C${a} ${y0} ${a} ${dip.y} ${dip.x} ${dip.y}C${b} ${dip.y} ${b} ${y1} ${x1} ${y1}`;
  }
  const middle = (x0 + x1) / 2;
  // A ribbon that is exactly level has no height, and browsers then drop the stroke of some gradients: bend it a hair.
  return `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1 + 0.01} ${x1} ${y1 + 0.01}`;
}

function Return({ from, to, text, bottom, nodeWidth }: { from: { x: number; y: number; height: number } | undefined; to: { x: number; y: number; height: number } | undefined; text: string; bottom: number; nodeWidth: number }) {
  if (!from || !to) return null;
  const x1 = from.x + nodeWidth / 2;
  const x0 = to.x + nodeWidth / 2;
  const y0 = to.y + to.height + 6;
  return (
    <g>
      <path d={`M${x1} ${from.y + from.height + 3}V${bottom - 8}q0 8 -8 8H${x0 + 8}q-8 0 -8 -8V${y0}`} fill="none" stroke="var(--marketing)" strokeWidth="1.5" strokeDasharray="3 3" />
      <path d={`M${x0 - 4} ${y0 + 4}L${x0} ${y0 - 2}L${x0 + 4} ${y0 + 4}Z`} fill="var(--marketing)" />
      <text x={x0 + 22} y={bottom - 6} className={css.strong} style={{ ...halo, fill: "var(--marketing)", fontWeight: 500 }}>{text}</text>
    </g>
  );
}
