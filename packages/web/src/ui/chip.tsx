import type { ReactNode } from "react";
import css from "./chip.module.css";

export type Tone = "neutral" | "accent" | "marketing" | "sales" | "warn" | "breach" | "good";

/** A short fact. Its colour says who is accountable or how it stands; neutral when it says neither. */
export function Chip({ tone = "neutral", children, title, onRemove }: { tone?: Tone; children: ReactNode; title?: string | undefined; onRemove?: () => void }) {
  return (
    <span className={css.chip} data-tone={tone} title={title}>
      {children}
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={`Remove ${typeof children === "string" ? children : ""}`}>
          ×
        </button>
      )}
    </span>
  );
}
