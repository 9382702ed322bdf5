import css from "./states.module.css";

/** A bar in the final size of what is loading; it appears after 200 ms. */
export function Skeleton({ width = "100%", height = 12 }: { width?: number | string; height?: number }) {
  return <span className={css.bar} style={{ width, height }} aria-hidden />;
}

/** The lines of a list or card that is loading. */
export function SkeletonLines({ lines = 4, height = 12, gap = 12 }: { lines?: number; height?: number; gap?: number }) {
  return (
    <div style={{ display: "grid", gap }} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => <Skeleton key={i} height={height} width={`${[92, 74, 84, 60][i % 4] ?? 80}%`} />)}
    </div>
  );
}
