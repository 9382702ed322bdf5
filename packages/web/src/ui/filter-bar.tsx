import type { ReactNode } from "react";
import css from "./filter.module.css";

/** The line between a list's head and its rows: the search box first, then its filters. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className={css.bar}>{children}</div>;
}

/** Filters side by side; on the phone they are pushed along in one line. */
export function Filters({ children, sheet }: { children: ReactNode; /** Beneath each other, in a dialog. */ sheet?: boolean }) {
  return <div className={sheet ? css.sheet : css.filters} role="group" aria-label="Filters">{children}</div>;
}
