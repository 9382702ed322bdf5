import type { Tone } from "./chip.tsx";
import css from "./progress.module.css";

const fills: Record<Tone, string> = {
  neutral: "var(--ink3)", accent: "var(--accent)", marketing: "var(--m3)", sales: "var(--s3)", warn: "var(--warn-fill)",
  breach: "var(--breach-fill)", good: "var(--good-fill)",
};

interface ProgressProps {
  /** 0 to 1; more is drawn full. */
  share: number;
  label: string;
  tone?: Tone;
  /** Ink marks across the bar, 0 to 1: a clause, a capacity, a warning level. */
  marks?: readonly number[];
  height?: number;
}

/** A bar that starts at zero. */
export function Progress({ share, label, tone = "neutral", marks = [], height = 4 }: ProgressProps) {
  const percent = Math.min(1, Math.max(0, share)) * 100;
  return (
    <div className={css.track} data-tone={tone} role="progressbar" aria-label={label} aria-valuenow={Math.round(percent)} aria-valuemin={0} aria-valuemax={100} style={{ height }}>
      <div className={css.fill} style={{ width: `${percent}%`, background: fills[tone] }} />
      {marks.map((mark) => <span key={mark} className={css.mark} style={{ left: `${mark * 100}%` }} />)}
    </div>
  );
}

/** A few steps of which some are done: "4 of 5" attempts. */
export function Steps({ done, of, tone = "sales", wide, label }: { done: number; of: number; tone?: Tone; wide?: boolean; label?: string }) {
  const said = label ?? `${done} of ${of}`;
  return (
    <span className={css.steps} data-wide={wide || undefined} role="img" aria-label={said}>
      {Array.from({ length: of }, (_, i) => <span key={i} className={css.step} style={i < done ? { background: fills[tone] } : undefined} />)}
    </span>
  );
}
