import { ClockRing, type ClockState } from "./clock-ring.tsx";
import { cx } from "./class-names.ts";
import css from "./clock-text.module.css";

/** A clock in a row: what is left, and beneath it when it is due. Both texts come ready to read ("11 m", "due 10:53"). */
export function ClockText({ state, share = 0, left, due, label, title }: { state: ClockState; share?: number; left: string; due?: string | undefined; label?: string | undefined; title?: string | undefined }) {
  return (
    <span className={css.clock} data-state={state} title={title}>
      <span className={css.ring}><ClockRing state={state} share={share} {...(label !== undefined && { label })} /></span>
      <span>
        <span className={cx(css.left, "num")}>{left}</span>
        {due && <span data-second className={cx(css.due, "num")}>{due}</span>}
      </span>
    </span>
  );
}
