/** A line without axes: the course of a number. The last point is marked. Give the meaning in `label`. */
export function Spark({ values, width = 44, height = 16, label }: { values: readonly number[]; width?: number; height?: number; label: string }) {
  const points = place(values, width, height);
  const last = points.at(-1);
  if (!last) return <span style={{ display: "inline-block", width, height }} />;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} style={{ flex: "none", display: "block", overflow: "visible" }}>
      <title>{label}</title>
      <path d={smooth(points)} fill="none" stroke="var(--ink2)" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
      <circle cx={last[0]} cy={last[1]} r="2" fill="var(--ink2)" />
    </svg>
  );
}

type Point = readonly [number, number];
function place(values: readonly number[], width: number, height: number): Point[] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  return values.map((value, i) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return [2 + i * step, height - 3 - share * (height - 6)] as const;
  });
}
/** A curve through the points that never swings beyond them (monotone cubic, Fritsch and Carlson 1980). */
function smooth(points: readonly Point[]): string {
  const slopes = points.slice(1).map(([x, y], i) => (y - (points[i]?.[1] ?? y)) / (x - (points[i]?.[0] ?? x) || 1));
  const tangents = points.map((_, i) => {
    const before = slopes[i - 1] ?? slopes[i] ?? 0;
    const after = slopes[i] ?? before;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  return points
    .map(([x, y], i) => {
      const before = points[i - 1];
      if (!before) return `M${x} ${y}`;
      const third = (x - before[0]) / 3;
      return `C${before[0] + third} ${before[1] + third * (tangents[i - 1] ?? 0)} ${x - third} ${y - third * (tangents[i] ?? 0)} ${x} ${y}`;
    })
    .join("");
}
