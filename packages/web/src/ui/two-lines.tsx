import type { ReactNode } from "react";
import css from "./two-lines.module.css";

interface TwoLinesProps {
  top: ReactNode;
  /** Its context; left out where rows are compact. */
  under?: ReactNode;
  /** The first line is the row's name. */
  strong?: boolean | undefined;
  align?: "right";
}

/** Line one is the thing, line two its context. What is cut stands in full in the title. */
export function TwoLines({ top, under, strong, align }: TwoLinesProps) {
  return (
    <span className={css.two} data-align={align}>
      <span className={css.top} data-strong={strong || undefined} title={asTitle(top)}>{top}</span>
      {under ? <span className={css.under} data-second title={asTitle(under)}>{under}</span> : null}
    </span>
  );
}

const asTitle = (words: ReactNode) => (typeof words === "string" ? words : undefined);
