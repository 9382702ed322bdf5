import css from "./calibration.module.css";
import { placeOfLift } from "./thresholds.ts";

/** A lift with its interval on a scale of factors, the line at 1: left of it is worse than anybody, right is better. */
export function LiftInterval({ lift, low, high, most, quiet }: { lift: number; low: number; high: number | null; most: number; quiet?: boolean }) {
  const [from, to] = [placeOfLift(low, most), high === null ? 1 : placeOfLift(high, most)];
  return <Drawn from={from} to={to} at={placeOfLift(lift, most)} tick={0.5} {...(quiet && { quiet })} />;
}

/** A share with its interval between two ends. */
export function ShareInterval({ value, low, high, min, max, tick, side }: { value: number; low: number; high: number; min: number; max: number; tick?: number; side: "draft" | "in-force" }) {
  const place = (one: number) => Math.min(1, Math.max(0, (one - min) / (max - min)));
  return <Drawn from={place(low)} to={place(high)} at={place(value)} side={side} {...(tick !== undefined && { tick: place(tick) })} />;
}

function Drawn({ from, to, at, tick, side, quiet }: { from: number; to: number; at: number; tick?: number; side?: string; quiet?: boolean }) {
  return (
    <span className={css.interval} aria-hidden data-side={side} data-quiet={quiet || undefined}>
      {tick !== undefined && <u style={{ left: `${tick * 100}%` }} />}
      <i style={{ left: `${from * 100}%`, right: `${(1 - to) * 100}%` }} />
      <b style={{ left: `${at * 100}%` }} />
    </span>
  );
}
