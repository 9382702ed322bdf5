import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import css from "./states.module.css";

/** One sentence on what will appear, one on what makes it appear, one button. No illustration. */
export function EmptyState({ title, text, action, center }: { title: ReactNode; text?: ReactNode; action?: ReactNode; center?: boolean }) {
  return (
    <div className={cx(css.state)} data-center={center || undefined}>
      <p className={css.title}>{title}</p>
      {text && <p className={css.text}>{text}</p>}
      {action && <div className={css.actions}>{action}</div>}
    </div>
  );
}
