import type { ReactNode } from "react";
import css from "./group-bar.module.css";

/** Heads a part of a list: its count, and at the right only the counts that ask for action. */
export function GroupBar({ title, count, children }: { title: string; count?: number | string; children?: ReactNode }) {
  return (
    <div className={css.bar}>
      <h2 className={css.title}>{title}</h2>
      {count !== undefined && <span className={css.count}>{count}</span>}
      {children && <span className={css.asks}>{children}</span>}
    </div>
  );
}
/** A count that asks for action: "1 breached". */
export function Ask({ tone, children }: { tone: "warn" | "breach" | "accent"; children: ReactNode }) {
  return <span style={{ color: `var(--${tone})`, fontWeight: 500 }}>{children}</span>;
}
