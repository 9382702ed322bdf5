import { useId, useState, type ReactNode } from "react";
import css from "./points-row.module.css";
import { cx } from "./class-names.ts";
import { NextIcon } from "./icons.ts";
import { useFormat } from "./use-format.ts";

interface PointsRowProps {
  /** What was recognised: "Pricing page viewed". */
  label: string;
  /** How the sum came about: "3 × 8, capped at 20". */
  how?: string | undefined;
  milliPoints: number;
  /** The rule as a sentence a signatory would sign. With events it opens in place. */
  rule?: string | undefined;
  events?: readonly { when: ReactNode; what: ReactNode; milliPoints: number; note?: string | undefined }[];
  startOpen?: boolean;
  /** Beneath the events: a way to see more of them. */
  children?: ReactNode;
}

/** One line of a score; it opens into its rule in words and the events that made it. */
export function PointsRow({ label, how, milliPoints, rule, events, startOpen = false, children }: PointsRowProps) {
  const [open, setOpen] = useState(startOpen);
  const id = useId();
  const format = useFormat();
  const line = (
    <>
      <span className={css.label}>{label}</span>
      {how && <span className={css.how}>{how}</span>}
      <span className={cx(css.points, "num")}>{format.points(milliPoints, { sign: true })}</span>
    </>
  );
  if (!rule && !events) return <div className={css.row}>{line}</div>;
  return (
    <div className={css.item}>
      <button type="button" className={css.row} aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        <span className={css.chevron}><NextIcon /></span>
        {line}
      </button>
      {open && (
        <div id={id} className={css.detail}>
          {rule && <p className="ink3">“{rule}”</p>}
          {events?.map((event, i) => (
            <div key={i} className={css.event}>
              <span className="ink3 num">{event.when}</span>
              <span className="cut">{event.what}</span>
              <span className="num">
                {event.note && <span className="ink3">{event.note} </span>}
                {format.points(event.milliPoints, { sign: true })}
              </span>
            </div>
          ))}
          {children}
        </div>
      )}
    </div>
  );
}
