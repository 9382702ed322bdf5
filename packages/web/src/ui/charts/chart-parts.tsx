import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import css from "./chart-parts.module.css";

/** The width of an element as it is laid out, so that a drawing keeps its type at its size. */
export function useWidth<E extends HTMLElement>(first = 600): [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const read = () => setWidth(Math.max(120, Math.floor(element.getBoundingClientRect().width)));
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

/** The same numbers as a table, for those who do not see the drawing. */
export function ChartTable({ caption, headers, rows }: { caption: string; headers: readonly string[]; rows: readonly (readonly (string | number)[])[] }) {
  return (
    // A table does not shrink to a pixel by itself.
    <div className="sr-only"><table>
      <caption>{caption}</caption>
      <thead><tr>{headers.map((header) => <th key={header} scope="col">{header}</th>)}</tr></thead>
      <tbody>
        {rows.map((row, i) => (
          <tr key={i}>{row.map((cell, j) => (j === 0 ? <th key={j} scope="row">{cell}</th> : <td key={j}>{cell}</td>))}</tr>
        ))}
      </tbody>
    </table></div>
  );
}

/** Makes a part of a drawing a button: by pointer, by Enter and Space, and with a name. Nothing where there is nothing to open. */
export function opens(open: (() => void) | undefined, name: string) {
  if (!open) return {};
  return {
    role: "button" as const, tabIndex: 0, "aria-label": name, className: css.opens, onClick: open,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      open();
    },
  };
}

/** Values at the pointer, within the drawing's box. */
export function Readout({ x, y, width, children }: { x: number; y: number; width: number; children: ReactNode }) {
  const right = x > width / 2;
  return (
    <div className={css.readout} style={{ top: y, ...(right ? { right: width - x + 10 } : { left: x + 10 }) }} aria-hidden>
      {children}
    </div>
  );
}

/** At most four lines at round numbers from zero to at least the highest. */
export function gridLines(highest: number, lines = 3): number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / lines;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

/** Hatch patterns, by an id unique to the chart: `maturing` in ink, `over` in the breach colour, `never` as dots. */
export function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-maturing`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--surface)" />
        <path d="M0 0v6" stroke="var(--ink2)" strokeWidth="1.8" />
      </pattern>
      <pattern id={`${id}-young`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0v6" stroke="var(--line)" strokeWidth="3" />
      </pattern>
      <pattern id={`${id}-over`} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0v4" stroke="var(--breach-fill)" strokeWidth="2.4" />
      </pattern>
      <pattern id={`${id}-never`} width="5" height="5" patternUnits="userSpaceOnUse">
        <circle cx="1.5" cy="1.5" r=".8" fill="var(--ink2)" />
      </pattern>
    </defs>
  );
}
