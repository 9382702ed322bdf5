import type { ReactNode } from "react";
import css from "./notice.module.css";
import type { Tone } from "./chip.tsx";

/** A banner on a page: a clock, a state, a consequence. The tone colours only where it carries a fact. */
export function Notice({ tone = "neutral", sign, title, text, children }: { tone?: Tone; sign?: ReactNode; title: ReactNode; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className={css.notice} data-tone={tone}>
      {sign && <span className={css.sign}>{sign}</span>}
      <div className={css.text}>
        <p className={css.title}>{title}</p>
        {text && <p className={css.line}>{text}</p>}
      </div>
      {children && <div className={css.right}>{children}</div>}
    </div>
  );
}
