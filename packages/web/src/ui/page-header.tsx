import { Fragment, type ReactNode } from "react";
import css from "./page-header.module.css";
import { Link } from "./link.tsx";

interface PageHeaderProps {
  title: ReactNode;
  /** Where this page stands: People / Ilse Vandermeer. */
  path?: readonly { label: string; to: string }[];
  /** In second place beside the title: "9 open handoffs". */
  note?: ReactNode;
  /** At the right: tabs, buttons. */
  children?: ReactNode;
}

/** The bar at the top of a page, 48 high. On the phone the title is large and what is at the right goes beneath. */
export function PageHeader({ title, path, note, children }: PageHeaderProps) {
  return (
    <header className={css.bar}>
      <div className={css.titles}>
        {path?.map((step) => (
          <Fragment key={step.to}>
            <Link to={step.to} className={css.step}>{step.label}</Link>
            <span className={css.slash} aria-hidden>/</span>
          </Fragment>
        ))}
        <h1 className={css.title}>{title}</h1>
        {note && <span className={css.note}>{note}</span>}
      </div>
      {children && <div className={css.right}>{children}</div>}
    </header>
  );
}
