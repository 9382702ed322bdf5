import css from "./people.module.css";

/** Line one is the thing, line two its context. */
export function Two({ top, under, strong }: { top: string; under: string; strong?: boolean }) {
  return (
    <span className={css.two}>
      <span className={css.top} data-strong={strong || undefined} title={top}>{top}</span>
      {under && <span className={css.under} data-second title={under}>{under}</span>}
    </span>
  );
}
