import type { Tone } from "./chip.tsx";
import { Bar } from "./bar.tsx";
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

/** A bar that starts at zero and says how far it has come. */
export function Progress({ share, label, tone = "neutral", marks = [], height = 4 }: ProgressProps) {
  return (
    <div className={css.progress} data-tone={tone} role="progressbar" aria-label={label} aria-valuenow={Math.round(Math.min(1, Math.max(0, share)) * 100)} aria-valuemin={0} aria-valuemax={100}>
      <Bar share={share} fill={fills[tone]} marks={marks} height={height} />
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
