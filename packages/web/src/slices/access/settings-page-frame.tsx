import type { ReactNode } from "react";
import { PageHeader } from "../../ui/page-header.tsx";
import css from "./settings.module.css";

interface FrameProps {
  title: string;
  note?: ReactNode;
  /** At the right of the header. */
  actions?: ReactNode;
  /** A list fills the page; cards stand in a column on the canvas. */
  list?: boolean;
  wide?: boolean;
  children: ReactNode;
}

/** What all pages of settings have around them. */
export function SettingsPageFrame({ title, note, actions, list, wide, children }: FrameProps) {
  return (
    <div className={css.page}>
      <PageHeader title={title} path={[{ label: "Settings", to: "/settings" }]} note={note}>{actions}</PageHeader>
      {list ? <div className={css.list}>{children}</div> : <div className={css.body} tabIndex={0} role="region" aria-label={title}><div className={`${css.column} ${wide ? css.wide : ""}`}>{children}</div></div>}
    </div>
  );
}
