import css from "./bar.module.css";

interface BarProps {
  /** 0 to 1; more is drawn full. */
  share: number;
  /** A colour of the tokens: `var(--sales)`. */
  fill: string;
  /** Ink marks across the bar, 0 to 1, more at its end: a clause, a capacity, a warning level. */
  marks?: readonly number[];
  height?: number;
}

const percent = (share: number) => `${Math.min(1, Math.max(0, share)) * 100}%`;

/** A bar that starts at zero, drawn beside the number it stands for: to a screen reader it says nothing. */
export function Bar({ share, fill, marks = [], height = 6 }: BarProps) {
  return (
    <span className={css.track} style={{ height }} aria-hidden>
      <span className={css.fill} style={{ width: percent(share), background: fill }} />
      {marks.map((mark) => <span key={mark} className={css.mark} style={{ left: percent(mark) }} />)}
    </span>
  );
}
